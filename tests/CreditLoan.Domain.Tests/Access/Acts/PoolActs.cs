using CreditLoan.Domain.Access;
using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Tests.Claims;
using CreditLoan.Domain.Tests.Pools;
using CreditLoan.Domain.Tests.Reconciliation;
using CreditLoan.Domain.Values;
using static CreditLoan.Domain.Tests.Claims.Claiming_compensation;
using static CreditLoan.Domain.Tests.Pools.PoolStory;
using static CreditLoan.Domain.Tests.Story;

namespace CreditLoan.Domain.Tests;

/// <summary>Schemes, pools, enrolments, claims, bank files and breaks.</summary>
internal static class PoolActs
{
    private static readonly (string, string, string) Ours = (Borrower.Value, Bank.Value, Owner);
    private static readonly EnrolmentId Place = new(Shipped.Code, Enrolling_a_loan.Loan.Loan);
    private static readonly SchemeEvent Founded = new SchemeEvent.Founded(Shipped.Code, Shipped.Name, Owner, Shipped.Document, Day);
    private static readonly SchemeEvent Drafted = new SchemeEvent.RuleDrafted(Shipped.Code, 1, Shipped.From, Shipped.Until, Shipped.Rule, Shipped.Why, Clerk.Account, Day);
    private static readonly EnrolmentEvent Applied = new EnrolmentEvent.Applied(Place, 1, Cover.Bank, Enrolling_a_loan.Loan, false, Day, Calendar.Add(Day, 5), "zhou");
    private static readonly EnrolmentEvent Reviewed = new EnrolmentEvent.Reviewed("", Day, "zheng");
    private static readonly EnrolmentEvent Back = new EnrolmentEvent.Returned(ReturnReason.DiffersFromLoan, "金额不符", Day, Calendar.Add(Day, 10), "zheng");
    private static readonly DateOnly YearEnd = new(2026, 12, 31);
    private static readonly BankFileId File = new(Bank, new string('a', 64));

    private static Scheme Told(params SchemeEvent[] facts) => Given(Domain.Pools.Scheme.Stream(Shipped.Code), facts).State;
    private static Enrolment Told(params EnrolmentEvent[] facts) => Given(Enrolment.Stream(Place), facts).State;
    private static Pool Filled => Funded(Money.Wan(1000)).State;
    private static Break Open => Given(Break.Stream(Ending_a_break.Id), Ending_a_break.Found).State;
    private static Break InReview => Ending_a_break.Proposed(WayOut.Explain).And().State;
    private static Break WithBank => Ending_a_break.Proposed(WayOut.SendBack).And().When(b => BreakDecisions.Agree(b, Approver, Day, Calendar)).And().State;

    private static (Claim Claim, Pool Pool) Endorsed()
    {
        var (claim, pool) = (Filed, Funded(Money.Wan(1000)));
        Assert.Null(Both(ref claim, ref pool, ClaimDecisions.Approve(claim.State, pool.State, Scheme(), Uncovered, [], Clerk, "属实", Day)));
        return (claim.State, pool.State);
    }

    private static (Claim Claim, Pool Pool) Payable() => Approved() is var (claim, pool) ? (claim.State, pool.State) : default;

    private static (Claim Claim, Pool Pool) Paid()
    {
        var (claim, pool) = Approved();
        Assert.Null(Both(ref claim, ref pool, ClaimDecisions.Pay(claim.State, pool.State, Scheme(), Manager, "YH-1", Day)));
        return (claim.State, pool.State);
    }

    private static Claim Recovered() => Given(Claim.Stream(Number)) with { State = Paid().Claim } is var claim
        ? claim.When(c => ClaimDecisions.Recover(c, Scheme(), Officer, "HS-1", Money.Wan(280), Day, Calendar)).And().State : null!;

    private static Scheme ProRata => Scheme(rule => rule with { WhenExhausted = rule.WhenExhausted with { Value = ExhaustionOrder.ProRata } });

    private static Pool Short => Given(Pool.Stream(PoolStory.Id), new PoolEvent.Opened(PoolStory.Id, Money.Wan(60), Money.Zero, [], Day), new PoolEvent.Funded(Money.Wan(100), "PZ-1", Day)).State;

    public static readonly IReadOnlyList<Act> All =
    [
        Act.Of(Ours, by => SchemeDecisions.Found(Told(Array.Empty<SchemeEvent>()), by, Shipped.Code, Shipped.Name, Owner, Shipped.Document, Day)),
        Act.Of(Ours, by => SchemeDecisions.Draft(Told(Founded), by, Shipped.From, Shipped.Until, Shipped.Rule, "录入", Day)),
        Act.Of(Ours, by => SchemeDecisions.Confirm(Told(Founded, Drafted), by, 1, Day)),
        Act.Of(Ours, by => SchemeDecisions.Withdraw(Told(Founded, Drafted), by, 1, "录错", Day)),

        Act.Of(Ours, by => PoolDecisions.Open(Given(Pool.Stream(PoolStory.Id)).State, Given(Pool.Stream(PoolStory.Id)).State, Scheme(), by, PoolStory.Id, null, Day)),
        Act.Of(Ours, by => PoolDecisions.Fund(Filled, Scheme(), by, Money.Wan(1), "PZ-2", Day)),
        Act.Of(Ours, by => PoolDecisions.EarnInterest(Filled, Scheme(), by, Money.Wan(1), "LX-1", Day)),
        Act.Of(Ours, by => PoolDecisions.Pay(Payable().Pool, Scheme(), by, Number.Value, "YH-1", Day)),
        Act.Of(Ours, by => PoolDecisions.Correct(Filled, Scheme(), by, 2, null, Money.Wan(1), "更正", Day)),
        Act.Of(Ours, by => PoolDecisions.JudgeStopRule(Filled, Scheme(), by, Day, 7, [])),
        Act.Of(Ours, by => PoolDecisions.Close(Filled, Scheme(), by, YearEnd)),
        Act.Of(Ours, by => PoolDecisions.Allocate(Short, ProRata, by, [new("BC-1", Bank, Borrower, Cover.Bank, Money.Wan(100), Money.Wan(200), Money.Zero)], Day)),

        Act.Of(Ours, by => EnrolmentDecisions.Apply(Told(Array.Empty<EnrolmentEvent>()), Scheme(), by, Cover.Bank, Enrolling_a_loan.Loan, Day, Calendar)),
        Act.Of(Ours, by => EnrolmentDecisions.Return(Told(Applied), Scheme(), by, ReturnReason.DiffersFromLoan, "金额不符", Day, Calendar)),
        Act.Of(Ours, by => EnrolmentDecisions.Correct(Told(Applied, Back), Scheme(), by, Enrolling_a_loan.Loan, Day, Calendar)),
        Act.Of(Ours, by => EnrolmentDecisions.Review(Told(Applied), Scheme(), by, "要素一致", Day)),
        Act.Of(Ours, by => EnrolmentDecisions.Confirm(Told(Applied, Reviewed), Scheme(), by, Day)),
        Act.Of(Ours, by => EnrolmentDecisions.Refuse(Told(Applied), Scheme(), by, "不在范围", Day)),
        Act.Of(Ours, by => EnrolmentDecisions.Flag(Covered(flagged: false), by, Anomaly.NonPerforming, "逾期", Day, Day)),

        Act.Of(Ours, by => ClaimDecisions.File(Given(Claim.Stream(Number)).State, Covered(), Scheme(), by, Number, ThreeMillion, Money.Zero, Papers, Day, Calendar)),
        Act.Of(Ours, by => ClaimDecisions.Return(Filed.State, Scheme(), by, ReturnReason.LossUnclear, "损失不符", Day, Calendar)),
        Act.Of(Ours, by => ClaimDecisions.Correct(Filed.When(c => ClaimDecisions.Return(c, Scheme(), Manager, ReturnReason.LossUnclear, "损失不符", Day, Calendar)).And().State is var back
            ? back : null!, Covered(), Scheme(), by, ThreeMillion, Papers, Day, Calendar), said: "ClaimDecisions.Correct("),
        Act.Of(Ours, by => ClaimDecisions.Withdraw(Filed.State, by, "已收回", Day)),
        Act.Of(Ours, by => ClaimDecisions.Approve(Endorsed().Claim, Endorsed().Pool, Scheme(), Uncovered, [], by, "同意", Day)),
        Act.Of(Ours, by => ClaimDecisions.Refuse(Filed.State, Scheme(), by, "不符合", Day)),
        Act.Of(Ours, by => ClaimDecisions.Revoke(Payable().Claim, Payable().Pool, Scheme(), Uncovered, by, "已还清", Day)),
        Act.Of(Ours, by => ClaimDecisions.Pay(Payable().Claim, Payable().Pool, Scheme(), by, "YH-1", Day)),
        Act.Of(Ours, by => ClaimDecisions.WriteOff(Paid().Claim, by, Money.Wan(1), Day)),
        Act.Of(Ours, by => ClaimDecisions.Recover(Paid().Claim, Scheme(), by, "HS-1", Money.Wan(1), Day, Calendar)),
        Act.Of(Ours, by => ClaimDecisions.Share(Recovered(), Paid().Pool, Scheme(), by, "HS-1", "FH-1", Day)),

        Act.Of(Ours, by => BankFileDecisions.Receive(Given(BankFile.Stream(File)).State, by, new(File, "8 月.csv", Day, Day, false, 3, 0, Money.Wan(1), Day, by.Account))),
        Act.Of(Ours, by => BreakDecisions.Assign(Open, by, "zheng", Day, Calendar)),
        Act.Of(Ours, by => BreakDecisions.Propose(Open, by, WayOut.Explain, BreakReason.NetAmount, "轧差", null, Day)),
        Act.Of(Ours, by => BreakDecisions.Agree(InReview, by, Day, Calendar)),
        Act.Of(Ours, by => BreakDecisions.Decline(InReview, by, "不同意", Day)),
        Act.Of(Ours, by => BreakDecisions.Answer(WithBank, by, "按净额填报", Day)),
    ];
}
