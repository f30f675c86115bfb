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

/// <summary>What the platform says came back on a loan on one day: repaid, repaid early, recovered (回款).</summary>
public sealed record CameBack(string Number, DateOnly Day, Money Principal, Money Whole);

/// <summary>A break that is not closed yet, without what people read of it.</summary>
public sealed record OpenBreak(string Id, string Number, BreakKind Kind, BreakStage Stage);

/// <summary>A break as the next file of its series finds it (既有差异).</summary>
/// <param name="HasLine">The file it was found with names its number by a line of its kind.</param>
/// <param name="Stands">It rests on line and loan alone, was found with a file of the series, and nobody put either side right.</param>
/// <param name="MayEnd">It is open and may end though neither line nor loan changed: it does not rest on them alone, was not found with the series, or people worked at it since.</param>
public sealed record KnownBreak(string Id, string Number, BreakKind Kind, BreakStage Stage, bool HasLine, bool Stands, bool MayEnd)
{
    public bool IsOpen => Stage is BreakStage.Open or BreakStage.WithBank;

    /// <summary>It may be part of a line for several loans.</summary>
    public bool MayBeMerged => Kind is BreakKind.MissingAtBank or BreakKind.Amount or BreakKind.Merged;
}

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
                select number, enterprise, product, principal, value_date from loan_book b where bank = {id.Bank} and stage <> 'Reversed') l on l.number = p.number
              where (p.number is not null or (l.value_date between {from} and {until} and exists (select from paid))) and not coalesce(p.lines = 1 and p.amount = l.principal and p.day = l.value_date and p.day <= {today} and p.borrower = l.enterprise and coalesce(p.product = l.product, true), false)
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

    /// <summary>The same of some numbers of a file that builds on another: each table is asked for these alone, by its key, in the key's order. A few more may be named than must be looked at.</summary>
    /// <remarks>In two halves, on a connection each: the database gives each of them a process.</remarks>
    /// <param name="parts">What the file is made of.</param>
    public async Task<IReadOnlyList<string>> Suspects(Viewer viewer, BankCode bank, IReadOnlyList<string> parts, DateOnly from, DateOnly until, DateOnly today, bool speaksOfAll, string[] among) =>
        [.. (await Task.WhenAll(among.Order(StringComparer.Ordinal).Chunk(among.Length / 2 + 1)
            .Select(half => SomeSuspects(viewer, bank, parts, from, until, today, speaksOfAll, half)))).SelectMany(s => s)];

    private Task<IReadOnlyList<string>> SomeSuspects(Viewer viewer, BankCode bank, IReadOnlyList<string> parts, DateOnly from, DateOnly until, DateOnly today, bool speaksOfAll, string[] among) => reader.Rows<string>(viewer, $"""
        select asked from unnest({among}) asked
          left join lateral (select * from loan_book where stream_id = {Loan.Stream(new(bank, "")).Id} || asked and stage <> 'Reversed' offset 0) l on true
          cross join lateral (
            select count(*) filter (where is_there and is_paid) as lines, bool_or(is_there and kind in ('Repayment', 'Recovery')) as recovered, bool_or(is_there and kind = 'Balance' and amount <> l.outstanding) as owed,
              bool_and(amount = l.principal and day = l.value_date and day <= {today} and borrower = l.enterprise and coalesce(product = l.product, true)) filter (where is_paid) as agree,
              min(coalesce(product, '')) filter (where is_paid) as least, max(coalesce(product, '')) filter (where is_paid) as most
            from (
              select kind, amount, day, borrower, product, kind = 'Disbursement' as is_paid, stream_id = any({parts.ToArray()}) and (gone_in is null or gone_in > {parts.Count - 1}) as is_there
              from bank_line where number = asked offset 0) said) s
        where s.recovered or s.owed
          or ((s.lines > 0 or ({speaksOfAll} and l.value_date between {from} and {until})) and not coalesce(s.lines = 1 and s.agree and s.least = s.most, false))
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
        union select unnest(gone) from bank_file_part where file = {parts[^1]} and part = file
        union select l.number from bank_file_book f join bank_line l on l.stream_id = f.stream_id
          where f.bank = {bank} and f.stream_id <> all({parts.ToArray()}) and f.log_position >= {since}
        """);

    /// <summary>Of some numbers those whose loan has the borrower of one of these.</summary>
    public Task<IReadOnlyList<string>> OfBorrowers(Viewer viewer, BankCode bank, string[] these, string[] among) => reader.Rows<string>(viewer, $"""
        with asked as materialized (select distinct enterprise from loan_book where stream_id = any({StreamsOf(bank, these)}))
        select l.number from asked cross join lateral (select bank, number from loan_book where enterprise = asked.enterprise offset 0) l
        where l.bank = {bank} and (l.number in (select unnest({among}))) is true
        """);

    /// <summary>Which of these numbers a file names.</summary>
    public Task<IReadOnlyList<string>> NamedOf(Viewer viewer, BankFileId id, string[] numbers) => reader.Rows<string>(viewer,
        $"select distinct l.number from {LinesOf(numbers)} join bank_file_part p on p.file = {BankFile.Stream(id).Id} and {IsThere}");

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

    /// <summary>The bank's breaks of loans that its lines name or leave out, and all that are not closed.</summary>
    /// <param name="parts">What the file is made of that they are asked for. A line of it that is still forward-valued is so whatever else happened.</param>
    public Task<IReadOnlyList<KnownBreak>> Known(Viewer viewer, BankCode bank, IReadOnlyList<string> parts, DateOnly today) => reader.Rows<KnownBreak>(viewer, $"""
        select id, number, kind, stage, file_row is not null as has_line,
          is_resting and (stage in ('Open', 'UnderReview', 'WithBank') or (stage = 'Closed' and way = 'Explain')) as stands,
          stage in ('Open', 'WithBank') and (not is_resting or version > 1) as may_end
        from (select *, file = any({parts.ToArray()}) and case when kind <> 'ForwardValued' then kind = any({Resting}) else coalesce((
              select true from bank_line l where l.stream_id = any({parts.ToArray()}) and l.file_row = b.file_row and l.number = b.number and l.kind = 'Disbursement' and l.day > {today}
                and (l.gone_in is null or l.gone_in > {parts.Count - 1}) limit 1), false) end as is_resting
          from break_book b where bank = {bank} and (stage <> 'Closed' or way = 'Explain' or kind = any({Resting})) offset 0) b
        """);

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
