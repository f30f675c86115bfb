using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Demands;

/// <summary>Where a need stands (需求状态).</summary>
public enum DemandStage { Open, Withdrawn, Expired }

/// <summary>A bank that wants the business, and with which product (承接意向).</summary>
public sealed record Offer(BankCode Bank, string Product, string Words, DateOnly OfferedOn);

/// <summary>One need as its enterprise sees it (我的需求); no bank ever reads this row.</summary>
public sealed record DemandRow(
    DemandId Demand, EnterpriseCode Enterprise, Money Amount, int Months, LoanPurpose Purpose, Security[] Securities,
    BankCode[] Banks, int Cap, Offer[] Offers, BankCode[] AppliedTo, BankCode[] DeclinedBy, DemandStage Stage, DateOnly PostedOn, DateOnly Until)
{
    public Need Need => new(Amount, Months, Purpose, Securities);
}

/// <summary>One need as the banks that may see it do (需求大厅): amount, term, purpose, district, section and size, and nothing that names anyone.</summary>
/// <param name="Seers">The banks that see it now.</param>
/// <param name="TakenBy">Of these, the banks that want it.</param>
public sealed record HallRow(
    DemandId Demand, Money Amount, int Months, LoanPurpose Purpose, Security[] Securities, DistrictCode? District, string? Section, SizeClass Size,
    BankCode[] Queue, int Cap, BankCode[] Seers, BankCode[] TakenBy, DateOnly PostedOn, DateOnly Until);

/// <summary>The needs of an enterprise (我的需求).</summary>
public static class DemandBook
{
    public static readonly View<DemandRow, DemandEvent> View = new("demand_book", Fold);

    private static DemandRow? Fold(DemandRow? row, DemandEvent happened) => happened switch
    {
        DemandEvent.Posted e => new(
            e.Demand, e.Enterprise, e.Need.Amount, e.Need.Months, e.Need.Purpose, e.Need.Securities, e.Banks, e.Cap, [], [], [], DemandStage.Open, e.On, e.Until),
        DemandEvent.Changed e when row is not null => row with
        {
            Amount = e.Need.Amount, Months = e.Need.Months, Purpose = e.Need.Purpose, Securities = e.Need.Securities, Banks = e.Banks, Offers = [],
        },
        DemandEvent.Taken e when row is not null => row with { Offers = [.. row.Offers, new(e.Bank, e.Product.Number, e.Words, e.On)] },
        DemandEvent.Passed e when row is not null => Without(row, e.Bank),
        DemandEvent.Applied e when row is not null => row with { AppliedTo = [.. row.AppliedTo, e.Bank] },
        DemandEvent.Returned e when row is not null =>
            Without(row, e.DeclinedBy) with { AppliedTo = [.. row.AppliedTo.Where(b => b != e.DeclinedBy)], DeclinedBy = [.. row.DeclinedBy, e.DeclinedBy] },
        DemandEvent.Withdrawn when row is not null => row with { Stage = DemandStage.Withdrawn },
        DemandEvent.Expired when row is not null => row with { Stage = DemandStage.Expired },
        _ => row,
    };

    private static DemandRow Without(DemandRow row, BankCode bank) => row with
    {
        Banks = [.. row.Banks.Where(b => b != bank)],
        Offers = [.. row.Offers.Where(o => o.Bank != bank)],
    };
}

/// <summary>The market of needs that banks look at (需求大厅).</summary>
public static class DemandHall
{
    public static readonly View<HallRow, DemandEvent> View = new("demand_hall", Fold);

    private static HallRow? Fold(HallRow? row, DemandEvent happened) => happened switch
    {
        DemandEvent.Posted e => Seen(new(
            e.Demand, e.Need.Amount, e.Need.Months, e.Need.Purpose, e.Need.Securities, e.Outline.District, e.Outline.Section, e.Outline.Size,
            e.Banks, e.Cap, [], [], e.On, e.Until)),
        DemandEvent.Changed e when row is not null => Seen(row with
        {
            Amount = e.Need.Amount, Months = e.Need.Months, Purpose = e.Need.Purpose, Securities = e.Need.Securities, Queue = e.Banks, TakenBy = [],
        }),
        DemandEvent.Taken e when row is not null => row with { TakenBy = [.. row.TakenBy, e.Bank] },
        DemandEvent.Passed e when row is not null => Without(row, e.Bank),
        DemandEvent.Returned e when row is not null => Without(row, e.DeclinedBy),
        DemandEvent.Withdrawn or DemandEvent.Expired => null,
        _ => row,
    };

    private static HallRow Without(HallRow row, BankCode bank) =>
        Seen(row with { Queue = [.. row.Queue.Where(b => b != bank)], TakenBy = [.. row.TakenBy.Where(b => b != bank)] });

    private static HallRow Seen(HallRow row) => row with { Seers = [.. row.Queue.Take(row.Cap)] };
}
