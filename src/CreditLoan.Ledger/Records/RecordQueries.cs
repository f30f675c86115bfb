using CreditLoan.Domain.Access;
using CreditLoan.Domain.Records;
using CreditLoan.Domain.Values;

namespace CreditLoan.Ledger.Records;

/// <summary>How far one source has delivered a class of data, over how many enterprises.</summary>
public sealed record SourceRow(DataClass Class, string Source, long Enterprises, DateOnly Newest, DateOnly Oldest);

/// <summary>How many rows of a source met a cleaning rule.</summary>
public sealed record FindingCount(string Source, CleaningRule Rule, bool SetAside, long Rows);

/// <summary>One row that was repaired or set aside.</summary>
public sealed record FindingRow(string Source, string File, int Line, CleaningRule Rule, bool SetAside, string Enterprise, string Detail);

/// <summary>What public data was brought in, and what an import found; for the data desk alone.</summary>
public sealed class RecordQueries(Reader reader)
{
    /// <summary>The columns that the rows of an import can be ordered by.</summary>
    public static readonly string[] SortableFindings = ["file", "line", "rule", "set_aside", "enterprise"];

    public Task<IReadOnlyList<SourceRow>> Sources(Viewer viewer) => reader.Rows<SourceRow>(viewer, $"""
        select class, source, count(*) as enterprises, max(as_of) as newest, min(as_of) as oldest from record_coverage group by class, source order by class, source
        """);

    public Task<IReadOnlyList<FindingCount>> FindingCounts(Viewer viewer) => reader.Rows<FindingCount>(viewer, $"""
        select source, rule, set_aside, count(*) as rows from import_finding group by source, rule, set_aside order by source, rows desc
        """);

    public Task<Page<FindingRow>> Findings(Viewer viewer, CleaningRule? rule, string? enterprise, int page, int size, Sorting? sorting = null) => reader.Page<FindingRow>(viewer, Sql.Of($"""
        select source, file, line, rule, set_aside, enterprise, detail from import_finding
        where ({rule?.ToString()}::text is null or rule = {rule?.ToString()}) and ({enterprise}::text is null or enterprise = {enterprise})
        """), Sorting.Order(sorting, Sql.Of($"source, file, line, rule"), SortableFindings), page, size);
}
