using CreditLoan.Domain.Access;
using CreditLoan.Domain.Closing;
using CreditLoan.Domain.Values;

namespace CreditLoan.Ledger.Closing;

/// <summary>How many lines of a kind a run wrote and what they come to (日终合计).</summary>
public sealed record CloseCount(CloseKind Kind, long Count, Money Amount);

/// <summary>A line that a later run of the same day saw otherwise, both sides (日终重述).</summary>
public sealed record RestatedRow(CloseKind Kind, string Subject, string Bank, string? Scheme, Money? BeforeAmount, string? BeforeWords, Money? NowAmount, string? NowWords);

/// <summary>What a day's close said, as its bank, its scheme and the bureau read it (日终查询).</summary>
public sealed class CloseQueries(Reader reader)
{
    /// <summary>The columns that it can be ordered by.</summary>
    public static readonly string[] Sortable = ["subject", "kind", "bank", "scheme", "amount"];

    /// <summary>The latest run of each of the last days.</summary>
    public Task<IReadOnlyList<CloseRunRow>> Days(Viewer viewer, int most) => reader.Rows<CloseRunRow>(viewer, $"""
        select distinct on (day) * from close_run order by day desc, run desc limit {most}
        """);

    /// <summary>Every run of one day, the first first.</summary>
    public Task<IReadOnlyList<CloseRunRow>> Runs(Viewer viewer, DateOnly day) => reader.Rows<CloseRunRow>(viewer, $"select * from close_run where day = {day} order by run");

    public Task<IReadOnlyList<CloseStatement>> Statements(Viewer viewer, CloseRunRow run) =>
        reader.Rows<CloseStatement>(viewer, $"select * from close_statement where day = {run.Day} and run = {run.Run} order by scheme, bank");

    public Task<IReadOnlyList<CloseCount>> Counts(Viewer viewer, CloseRunRow run) => reader.Rows<CloseCount>(viewer, $"""
        select kind, count(*) as count, sum(amount)::bigint as amount from close_line where day = {run.Day} and run = {run.Run} group by kind
        """);

    public Task<Page<CloseLine>> Lines(Viewer viewer, CloseRunRow run, CloseKind? kind, int page, int size, Sorting? sorting = null) => reader.Page<CloseLine>(viewer, Sql.Of($"""
        select * from close_line where day = {run.Day} and run = {run.Run} and {(kind is { } one ? Sql.Of($"kind = {one}") : Sql.Of($"true"))}
        """), Sorting.Order(sorting, Sql.Of($"kind, subject"), Sortable), page, size);

    public Task<IReadOnlyList<RestatedRow>> Restated(Viewer viewer, CloseRunRow run, int most) => reader.Rows<RestatedRow>(viewer, $"""
        select * from close_restatement where day = {run.Day} and run = {run.Run} order by kind, subject limit {most}
        """);
}
