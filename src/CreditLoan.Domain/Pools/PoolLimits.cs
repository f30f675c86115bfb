using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Pools;

/// <summary>A ceiling that can cut a compensation, in the order in which they are held against it (限额).</summary>
public enum Limit
{
    /// <summary>单笔上限.</summary>
    Loan = 0,
    /// <summary>单户累计上限.</summary>
    Enterprise = 1,
    /// <summary>单家银行年度上限.</summary>
    BankYear = 2,
    /// <summary>分项上限.</summary>
    SubCap = 3,
    /// <summary>年度预算.</summary>
    Budget = 4,
    /// <summary>What other schemes left of the loss (损失余额).</summary>
    OtherSchemes = 5,
}

/// <summary>A limit held against an amount (限额核对).</summary>
/// <param name="Room">What the limit left; null for no such limit.</param>
public sealed record LimitCheck(Limit Limit, Money? Room, Money Before, Money After)
{
    public bool Bites() => After < Before;
}

public static class PoolLimits
{
    /// <summary>Holds every limit against an amount, in order: loan, enterprise, bank and year, sub-cap, budget, and the whole of the loss.</summary>
    /// <param name="paidElsewhere">What other schemes paid or promised for the same loss.</param>
    public static (Money Amount, LimitCheck[] Checks) Apply(
        Pool.Running pool, SchemeRule rule, CoverTerms terms, BankCode bank, EnterpriseCode enterprise, Money amount, Money loss, Money paidElsewhere)
    {
        Money? Room(Money? limit, Money used) => limit is { } l ? Money.Max(Money.Zero, l - used) : null;
        (Limit Limit, Money? Room)[] rooms =
        [
            (Limit.Loan, rule.LoanCeiling.Value),
            (Limit.Enterprise, Room(rule.EnterpriseCeiling.Value, pool.ByEnterprise.GetValueOrDefault(enterprise))),
            (Limit.BankYear, Room(rule.BankYearCeiling.Value, pool.ByBank.GetValueOrDefault(bank))),
            (Limit.SubCap, Room(terms.YearlySubCap.Value, pool.ByCover.GetValueOrDefault(terms.Cover))),
            (Limit.Budget, Room(pool.Budget, pool.Committed)),
            (Limit.OtherSchemes, Room(loss, paidElsewhere)),
        ];
        var checks = new LimitCheck[rooms.Length];
        for (var i = 0; i < rooms.Length; i++)
        {
            var after = rooms[i].Room is { } room ? Money.Min(amount, room) : amount;
            checks[i] = new LimitCheck(rooms[i].Limit, rooms[i].Room, amount, after);
            amount = after;
        }
        return (amount, checks);
    }
}

/// <summary>What one loan adds to a year's figures of its bank or guarantor (年度入库与损失): principal on the day it was taken in, a loss on the day it was claimed.</summary>
public sealed record YearFact(BankCode Bank, Cover Cover, Guarantor? Guarantor, DateOnly Day, Money Enrolled, Money Loss);

/// <summary>The rule that suspends a bank, or a guarantor, for a year (停补线).</summary>
public static class StopRule
{
    /// <summary>Judges one bank, or one guarantor: suspended when its year's loss is above the line of its year's enrolled principal.</summary>
    public static BankStanding Judge(CoverTerms terms, BankCode bank, Money loss, Money enrolled, Guarantor? guarantor = null) =>
        new(bank, terms.Cover, loss, enrolled, terms.StopLine.Value is { } line && (Int128)loss.Fen * 10_000 > (Int128)enrolled.Fen * line.BasisPoints, guarantor);

    /// <summary>Everybody who enrolled or lost something in a year, judged on the same rows (同一快照判定).</summary>
    /// <param name="rule">The version in force; its line decides.</param>
    public static BankStanding[] Judge(SchemeRule rule, PoolId pool, IEnumerable<YearFact> facts) =>
    [
        .. from fact in facts
           where fact.Day.Year == pool.Year && rule.For(fact.Cover) is not null
           group fact by StopParty.Of(fact.Bank, fact.Cover, fact.Guarantor) into party
           orderby party.Key.Cover, party.Key.Code
           let any = party.OrderBy(f => f.Day).Last()
           select Judge(rule.For(party.Key.Cover)!, any.Guarantor is null ? any.Bank : new BankCode(""), Money.Sum(party.Select(f => f.Loss)), Money.Sum(party.Select(f => f.Enrolled)), any.Guarantor),
    ];
}
