using System.Web;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.CreditLines;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.CreditLines;

/// <summary>What the worklist's address asks for.</summary>
public static class CaseFilter
{
    /// <summary>Unknown stages and deadlines ask for nothing: an old link shows everything rather than an error.</summary>
    public static WorklistFilter From(TableQuery query) => new(
        Enum.TryParse<CreditLineStage>(query["stage"], out var stage) && Enum.IsDefined(stage) ? stage : null,
        Enum.TryParse<DueFilter>(query["due"], out var due) && Enum.IsDefined(due) ? due : DueFilter.All,
        query["officer"], query["product"], query["district"] is { } district ? new DistrictCode(district) : null, query["q"]);

    /// <summary>The case whose drawer is open.</summary>
    public static CreditLineId? Opened(string uri) =>
        HttpUtility.ParseQueryString(new Uri(uri).Query)["open"] is { Length: > 0 } line ? new CreditLineId(line) : null;
}
