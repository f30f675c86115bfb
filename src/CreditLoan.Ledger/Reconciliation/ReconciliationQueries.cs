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

/// <summary>A break that nobody put right, and whether the bank's file names its number.</summary>
public sealed record StandingBreak(string Number, BreakKind Kind, bool IsNamed);

/// <summary>A break that is not closed yet, without what people read of it.</summary>
public sealed record OpenBreak(string Id, string Number, BreakKind Kind, string File, BreakStage Stage);

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

    /// <summary>The file's lines of these numbers.</summary>
    public Task<IReadOnlyList<BankLineRow>> Lines(Viewer viewer, BankFileId id, string[] numbers) =>
        reader.Rows<BankLineRow>(viewer, $"select * from bank_file_line where file = {BankFile.Stream(id).Id} and number = any({numbers}) order by file_row");

    public Task<IReadOnlyList<BankLineRow>> Lines(Viewer viewer, BankFileId id) =>
        reader.Rows<BankLineRow>(viewer, $"select * from bank_file_line where file = {BankFile.Stream(id).Id} order by file_row");

    /// <summary>A file without any disbursement does not say that there was none.</summary>
    public Task<bool> Disburses(Viewer viewer, BankFileId id) =>
        reader.Scalar<bool>(viewer, $"select exists (select from bank_file_line where file = {BankFile.Stream(id).Id} and kind = 'Disbursement')");

    /// <summary>What the bank last said of these numbers before this file; a number it never named has no line.</summary>
    public Task<IReadOnlyList<BankLineRow>> LastLines(Viewer viewer, BankFileId before, string[] numbers) => reader.Rows<BankLineRow>(viewer, $"""
        with last as (
          select distinct on (l.number) l.number, l.stream_id from bank_line l join bank_file_book f on f.stream_id = l.stream_id
          where f.bank = {before.Bank} and l.number = any({numbers}) and l.stream_id <> {BankFile.Stream(before).Id} order by l.number, l.changed_at desc)
        select l.* from last cross join lateral (select p.file from bank_file_part p where p.part = last.stream_id order by p.turn desc limit 1) f
          join bank_file_line l on l.file = f.file and l.number = last.number order by l.file_row
        """);

    /// <summary>Which of these numbers earlier files named on a day of the period, and this one does not.</summary>
    public Task<IReadOnlyList<string>> NoLongerNamed(Viewer viewer, BankFileId id, string[] numbers, DateOnly from, DateOnly until) => reader.Rows<string>(viewer, $"""
        select distinct e.number from bank_line e join bank_file_book f on f.stream_id = e.stream_id
        where f.bank = {id.Bank} and e.number = any({numbers}) and e.kind = 'Disbursement' and e.day between {from} and {until}
          and not exists (select from bank_file_line s where s.file = {BankFile.Stream(id).Id} and s.number = e.number)
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
            select s.number from bank_file_line s join loan_book l on l.bank = {id.Bank} and l.number = s.number
              where s.file = {file} and s.kind = 'Balance' and l.last_on <= s.day and l.outstanding <> s.amount
            union
            select number from bank_file_line where file = {file} and kind = 'Recovery'
            union
            select s.number from bank_file_book f join bank_line e on e.stream_id = f.stream_id join bank_file_line s on s.number = e.number
              where f.bank = {id.Bank} and f.stream_id <> {file} and e.kind = 'Disbursement' and s.file = {file} and s.kind = 'Disbursement'
                and (e.amount, e.day, e.borrower, e.product) is distinct from (s.amount, s.day, s.borrower, s.product)
            """);
    }

    /// <summary>The same of some numbers: each table is asked for these alone, by its key. A few more may be named than must be looked at.</summary>
    /// <remarks>One grouping and no join, so that no estimate of the planner can make it a loop of all with all.</remarks>
    public Task<IReadOnlyList<string>> Suspects(Viewer viewer, BankFileId id, DateOnly from, DateOnly until, DateOnly today, bool speaksOfAll, string[] among)
    {
        var file = BankFile.Stream(id).Id;
        return reader.Rows<string>(viewer, $"""
            select number from (
              select l.number, case when p.part is not null and (l.gone_in is null or l.gone_in > p.turn) then l.kind when l.kind = 'Disbursement' then 'Before' end as kind, l.amount, l.day, l.borrower, l.product
              from bank_line l left join bank_file_part p on p.file = {file} and p.part = l.stream_id where l.number = any({among})
              union all
              select l.number, s.kind, s.amount, s.day, l.enterprise, l.product
              from loan_book l cross join lateral (values ('Loan', l.principal, l.value_date), ('Owed', l.outstanding, l.last_on)) s (kind, amount, day)
              where l.stream_id = any({StreamsOf(id.Bank, among)}) and l.stage <> 'Reversed') said
            group by number having bool_or(kind = 'Recovery')
              or (count(*) filter (where kind = 'Disbursement') > 0 or ({speaksOfAll} and bool_or(kind = 'Loan' and day between {from} and {until})))
                and not coalesce(count(*) filter (where kind = 'Disbursement') = 1 and count(*) filter (where kind = 'Loan') = 1
                  and count(distinct (amount, day, borrower)) filter (where kind in ('Disbursement', 'Loan')) = 1 and count(distinct product) filter (where kind in ('Disbursement', 'Loan')) <= 1
                  and bool_and(day <= {today}) filter (where kind = 'Disbursement'), false)
              or min(amount) filter (where kind = 'Balance') <> min(amount) filter (where kind = 'Owed') or max(amount) filter (where kind = 'Balance') <> min(amount) filter (where kind = 'Owed')
              or bool_or(kind = 'Before') and bool_or(kind = 'Disbursement') and count(distinct (amount, day, borrower, product)) filter (where kind in ('Disbursement', 'Before')) > 1
            """);
    }

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
    public Task<IReadOnlyList<string>> Siblings(Viewer viewer, BankCode bank, string[] numbers) => reader.Rows<string>(viewer, $"""
        with asked as materialized (select enterprise from loan_book where stream_id = any({StreamsOf(bank, numbers)})),
          near as materialized (select 'loan/' || bank || '/' || number as stream_id from break_book where bank = {bank} and kind in ('MissingAtBank', 'Amount', 'Merged'))
        select number from loan_book where stream_id = any(array(select stream_id from near)) and enterprise in (select enterprise from asked)
        """);

    /// <summary>Numbers whose break between line and loan, found with these files, still stands: nobody put either side right.</summary>
    public Task<IReadOnlyList<StandingBreak>> Standing(Viewer viewer, BankCode bank, IReadOnlyList<string> files) => reader.Rows<StandingBreak>(viewer, $"""
        select number, kind, file_row is not null or exists (select from bank_file_line l where l.file = {files[^1]} and l.number = break_book.number) as is_named from break_book
        where bank = {bank} and file = any({files.ToArray()}) and (stage in ('Open', 'UnderReview', 'WithBank') or (stage = 'Closed' and way = 'Explain'))
        """);

    /// <summary>How far the log was read when a file of the bank was last held against it; 0 where none was.</summary>
    public Task<long> LastPosition(Viewer viewer, BankFileId before) => reader.Scalar<long>(viewer,
        $"select coalesce(max(log_position), 0) from bank_file_book where bank = {before.Bank} and stream_id <> {BankFile.Stream(before).Id}");

    public Task<IReadOnlyList<EnrolmentRow>> Enrolments(Viewer viewer, BankCode bank) =>
        reader.Rows<EnrolmentRow>(viewer, $"select * from enrolment_book where bank = {bank} and stage <> 'TurnedAway'");

    public Task<IReadOnlyList<ClaimRow>> Claims(Viewer viewer, BankCode bank) => reader.Rows<ClaimRow>(viewer, $"select * from claim_book where bank = {bank}");

    /// <summary>What the last file before said of these disbursements.</summary>
    public Task<IReadOnlyList<EarlierLine>> Earlier(Viewer viewer, BankFileId file, string[] numbers) => reader.Rows<EarlierLine>(viewer, $"""
        select distinct on (e.number) e.stream_id, e.file_row, e.kind, e.number, e.borrower, e.product, e.amount, e.day
        from bank_line e join bank_file_book b on b.stream_id = e.stream_id
        where b.bank = {file.Bank} and e.stream_id <> {BankFile.Stream(file).Id} and e.kind = 'Disbursement'
          and e.number = any({numbers})
          and e.changed_at < coalesce((select own.changed_at from bank_line own where own.stream_id = {BankFile.Stream(file).Id} order by own.file_row limit 1), 'infinity')
        order by e.number, e.changed_at desc, e.file_row
        """);

    /// <summary>Of these lines of earlier files, the numbers that two persons had asked the bank to report again because of them.</summary>
    public Task<IReadOnlyList<string>> ReportedAgain(Viewer viewer, BankCode bank, IReadOnlyList<EarlierLine> earlier) => reader.Rows<string>(viewer, $"""
        select distinct b.number from unnest({earlier.Select(e => e.Number).ToArray()}, {earlier.Select(e => e.StreamId).ToArray()}) e (number, part)
        join break_book b on b.bank = {bank} and b.number = e.number and b.way = 'SendBack' and b.stage in ('Cleared', 'Closed')
        join bank_file_part p on p.file = b.file and p.part = e.part
        """);

    /// <summary>Breaks of the bank that are open or with it.</summary>
    public Task<IReadOnlyList<OpenBreak>> OpenOf(Viewer viewer, BankCode bank) =>
        reader.Rows<OpenBreak>(viewer, $"select id, number, kind, file, stage from break_book where bank = {bank} and stage in ('Open', 'WithBank')");

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
