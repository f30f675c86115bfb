using CreditLoan.Domain.Access;
using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Values;

namespace CreditLoan.Ledger.Reconciliation;

/// <summary>Which breaks a list shows; what is null is not asked, closed ones are shown only when asked for.</summary>
/// <param name="Scheme">Only breaks of loans that are enrolled in it.</param>
public sealed record BreakFilter(BreakKind? Kind = null, BreakStage? Stage = null, string? File = null, string? AssignedTo = null, SchemeCode? Scheme = null);

/// <summary>How many breaks of a kind stand where, and what they come to.</summary>
public sealed record BreakCount(BreakKind Kind, BreakStage Stage, long Count, Money Amount, DateOnly Oldest);

/// <summary>What agreed when files were last held against the platform (一致合计).</summary>
/// <param name="Files">How many files, one a bank.</param>
/// <param name="Broken">Loans with a break in the same runs.</param>
public sealed record Agreement(long Files, long Loans, long Broken);

/// <summary>A line of an earlier file under the same number.</summary>
public sealed record EarlierLine(string StreamId, int FileRow, BankLineKind Kind, string Number, string Borrower, string? Product, Money Amount, DateOnly Day);

/// <summary>How many numbers have a break that nobody put right (仍有差异), how many of all these the bank's file names, and how many breaks are of loans that it leaves out.</summary>
public sealed record StandingBreaks(long Numbers, long Named, long OnlyHere);

/// <summary>What the platform says came back on a loan on one day: repaid, repaid early, recovered (回款).</summary>
public sealed record CameBack(string Number, DateOnly Day, Money Principal, Money Whole);

/// <summary>A break that is not closed yet, without what people read of it.</summary>
public sealed record OpenBreak(string Id, string Number, BreakKind Kind, BreakStage Stage);

/// <summary>Files of banks and the breaks they led to.</summary>
public sealed class ReconciliationQueries(Reader reader)
{
    /// <summary>The columns that it can be ordered by.</summary>
    public static readonly string[] Sortable = ["kind", "bank", "number", "difference", "assigned_to", "stage"];

    public Task<IReadOnlyList<BankFileRow>> Files(Viewer viewer) => reader.Rows<BankFileRow>(viewer, $"select * from bank_file_book order by received_on desc, name limit 200");

    public Task<BankFileRow?> File(Viewer viewer, BankFileId id) => reader.Row<BankFileRow>(viewer, $"select * from bank_file_book where stream_id = {BankFile.Stream(id).Id}");

    /// <summary>The oldest comes first.</summary>
    public Task<Page<BreakRow>> Breaks(Viewer viewer, BreakFilter filter, int page, int size, Sorting? sorting = null) =>
        reader.Page<BreakRow>(viewer, Sql.Of($"select * from break_book where {Narrow(filter)}"), Sorting.Order(sorting, Sql.Of($"found_on, id"), Sortable), page, size);

    public Task<BreakRow?> Break(Viewer viewer, BreakId id) => reader.Row<BreakRow>(viewer, $"select * from break_book where id = {id}");

    private sealed record StreamOf(string StreamId);

    /// <summary>The streams on which a correction of a loan may stand: its own, and its enrolments and claims as far as the viewer sees them.</summary>
    public async Task<IReadOnlyList<string>> StreamsOf(Viewer viewer, BankCode bank, string number) =>
        [.. (await reader.Rows<StreamOf>(viewer, $"""
            select stream_id from loan_book where bank = {bank} and number = {number}
            union all select stream_id from enrolment_book where bank = {bank} and number = {number}
            union all select stream_id from claim_book where bank = {bank} and loan = {number}
            """)).Select(s => s.StreamId)];

    /// <summary>Of a file, and of the loans in a scheme, where these are asked for.</summary>
    public Task<IReadOnlyList<BreakCount>> Counts(Viewer viewer, BreakFilter filter) => reader.Rows<BreakCount>(viewer, $"""
        select kind, stage, count(*) as count, coalesce(sum(abs(difference)), 0)::bigint as amount, min(found_on) as oldest
        from break_book where {Among(filter)} group by kind, stage
        """);

    /// <summary>Of a file; of each bank's last one that spoke of all its loans, where none is named. Null where nothing was held against the platform yet.</summary>
    public async Task<Agreement?> Agreed(Viewer viewer, string? file) => await reader.Row<Agreement>(viewer, $"""
        select count(*) as files, coalesce(sum(agreed), 0)::bigint as loans, coalesce(sum(broken), 0)::bigint as broken from (
          select distinct on (bank) agreed, broken from bank_file_book
          where agreed is not null and {(file is null ? Sql.Of($"not changes_only") : Sql.Of($"stream_id = {file}"))} order by bank, reconciled_on desc, log_position desc) last
        """) is { Files: > 0 } found ? found : null;

    /// <summary>The bank's loans of these numbers.</summary>
    public Task<IReadOnlyList<LoanRow>> Loans(Viewer viewer, BankCode bank, string[] numbers) =>
        reader.Rows<LoanRow>(viewer, $"select * from loan_book where stage <> 'Reversed' and stream_id = any({StreamsOf(bank, numbers)})");

    /// <summary>The primary key finds them whatever else the bank has.</summary>
    private static string[] StreamsOf(BankCode bank, string[] numbers) => Array.ConvertAll(numbers, n => Loan.Stream(new(bank, n)).Id);

    private static Sql LinesOf(IEnumerable<string> numbers) => Sql.Of($"bank_lines_of({numbers.Distinct(StringComparer.Ordinal).ToArray()}) l");

    /// <summary>Whether a line is still one of a file that is made of <c>p</c> among others.</summary>
    private static readonly Sql IsThere = Sql.Of($"p.part = l.stream_id and (l.gone_in is null or l.gone_in > p.turn)");

    /// <summary>The file's lines of these numbers.</summary>
    public Task<IReadOnlyList<BankLineRow>> Lines(Viewer viewer, BankFileId id, string[] numbers) =>
        reader.Rows<BankLineRow>(viewer, $"select l.* from {LinesOf(numbers)} join bank_file_part p on p.file = {BankFile.Stream(id).Id} and {IsThere} order by file_row");

    public Task<IReadOnlyList<BankLineRow>> Lines(Viewer viewer, BankFileId id) =>
        reader.Rows<BankLineRow>(viewer, $"select * from bank_file_line where file = {BankFile.Stream(id).Id} order by file_row");

    /// <summary>A file without any disbursement does not say that there was none.</summary>
    public Task<bool> Disburses(Viewer viewer, BankFileId id) => reader.Scalar<bool>(viewer, $"""
        select exists (select from bank_file_part p cross join lateral (
          select from bank_line l where l.stream_id = p.part and l.kind = 'Disbursement' and (l.gone_in is null or l.gone_in > p.turn) order by l.file_row limit 1) first
          where p.file = {BankFile.Stream(id).Id})
        """);

    /// <summary>What the bank last said of these numbers before this file; a number it never named has no line.</summary>
    public Task<IReadOnlyList<BankLineRow>> LastLines(Viewer viewer, BankFileId before, string[] numbers) => reader.Rows<BankLineRow>(viewer, $"""
        with of_these as materialized (select l.* from {LinesOf(numbers)}),
          last as (
            select distinct on (l.number) l.number, l.stream_id from of_these l join bank_file_book f on f.stream_id = l.stream_id
            where f.bank = {before.Bank} and l.stream_id <> {BankFile.Stream(before).Id} order by l.number, l.changed_at desc)
        select l.* from last cross join lateral (select p.file from bank_file_part p where p.part = last.stream_id order by p.turn desc limit 1) f
          join bank_file_part p on p.file = f.file join of_these l on l.number = last.number and {IsThere} order by l.file_row
        """);

    /// <summary>Which of these numbers earlier files named on a day of the period, and this one does not.</summary>
    public Task<IReadOnlyList<string>> NoLongerNamed(Viewer viewer, BankFileId id, string[] numbers, DateOnly from, DateOnly until) => reader.Rows<string>(viewer, $"""
        select l.number from {LinesOf(numbers)} left join bank_file_part p on p.file = {BankFile.Stream(id).Id} and {IsThere} left join bank_file_book f on f.stream_id = l.stream_id
        group by l.number having bool_or(f.bank = {id.Bank} and l.kind = 'Disbursement' and l.day between {from} and {until}) and count(p.part) = 0
        """);

    /// <summary>
    /// Which numbers of a whole file must be looked at one by one: every one that does not stand in one line equal to its loan.
    /// What is a break, and which, is judged afterwards; this only leaves out what cannot be one.
    /// </summary>
    public Task<IReadOnlyList<string>> Suspects(Viewer viewer, BankFileId id, DateOnly from, DateOnly until, DateOnly today)
    {
        var file = BankFile.Stream(id).Id;
        return reader.Rows<string>(viewer, $"""
            with paid as materialized (
              select number, count(*) as lines, min(amount) as amount, min(day) as day, min(borrower) as borrower, min(product) as product
              from bank_file_line where file = {file} and kind = 'Disbursement' group by number)
            select coalesce(p.number, l.number) from paid p full join (
                select number, enterprise, product, principal, value_date from loan_book b
                where bank = {id.Bank} and stage <> 'Reversed' and (number in (select number from paid) or (value_date between {from} and {until} and exists (select from paid)))) l on l.number = p.number
              where not coalesce(p.lines = 1 and p.amount = l.principal and p.day = l.value_date and p.day <= {today} and p.borrower = l.enterprise and coalesce(p.product = l.product, true), false)
            union
            select s.number from bank_file_line s cross join lateral (select last_on, outstanding from loan_book where stream_id = {Loan.Stream(new(id.Bank, "")).Id} || s.number offset 0) l
              where s.file = {file} and s.kind = 'Balance' and l.last_on <= s.day and l.outstanding <> s.amount
            union
            select number from bank_file_line where file = {file} and kind = 'Recovery'
            union
            select s.number from (
                select number, array_agg(day order by day) as days, array_agg(amount order by day) as amounts from (
                  select number, day, sum(amount)::bigint as amount from bank_file_line where file = {file} and kind in ('Repayment', 'Recovery') group by number, day) said group by number) s
              cross join lateral (
                select array_agg(day order by day) as days, array_agg(whole order by day) as amounts,
                  array_agg(day order by day) filter (where principal > 0) as principal_days, array_agg(principal order by day) filter (where principal > 0) as principals from (
                  select day, {Back} from loan_timeline where stream_id = {Loan.Stream(new(id.Bank, "")).Id} || s.number and {IsBack}
                    and day between least({from}, s.days[1]) and greatest({until}, s.days[cardinality(s.days)]) group by day) d offset 0) l
              where not coalesce((s.days = l.days and s.amounts = l.amounts) or (s.days = l.principal_days and s.amounts = l.principals), false)
            union
            select coalesce(e.number, s.number) from (
                select number, {Extremes} from bank_line where kind = 'Disbursement' and stream_id = any(array(select stream_id from bank_file_book where bank = {id.Bank} and stream_id <> {file})) group by number) e
              full join (
                select number, {Extremes} from bank_file_line
                where file = {file} and kind = 'Disbursement' and exists (select from bank_file_book where bank = {id.Bank} and stream_id <> {file}) group by number) s on s.number = e.number
              where coalesce((least(e.least, s.least), least(e.first, s.first), least(e.a, s.a), least(e.b, s.b)) <> (greatest(e.most, s.most), greatest(e.last, s.last), greatest(e.y, s.y), greatest(e.z, s.z)) and e.lines + s.lines > 0, false)
            """);
    }

    private static readonly Sql IsBack = Sql.Of($"step in ('Repaid', 'Prepaid', 'Recovered')");
    private static readonly Sql Back = Sql.Of($"coalesce(sum(principal), 0)::bigint as principal, coalesce(sum(principal), 0)::bigint + coalesce(sum(interest), 0)::bigint as whole");

    /// <summary>What came back on these loans, day by day.</summary>
    public Task<IReadOnlyList<CameBack>> CameBack(Viewer viewer, BankCode bank, string[] numbers) => reader.Rows<CameBack>(viewer, $"""
        select substr(stream_id, length({Loan.Stream(new(bank, "")).Id}) + 1) as number, day, {Back} from loan_timeline
        where stream_id = any({StreamsOf(bank, numbers)}) and {IsBack} group by stream_id, day order by stream_id, day
        """);

    /// <summary>Where two groups of lines have the same extremes, all their lines agree. Held together by a full join, which is never a loop of all with all.</summary>
    private static readonly Sql Extremes = Sql.Of($"""
        count(*) as lines, min(amount) as least, max(amount) as most, min(day) as first, max(day) as last,
        min(borrower) as a, max(borrower) as y, min(coalesce(product, '')) as b, max(coalesce(product, '')) as z
        """);

    /// <summary>The same of some numbers: each table is asked for these alone, by its key. A few more may be named than must be looked at.</summary>
    /// <remarks>In two halves, on a connection each: the database gives each of them a process.</remarks>
    public async Task<IReadOnlyList<string>> Suspects(Viewer viewer, BankFileId id, DateOnly from, DateOnly until, DateOnly today, bool speaksOfAll, string[] among) =>
        [.. (await Task.WhenAll(among.Chunk(among.Length / 2 + 1).Select(half => SomeSuspects(viewer, id, from, until, today, speaksOfAll, half)))).SelectMany(s => s)];

    private Task<IReadOnlyList<string>> SomeSuspects(Viewer viewer, BankFileId id, DateOnly from, DateOnly until, DateOnly today, bool speaksOfAll, string[] among) => reader.Rows<string>(viewer, $"""
        select asked from unnest({among}) asked
          left join (
            select number, count(*) filter (where paid) as lines, count(*) filter (where paid is false) as before, bool_or(recovered) as recovered,
              min(amount) filter (where paid) as amount, min(day) filter (where paid) as day, min(borrower) filter (where paid) as borrower, min(product) filter (where paid) as product,
              min(amount) filter (where owed) as least, max(amount) filter (where owed) as most,
              (min(amount) filter (where paid is not null), min(day) filter (where paid is not null), min(borrower) filter (where paid is not null), min(coalesce(product, '')) filter (where paid is not null))
                <> (max(amount) filter (where paid is not null), max(day) filter (where paid is not null), max(borrower) filter (where paid is not null), max(coalesce(product, '')) filter (where paid is not null)) as differ
            from (
              select l.number, l.amount, l.day, l.borrower, l.product, case when l.kind = 'Disbursement' then p.part is not null end as paid, p.part is not null and l.kind in ('Repayment', 'Recovery') as recovered, p.part is not null and l.kind = 'Balance' as owed
              from {LinesOf(among)} left join bank_file_part p on p.file = {BankFile.Stream(id).Id} and {IsThere}) said group by number) s on s.number = asked
          left join lateral (select * from loan_book where stream_id = {Loan.Stream(new(id.Bank, "")).Id} || asked and stage <> 'Reversed' offset 0) l on true
        where s.recovered or s.least <> l.outstanding or s.most <> l.outstanding or (s.lines > 0 and s.before > 0 and s.differ)
          or ((s.lines > 0 or ({speaksOfAll} and l.value_date between {from} and {until}))
            and not coalesce(s.lines = 1 and s.amount = l.principal and s.day = l.value_date and s.day <= {today} and s.borrower = l.enterprise and coalesce(s.product = l.product, true), false))
        """);

    /// <summary>Loans that a scheme of their day and district might have taken in, are in none, and whose window may be over.</summary>
    public Task<IReadOnlyList<string>> MaybeLeftOut(Viewer viewer, BankCode bank, DateOnly from, DateOnly until, IReadOnlyList<(DateOnly From, DateOnly Until, string Region)> rules) =>
        reader.Rows<string>(viewer, $"""
            select number from loan_book l
            where bank = {bank} and stage <> 'Reversed' and value_date between {from} and {until}
              and exists (select from unnest({rules.Select(r => r.From.ToString("O")).ToArray()}, {rules.Select(r => r.Until.ToString("O")).ToArray()}, {rules.Select(r => r.Region).ToArray()}) r (first, last, region)
                where l.value_date between r.first::date and r.last::date and starts_with(l.district, r.region))
              and not exists (select from enrolment_book e where e.bank = l.bank and e.number = l.number and e.stage <> 'TurnedAway')
            """);

    /// <summary>How many numbers a file names.</summary>
    public Task<long> Named(Viewer viewer, BankFileId id) => reader.Scalar<long>(viewer, $"""
        select coalesce((select named from bank_file_part where file = {BankFile.Stream(id).Id} and part = file),
          (select count(*) from (select distinct number from bank_file_line where file = {BankFile.Stream(id).Id}) as named))::bigint
        """);

    /// <summary>The files that a file is made of, itself the last.</summary>
    public Task<IReadOnlyList<string>> Parts(Viewer viewer, BankFileId id) => reader.Rows<string>(viewer, $"""
        select p.part from bank_file_part p join bank_file_part own on own.file = p.part and own.part = p.part where p.file = {BankFile.Stream(id).Id} order by own.turn
        """);

    public Task<BankFileRow?> File(Viewer viewer, string stream) => reader.Row<BankFileRow>(viewer, $"select * from bank_file_book where stream_id = {stream}");

    /// <summary>The numbers of the lines that came with a file or went with it, and of those that other files of the bank named meanwhile.</summary>
    /// <param name="parts">What it is made of.</param>
    /// <param name="since">How far the log was read when the file that it builds on was held against it.</param>
    public Task<IReadOnlyList<string>> Touched(Viewer viewer, BankCode bank, IReadOnlyList<string> parts, long since) => reader.Rows<string>(viewer, $"""
        select number from bank_line where stream_id = {parts[^1]}
        union select number from bank_line where stream_id = any({parts.ToArray()}) and gone_in = {parts.Count - 1}
        union select l.number from bank_file_book f join bank_line l on l.stream_id = f.stream_id
          where f.bank = {bank} and f.stream_id <> all({parts.ToArray()}) and f.log_position >= {since}
        """);

    /// <summary>Loans with a break that may be part of a merged line, of the borrowers of these numbers.</summary>
    /// <param name="suspects">Numbers that may have such a break now.</param>
    /// <param name="changed">Numbers that may have had one.</param>
    public Task<IReadOnlyList<string>> Siblings(Viewer viewer, BankCode bank, string[] suspects, string[] changed) => reader.Rows<string>(viewer, $"""
        with near as materialized (select number from break_book where bank = {bank} and kind in ('MissingAtBank', 'Amount', 'Merged')),
          asked as materialized (select distinct enterprise from loan_book
            where stream_id = any({StreamsOf(bank, suspects)} || array(select 'loan/' || {bank} || '/' || number from near where (number in (select unnest({changed}))) is true)))
        select l.number from asked cross join lateral (select bank, number from loan_book where enterprise = asked.enterprise offset 0) l
        where l.bank = {bank} and (l.number in (select number from near)) is true
        """);

    /// <summary>Numbers beside these whose break between line and loan, found with these files, still stands: nobody put either side right.</summary>
    /// <param name="broken">Numbers that are counted already.</param>
    public async Task<StandingBreaks> Standing(Viewer viewer, BankCode bank, IReadOnlyList<string> files, string[] looked, string[] broken) => (await reader.Row<StandingBreaks>(viewer, $"""
        with standing as materialized (
            select number, kind, file_row from break_book where bank = {bank} and file = any({files.ToArray()}) and (stage in ('Open', 'UnderReview', 'WithBank') or (stage = 'Closed' and way = 'Explain'))
              and kind = any({Resting}) and number not in (select unnest({looked}))),
          unnamed as materialized (select number from standing group by number having bool_and(file_row is null)),
          found as materialized (select distinct l.number from bank_lines_of(array(select number from unnamed)) l join bank_file_part p on p.file = {files[^1]} and {IsThere}),
          numbers as (select number, bool_and(file_row is null) as is_unnamed from standing group by number)
        select count(*) filter (where (number in (select unnest({broken}))) is not true) as numbers, count(*) filter (where not is_unnamed or (number in (select number from found)) is true) as named,
          (select count(*) from standing where kind = 'MissingAtBank') as only_here from numbers
        """))!;

    /// <summary>How far the log was read when a file of the bank was last held against it; 0 where none was.</summary>
    public Task<long> LastPosition(Viewer viewer, BankFileId before) => reader.Scalar<long>(viewer,
        $"select coalesce(max(log_position), 0) from bank_file_book where bank = {before.Bank} and stream_id <> {BankFile.Stream(before).Id}");

    public Task<IReadOnlyList<EnrolmentRow>> Enrolments(Viewer viewer, BankCode bank) =>
        reader.Rows<EnrolmentRow>(viewer, $"select * from enrolment_book where bank = {bank} and stage <> 'TurnedAway'");

    public Task<IReadOnlyList<ClaimRow>> Claims(Viewer viewer, BankCode bank) => reader.Rows<ClaimRow>(viewer, $"select * from claim_book where bank = {bank}");

    /// <summary>What the last file before said of these disbursements.</summary>
    public Task<IReadOnlyList<EarlierLine>> Earlier(Viewer viewer, BankFileId file, string[] numbers) => reader.Rows<EarlierLine>(viewer, $"""
        select distinct on (l.number) l.stream_id, l.file_row, l.kind, l.number, l.borrower, l.product, l.amount, l.day
        from {LinesOf(numbers)} join bank_file_book b on b.stream_id = l.stream_id
        where b.bank = {file.Bank} and l.stream_id <> {BankFile.Stream(file).Id} and l.kind = 'Disbursement'
          and l.changed_at < coalesce((select own.changed_at from bank_line own where own.stream_id = {BankFile.Stream(file).Id} order by own.file_row limit 1), 'infinity')
        order by l.number, l.changed_at desc, l.file_row
        """);

    /// <summary>Of these lines of earlier files, the numbers that two persons had asked the bank to report again because of them.</summary>
    public Task<IReadOnlyList<string>> ReportedAgain(Viewer viewer, BankCode bank, IReadOnlyList<EarlierLine> earlier) => reader.Rows<string>(viewer, $"""
        select distinct b.number from unnest({earlier.Select(e => e.Number).ToArray()}, {earlier.Select(e => e.StreamId).ToArray()}) e (number, part)
        join break_book b on b.bank = {bank} and b.number = e.number and b.way = 'SendBack' and b.stage in ('Cleared', 'Closed')
        join bank_file_part p on p.file = b.file and p.part = e.part
        """);

    /// <summary>Breaks of the bank that are open or with it.</summary>
    public Task<IReadOnlyList<OpenBreak>> OpenOf(Viewer viewer, BankCode bank) =>
        reader.Rows<OpenBreak>(viewer, $"select id, number, kind, stage from break_book where bank = {bank} and stage in ('Open', 'WithBank')");

    /// <summary>Of these numbers.</summary>
    public Task<IReadOnlyList<OpenBreak>> OpenOf(Viewer viewer, BankCode bank, string[] numbers) => reader.Rows<OpenBreak>(viewer,
        $"select id, number, kind, stage from break_book where bank = {bank} and stage in ('Open', 'WithBank') and (number in (select unnest({numbers}))) is true");

    /// <summary>Numbers with an open break that may end though neither line nor loan changed: it does not rest on them, was not found with these files, or people worked at it since.</summary>
    public Task<IReadOnlyList<string>> OpenApart(Viewer viewer, BankCode bank, IReadOnlyList<string> files) => reader.Rows<string>(viewer,
        $"select distinct number from break_book where bank = {bank} and stage in ('Open', 'WithBank') and (kind <> all({Resting}) or file <> all({files.ToArray()}) or version > 1)");

    private static readonly string[] Resting = [.. Enum.GetValues<BreakKind>().Where(k => k.RestsOnLineAndLoan()).Select(k => k.ToString())];

    private static Sql Narrow(BreakFilter filter) => Sql.Of($"""
        {(filter.Kind is { } kind ? Sql.Of($"kind = {kind}") : Sql.Of($"true"))}
        and {(filter.Stage is { } stage ? Sql.Of($"stage = {stage}") : Sql.Of($"stage <> 'Closed'"))}
        and {(filter.AssignedTo is { } person ? Sql.Of($"assigned_to = {person}") : Sql.Of($"true"))}
        and {Among(filter)}
        """);

    private static Sql Among(BreakFilter filter) => Sql.Of($"""
        {(filter.File is { } file ? Sql.Of($"file = {file}") : Sql.Of($"true"))}
        and {(filter.Scheme is { } scheme
            ? Sql.Of($"{scheme} = any(schemes)")
            : Sql.Of($"true"))}
        """);
}
