using CreditLoan.Domain.Access;
using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Values;

namespace CreditLoan.Ledger.Reconciliation;

/// <summary>Which breaks a list shows; what is null is not asked, closed ones are shown only when asked for.</summary>
public sealed record BreakFilter(BreakKind? Kind = null, BreakStage? Stage = null, string? File = null, string? AssignedTo = null);

/// <summary>How many breaks of a kind stand where, and what they come to.</summary>
public sealed record BreakCount(BreakKind Kind, BreakStage Stage, long Count, Money Amount, DateOnly Oldest);

/// <summary>A line of an earlier file under the same number.</summary>
public sealed record EarlierLine(string StreamId, int FileRow, BankLineKind Kind, string Number, string Borrower, string? Product, Money Amount, DateOnly Day);

/// <summary>Files of banks and the breaks they led to.</summary>
public sealed class ReconciliationQueries(Reader reader)
{
    public Task<IReadOnlyList<BankFileRow>> Files(Viewer viewer) => reader.Rows<BankFileRow>(viewer, $"select * from bank_file_book order by received_on desc, name limit 200");

    public Task<BankFileRow?> File(Viewer viewer, BankFileId id) => reader.Row<BankFileRow>(viewer, $"select * from bank_file_book where stream_id = {BankFile.Stream(id).Id}");

    public Task<IReadOnlyList<BankLineRow>> Lines(Viewer viewer, BankFileId id) =>
        reader.Rows<BankLineRow>(viewer, $"select * from bank_line where stream_id = {BankFile.Stream(id).Id} order by file_row");

    /// <summary>The oldest comes first.</summary>
    public Task<Page<BreakRow>> Breaks(Viewer viewer, BreakFilter filter, int page, int size) =>
        reader.Page<BreakRow>(viewer, Sql.Of($"select * from break_book where {Narrow(filter)}"), Sql.Of($"found_on, id"), page, size);

    public Task<BreakRow?> Break(Viewer viewer, BreakId id) => reader.Row<BreakRow>(viewer, $"select * from break_book where id = {id}");

    private sealed record StreamOf(string StreamId);

    /// <summary>The streams on which a correction of a loan may stand: its own, and its enrolments and claims as far as the viewer sees them.</summary>
    public async Task<IReadOnlyList<string>> StreamsOf(Viewer viewer, BankCode bank, string number) =>
        [.. (await reader.Rows<StreamOf>(viewer, $"""
            select stream_id from loan_book where bank = {bank} and number = {number}
            union all select stream_id from enrolment_book where bank = {bank} and number = {number}
            union all select stream_id from claim_book where bank = {bank} and loan = {number}
            """)).Select(s => s.StreamId)];

    public Task<IReadOnlyList<BreakCount>> Counts(Viewer viewer, string? file) => reader.Rows<BreakCount>(viewer, $"""
        select kind, stage, count(*) as count, coalesce(sum(abs(difference)), 0)::bigint as amount, min(found_on) as oldest
        from break_book where {(file is null ? Sql.Of($"true") : Sql.Of($"file = {file}"))} group by kind, stage
        """);

    /// <summary>The bank's loans whose value date lies in a file's days, or whose number stands in the file.</summary>
    public Task<IReadOnlyList<LoanRow>> Loans(Viewer viewer, BankCode bank, DateOnly from, DateOnly until, string[] numbers) => reader.Rows<LoanRow>(viewer, $"""
        select * from loan_book
        where bank = {bank} and stage <> 'Reversed' and (value_date between {from} and {until} or number = any({numbers}))
        """);

    public Task<IReadOnlyList<EnrolmentRow>> Enrolments(Viewer viewer, BankCode bank) =>
        reader.Rows<EnrolmentRow>(viewer, $"select * from enrolment_book where bank = {bank} and stage <> 'TurnedAway'");

    public Task<IReadOnlyList<ClaimRow>> Claims(Viewer viewer, BankCode bank) => reader.Rows<ClaimRow>(viewer, $"select * from claim_book where bank = {bank}");

    /// <summary>What the last file before said of the same disbursements.</summary>
    public Task<IReadOnlyList<EarlierLine>> Earlier(Viewer viewer, BankFileId file) => reader.Rows<EarlierLine>(viewer, $"""
        select distinct on (e.number) e.stream_id, e.file_row, e.kind, e.number, e.borrower, e.product, e.amount, e.day
        from bank_line e join bank_file_book b on b.stream_id = e.stream_id
        where b.bank = {file.Bank} and e.stream_id <> {BankFile.Stream(file).Id} and e.kind = 'Disbursement'
          and e.number in (select number from bank_line where stream_id = {BankFile.Stream(file).Id} and kind = 'Disbursement')
        order by e.number, e.changed_at desc, e.version desc, e.line
        """);

    /// <summary>Breaks of the bank that are not closed and whose loan lies in the numbers.</summary>
    public Task<IReadOnlyList<BreakRow>> OpenOf(Viewer viewer, BankCode bank) =>
        reader.Rows<BreakRow>(viewer, $"select * from break_book where bank = {bank} and stage in ('Open', 'WithBank')");

    private static Sql Narrow(BreakFilter filter) => Sql.Of($"""
        {(filter.Kind is { } kind ? Sql.Of($"kind = {kind}") : Sql.Of($"true"))}
        and {(filter.Stage is { } stage ? Sql.Of($"stage = {stage}") : Sql.Of($"stage <> 'Closed'"))}
        and {(filter.AssignedTo is { } person ? Sql.Of($"assigned_to = {person}") : Sql.Of($"true"))}
        and {(filter.File is { } file ? Sql.Of($"file = {file}") : Sql.Of($"true"))}
        """);
}
