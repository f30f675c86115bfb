using CreditLoan.Domain.Access;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Tests.Pools;

/// <summary>The people, the open scheme and the days that the stories about pools share.</summary>
public static class PoolStory
{
    public const string Owner = "jinrong";
    public static readonly Actor Clerk = new("zheng", Role.PoolClerk, Owner);
    public static readonly Actor Manager = new("wu", Role.PoolManager, Owner);
    public static readonly Actor Approver = new("he", Role.PoolApprover, Owner);
    public static readonly Actor Stranger = new("shi", Role.PoolManager, "kejiju");
    public static readonly BankCode Bank = new("102100");
    public static readonly Actor Officer = new("zhou", Role.BankOfficer, Bank.Value);
    public static readonly EnterpriseCode Borrower = new("914403001922038216");
    public static readonly DateOnly Day = new(2026, 8, 19);
    public static readonly PoolId Id = new(ShippedSchemes.Open, 2026);
    public static readonly ShippedScheme Shipped = ShippedSchemes.All[0];
    public static readonly WorkingCalendar Calendar = WorkingCalendar.WeekendsOnly;
    /// <summary>A loan that no scheme covers.</summary>
    public static LoanCover Uncovered => LoanCover.Stream(new(Bank, "JJ-1")).Initial;
    public static CoverTerms Terms => Shipped.Rule.For(Cover.Bank)!;

    /// <summary>The open scheme with its first version in force.</summary>
    public static Scheme Scheme(Func<SchemeRule, SchemeRule>? change = null)
    {
        var rule = change is null ? Shipped.Rule : change(Shipped.Rule);
        var stream = Domain.Pools.Scheme.Stream(Shipped.Code);
        return Story.Given(stream,
            new SchemeEvent.Founded(Shipped.Code, Shipped.Name, Owner, Shipped.Document, Day),
            new SchemeEvent.RuleDrafted(Shipped.Code, 1, Shipped.From, Shipped.Until, rule, Shipped.Why, Clerk.Account, Day),
            new SchemeEvent.RuleConfirmed(Shipped.Code, 1, Manager.Account, Day)).State;
    }

    /// <summary>A pool that was opened and paid into.</summary>
    public static Told<Pool, PoolEvent> Funded(Money amount, params PoolEvent[] then) =>
        Story.Given(Pool.Stream(Id), [new PoolEvent.Opened(Id, Money.Wan(150_000), Money.Zero, [], Day), new PoolEvent.Funded(amount, "PZ-1", Day), .. then]);
}
