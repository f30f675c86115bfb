using CreditLoan.Domain.Access;
using CreditLoan.Domain.Demands;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;

namespace CreditLoan.Ledger.Demands;

/// <summary>One need as a bank sees it in the hall: nothing here names anyone.</summary>
/// <param name="Mine">Taken by the viewer's bank.</param>
/// <param name="Takers">How many banks have taken it.</param>
public sealed record HallNeed(
    DemandId Demand, Money Amount, int Months, LoanPurpose Purpose, Security[] Securities, DistrictCode? District, string? Section, SizeClass Size,
    int Cap, DateOnly PostedOn, DateOnly Until, bool Mine, int Takers);

/// <summary>Reads needs: an enterprise's own, and the hall that banks look at.</summary>
public sealed class DemandQueries(Reader reader)
{
    private static readonly Dictionary<string, string> Orders = new(StringComparer.Ordinal)
    {
        ["amount"] = "amount",
        ["months"] = "months",
        ["posted"] = "posted_on",
        ["until"] = "until",
    };

    /// <summary>An enterprise's needs, the open ones first.</summary>
    public Task<IReadOnlyList<DemandRow>> Mine(Viewer viewer) =>
        reader.Rows<DemandRow>(viewer, $"select * from demand_book order by (stage = 'Open') desc, posted_on desc, demand");

    public Task<DemandRow?> Find(Viewer viewer, DemandId demand) => reader.Row<DemandRow>(viewer, $"select * from demand_book where demand = {demand}");

    /// <summary>The needs that the viewer's bank may see on a day.</summary>
    /// <param name="district">Only of this district; null for all. So are the next.</param>
    public Task<Page<HallNeed>> Hall(
        Viewer viewer, DateOnly today, string? district, string? section, LoanPurpose? purpose, string? sort, bool descending, int page, int size)
    {
        var order = Sql.Name(Orders.GetValueOrDefault(sort ?? "", "until"));
        return reader.Page<HallNeed>(viewer, $"""
            select h.demand, h.amount, h.months, h.purpose, h.securities, h.district, h.section, h.size, h.cap, h.posted_on, h.until, t.mine, t.takers
            from demand_hall h cross join lateral demand_taken(h.demand) t
            where h.until >= {today}
              and ({district}::text is null or h.district = {district}) and ({section}::text is null or h.section = {section})
              and ({purpose?.ToString()}::text is null or h.purpose = {purpose?.ToString()})
            """, descending ? Sql.Of($"{order} desc, demand") : Sql.Of($"{order}, demand"), page, size);
    }

    /// <summary>One need in the hall; null where it is not there or the viewer's bank may not see it.</summary>
    public Task<HallNeed?> Seen(Viewer viewer, DemandId demand) => reader.Row<HallNeed>(viewer, $"""
        select h.demand, h.amount, h.months, h.purpose, h.securities, h.district, h.section, h.size, h.cap, h.posted_on, h.until, t.mine, t.takers
        from demand_hall h cross join lateral demand_taken(h.demand) t where h.demand = {demand}
        """);
}
