using CreditLoan.Domain.Records;

namespace CreditLoan.Jobs.Records;

/// <summary>What an import found and did (入库报告).</summary>
/// <param name="Rows">Rows in the files: added, known already and set aside make them up.</param>
/// <param name="Known">Rows that an earlier import had added.</param>
public sealed record ImportReport(
    string Source, int Enterprises, long Rows, long Added, long Known, long Voided,
    IReadOnlyDictionary<CleaningRule, long> Repaired, IReadOnlyDictionary<CleaningRule, long> SetAside)
{
    public long SetAsideRows => SetAside.Values.Sum();
}
