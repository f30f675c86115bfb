using CreditLoan.Domain.Access;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Demands;

/// <summary>What may happen to a need.</summary>
public static class DemandDecisions
{
    /// <summary>How many banks see a need at a time where nobody says otherwise (默认可见银行数).</summary>
    public const int UsualCap = 5;

    private static readonly Money Least = Money.Wan(1);
    private static readonly Money Most = Money.Wan(10_000);

    /// <summary>Says what an enterprise needs (发布需求).</summary>
    /// <param name="banks">Who may see it, the best fit first; none to keep it to oneself.</param>
    public static Decision<DemandEvent> Post(
        Demand demand, Actor by, DemandId id, EnterpriseCode enterprise, Need need, Outline outline, IReadOnlyList<BankCode> banks, int cap, DateOnly until, DateOnly today) =>
        demand switch
        {
            _ when NotAllowed(by, enterprise) is { } refusal => refusal,
            not Demand.Unknown => DemandRefusals.AlreadyPosted,
            _ when Problem(need) is { } refusal => refusal,
            _ when cap is < 1 or > 10 => DemandRefusals.CapWrong,
            _ when until <= today || until > today.AddMonths(3) => DemandRefusals.UntilWrong(today.AddDays(1), today.AddMonths(3)),
            _ => new DemandEvent.Posted(id, enterprise, need, outline, [.. banks.Distinct()], cap, today, until),
        };

    /// <summary>Says it anew (修改需求), while no bank works on it.</summary>
    public static Decision<DemandEvent> Change(Demand demand, Actor by, Need need, IReadOnlyList<BankCode> banks) => demand switch
    {
        Demand.Open d when NotAllowed(by, d.Enterprise) is { } refusal => refusal,
        Demand.Open { Applications.IsEmpty: false } => DemandRefusals.AppliedAlready,
        Demand.Open when Problem(need) is { } refusal => refusal,
        Demand.Open => new DemandEvent.Changed(need, [.. banks.Distinct()]),
        _ => DemandRefusals.NotOpen,
    };

    /// <summary>A bank wants the business and names its product (抢单); who needs it stays hidden until the enterprise applies.</summary>
    public static Decision<DemandEvent> Take(Demand demand, Actor by, ProductId product, string words, DateOnly today) => demand switch
    {
        _ when by.Role is not (Role.BankOfficer or Role.BankSystem) => DemandRefusals.NotOfficer,
        Demand.Open d when !d.Seers.Contains(new BankCode(by.Tenant)) => DemandRefusals.NotShown,
        Demand.Open d when today > d.Until => DemandRefusals.NotOpen,
        Demand.Open when product.Bank.Value != by.Tenant => DemandRefusals.OtherBanksProduct,
        Demand.Open d when d.Offers.ContainsKey(product.Bank) => DemandRefusals.AlreadyTaken,
        Demand.Open d when d.Applications.ContainsKey(product.Bank) => DemandRefusals.AlreadyApplied,
        Demand.Open => new DemandEvent.Taken(product.Bank, product, words.Trim(), today),
        _ => DemandRefusals.NotOpen,
    };

    /// <summary>A bank does not want it, and the next one sees it (不承接).</summary>
    public static Decision<DemandEvent> Pass(Demand demand, Actor by, DateOnly today) => demand switch
    {
        _ when by.Role is not (Role.BankOfficer or Role.BankSystem) => DemandRefusals.NotOfficer,
        Demand.Open d when !d.Seers.Contains(new BankCode(by.Tenant)) => DemandRefusals.NotShown,
        Demand.Open => new DemandEvent.Passed(new BankCode(by.Tenant), today),
        _ => DemandRefusals.NotOpen,
    };

    /// <summary>Applies to one bank for it (提交申请); the application itself begins in the same transaction.</summary>
    public static Decision<DemandEvent> Apply(Demand demand, Actor by, ProductId product, string application, DateOnly today) => demand switch
    {
        Demand.Open d when NotAllowed(by, d.Enterprise) is { } refusal => refusal,
        Demand.Open d when today > d.Until => DemandRefusals.NotOpen,
        Demand.Open d when d.Applications.ContainsKey(product.Bank) => DemandRefusals.AlreadyApplied,
        Demand.Open => new DemandEvent.Applied(product.Bank, product, application, today),
        _ => DemandRefusals.NotOpen,
    };

    /// <summary>Puts a need that a bank declined back on the market (退回市场), without that bank.</summary>
    public static Decision<DemandEvent> Return(Demand demand, Actor by, BankCode declinedBy, DateOnly today) => demand switch
    {
        Demand.Open d when NotAllowed(by, d.Enterprise) is { } refusal => refusal,
        Demand.Open d when !d.Applications.ContainsKey(declinedBy) => DemandRefusals.NotApplied,
        Demand.Open => new DemandEvent.Returned(declinedBy, today),
        _ => DemandRefusals.NotOpen,
    };

    /// <summary>Takes a need back (撤回需求); applications made for it go on.</summary>
    public static Decision<DemandEvent> Withdraw(Demand demand, Actor by, string words, DateOnly today) => demand switch
    {
        Demand.Open d when NotAllowed(by, d.Enterprise) is { } refusal => refusal,
        Demand.Open => new DemandEvent.Withdrawn(words.Trim(), today),
        _ => DemandRefusals.NotOpen,
    };

    /// <summary>Ends a need whose last day is past (需求到期): the daily close asks for it.</summary>
    public static Decision<DemandEvent> Expire(Demand demand, DateOnly today) => demand switch
    {
        Demand.Open d when today > d.Until => new DemandEvent.Expired(today),
        Demand.Open => DemandRefusals.NotDueYet,
        _ => DemandRefusals.NotOpen,
    };

    private static Refusal? NotAllowed(Actor by, EnterpriseCode enterprise) =>
        by.Tenant != enterprise.Value || by.Role is not (Role.EnterpriseAgent or Role.LegalRepresentative or Role.EnterpriseViewer) ? DemandRefusals.NotYours
        : by.Role == Role.EnterpriseViewer ? DemandRefusals.NotAgent
        : null;

    private static Refusal? Problem(Need need) =>
        need.Amount < Least || need.Amount > Most ? DemandRefusals.AmountWrong
        : need.Months is < 1 or > 120 ? DemandRefusals.MonthsWrong
        : need.Securities.Length == 0 ? DemandRefusals.SecuritiesMissing
        : null;
}
