using System.Collections.Immutable;
using System.Diagnostics;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Demands;

/// <summary>A need for money (融资需求), by its stage.</summary>
public abstract record Demand
{
    private Demand() { }

    /// <summary>Nobody has posted a need under this number.</summary>
    public sealed record Unknown : Demand;

    /// <summary>On the market (征集中).</summary>
    /// <param name="Banks">The banks that may see it, the best fit first, those that passed or declined left out.</param>
    /// <param name="Offers">Which banks want it, with the product each named.</param>
    /// <param name="Applications">Which banks were applied to, with the application's number.</param>
    public sealed record Open(
        EnterpriseCode Enterprise, Need Need, Outline Outline, ImmutableList<BankCode> Banks, int Cap, DateOnly Until,
        ImmutableDictionary<BankCode, ProductId> Offers, ImmutableDictionary<BankCode, string> Applications) : Demand
    {
        /// <summary>The banks that see it now: never more than the cap.</summary>
        public IEnumerable<BankCode> Seers => Banks.Take(Cap);
    }

    /// <summary>Withdrawn or expired (已结束).</summary>
    public sealed record Ended(EnterpriseCode Enterprise) : Demand;

    public static EventStream<Demand, DemandEvent> Stream(DemandId id) => new($"demand/{id}", "demand", new Unknown(), Evolve);

    private static Demand Evolve(Demand demand, DemandEvent happened) => (demand, happened) switch
    {
        (Unknown, DemandEvent.Posted e) => new Open(
            e.Enterprise, e.Need, e.Outline, [.. e.Banks], e.Cap, e.Until,
            ImmutableDictionary<BankCode, ProductId>.Empty, ImmutableDictionary<BankCode, string>.Empty),
        (Open d, DemandEvent.Changed e) => d with { Need = e.Need, Banks = [.. e.Banks], Offers = d.Offers.Clear() },
        (Open d, DemandEvent.Taken e) => d with { Offers = d.Offers.SetItem(e.Bank, e.Product) },
        (Open d, DemandEvent.Passed e) => d with { Banks = d.Banks.Remove(e.Bank), Offers = d.Offers.Remove(e.Bank) },
        (Open d, DemandEvent.Applied e) => d with { Applications = d.Applications.SetItem(e.Bank, e.Application) },
        (Open d, DemandEvent.Returned e) => d with
        {
            Banks = d.Banks.Remove(e.DeclinedBy),
            Offers = d.Offers.Remove(e.DeclinedBy),
            Applications = d.Applications.Remove(e.DeclinedBy),
        },
        (Open d, DemandEvent.Withdrawn or DemandEvent.Expired) => new Ended(d.Enterprise),
        _ => throw new UnreachableException($"{happened.GetType().Name} cannot follow {demand.GetType().Name}."),
    };
}
