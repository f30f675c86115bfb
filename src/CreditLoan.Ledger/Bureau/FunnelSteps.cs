using CreditLoan.Domain.Values;

namespace CreditLoan.Ledger.Bureau;

/// <summary>A step from registration to money (漏斗环节).</summary>
public enum FunnelStep { Registered, Authorised, Needed, Applied, Granted, Paid }

/// <summary>The first day on which each enterprise reached each step, within one batch of events.</summary>
internal sealed class FunnelSteps
{
    internal sealed record Step(EnterpriseCode Enterprise, DistrictCode? District, string Column, DateOnly On);

    private readonly Dictionary<(EnterpriseCode, FunnelStep), Step> _first = [];

    public IEnumerable<Step> All => _first.Values;

    public void Reached(EnterpriseCode enterprise, DistrictCode? district, FunnelStep step, DateOnly on)
    {
        if (!_first.TryGetValue((enterprise, step), out var known) || on < known.On)
            _first[(enterprise, step)] = new Step(enterprise, district, Column(step), on);
    }

    private static string Column(FunnelStep step) => step switch
    {
        FunnelStep.Registered => "registered_on",
        FunnelStep.Authorised => "authorised_on",
        FunnelStep.Needed => "needed_on",
        FunnelStep.Applied => "applied_on",
        FunnelStep.Granted => "granted_on",
        _ => "paid_on",
    };
}
