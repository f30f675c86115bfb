using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Tests.Pools;
using CreditLoan.Domain.Values;
using static CreditLoan.Domain.Tests.Pools.PoolStory;
using static CreditLoan.Domain.Tests.Story;

namespace CreditLoan.Domain.Tests.Claims;

public class Claiming_compensation
{
    internal static readonly ClaimId Number = new("BC-2026-000001");
    internal static readonly Paper[] Papers = [new("借据", "借据.pdf", new string('a', 64))];
    internal static readonly Loss ThreeMillion = new(Money.Wan(300), Money.Wan(8), Day);

    internal static Enrolment Covered(bool flagged = true)
    {
        var id = new EnrolmentId(Shipped.Code, Enrolling_a_loan.Loan.Loan);
        EnrolmentEvent[] facts =
        [
            new EnrolmentEvent.Applied(id, 1, Cover.Bank, Enrolling_a_loan.Loan, false, Day, Calendar.Add(Day, 5), "zhou"),
            new EnrolmentEvent.Reviewed("", Day, "zheng"), new EnrolmentEvent.Confirmed(Day, "wu"),
        ];
        return Given(Enrolment.Stream(id), flagged ? [.. facts, new EnrolmentEvent.Flagged(Anomaly.NonPerforming, "逾期 95 天", Day, Day, "zhou")] : facts).State;
    }

    private static Answer<Claim, ClaimEvent> File(Loss? loss, DateOnly? on = null, Money elsewhere = default, bool flagged = true) =>
        Given(Claim.Stream(Number)).When(c => ClaimDecisions.File(c, Covered(flagged), Scheme(), Officer, Number, loss, elsewhere, Papers, on ?? Day, Calendar));

    internal static Told<Claim, ClaimEvent> Filed => File(ThreeMillion).And();

    /// <summary>Both streams go on, or the refusal is the answer.</summary>
    internal static Refusal? Both(ref Told<Claim, ClaimEvent> claim, ref Told<Pool, PoolEvent> pool, Decisions decisions)
    {
        if (decisions is Decisions.Refused refused) return refused.Why;
        var events = ((Decisions.Accepted)decisions).Events;
        claim = claim with { State = events[0].Cast<ClaimEvent>().Aggregate(claim.State, claim.Stream.Evolve) };
        pool = pool with { State = events[1].Cast<PoolEvent>().Aggregate(pool.State, pool.Stream.Evolve) };
        return null;
    }

    [Fact]
    public void Computes_by_the_version_the_loan_was_enrolled_under() =>
        Assert.Equal(Money.Wan(135), Assert.IsType<Claim.Pending>(Filed.State).Terms.Asked.Amount);

    [Fact]
    public void Is_refused_before_the_loan_is_bad_or_the_project_was_reported()
    {
        File(null).Refuses(ClaimRefusals.NotBad);
        File(ThreeMillion, flagged: false).Refuses(ClaimRefusals.NotFlagged);
    }

    [Fact]
    public void Is_refused_after_sixty_working_days()
    {
        var last = Calendar.Add(Day, 60).Day;
        File(ThreeMillion, last.AddDays(1)).Refuses(ClaimRefusals.TooLate(last));
    }

    [Fact]
    public void Is_refused_when_another_scheme_bears_the_loss_and_nothing_stacks() =>
        File(ThreeMillion, elsewhere: Money.Wan(10)).Refuses(ClaimRefusals.PaidElsewhere(Money.Wan(10)));

    [Fact]
    public void Takes_two_persons_and_the_last_one_sets_the_money_aside()
    {
        var (claim, pool) = (Filed, Funded(Money.Wan(1000)));
        Assert.Null(Both(ref claim, ref pool, ClaimDecisions.Approve(claim.State, pool.State, Scheme(), Uncovered, [], Clerk, "属实", Day)));
        Assert.Equal(ClaimRefusals.AgreedAlready, Both(ref claim, ref pool, ClaimDecisions.Approve(claim.State, pool.State, Scheme(), Uncovered, [], Clerk, "属实", Day)));
        Assert.Null(Both(ref claim, ref pool, ClaimDecisions.Approve(claim.State, pool.State, Scheme(), Uncovered, [], Approver, "同意", Day)));
        Assert.Equal(Money.Wan(135), Assert.IsType<Claim.Payable>(claim.State).Amount);
        Assert.Equal(Money.Wan(135), ((Pool.Running)pool.State).Balance(Account.Earmarked));
        Assert.Null(Both(ref claim, ref pool, ClaimDecisions.Pay(claim.State, pool.State, Scheme(), Manager, "YH-1", Day)));
        Assert.Equal(ClaimRefusals.PaidAlready, Both(ref claim, ref pool, ClaimDecisions.Pay(claim.State, pool.State, Scheme(), Manager, "YH-2", Day)));
    }

    [Fact]
    public void Takes_three_persons_above_the_rules_limit()
    {
        Scheme scheme = Scheme(rule => rule with { ThirdApprovalAbove = rule.ThirdApprovalAbove with { Value = Money.Wan(100) } });
        var (claim, pool) = (Filed, Funded(Money.Wan(1000)));
        Assert.Null(Both(ref claim, ref pool, ClaimDecisions.Approve(claim.State, pool.State, scheme, Uncovered, [], Clerk, "", Day)));
        Assert.Null(Both(ref claim, ref pool, ClaimDecisions.Approve(claim.State, pool.State, scheme, Uncovered, [], Manager, "", Day)));
        Assert.IsType<Claim.Pending>(claim.State);
        Assert.Null(Both(ref claim, ref pool, ClaimDecisions.Approve(claim.State, pool.State, scheme, Uncovered, [], Approver, "", Day)));
        Assert.IsType<Claim.Payable>(claim.State);
    }

    [Fact]
    public void Is_not_approved_for_a_suspended_bank()
    {
        var stop = new PoolEvent.StopRuleJudged(Day, 1, [new(Bank, Cover.Bank, Money.Wan(4), Money.Wan(100), Suspended: true)], new(2026, 12, 31));
        var (claim, pool) = (Filed, Funded(Money.Wan(1000), stop));
        Assert.Null(Both(ref claim, ref pool, ClaimDecisions.Approve(claim.State, pool.State, Scheme(), Uncovered, [], Clerk, "", Day)));
        Assert.Equal(PoolRefusals.BankSuspended(Bank, new(2026, 12, 31)),
            Both(ref claim, ref pool, ClaimDecisions.Approve(claim.State, pool.State, Scheme(), Uncovered, [], Approver, "", Day)));
    }

    [Fact]
    public void Waits_for_claims_that_were_filed_before_it_when_the_money_does_not_reach_for_all()
    {
        WaitingClaim earlier = new("BC-2026-000000", Bank, new("E9"), Cover.Bank, Money.Wan(100), Money.Wan(300), Money.Zero);
        PoolEvent[] little = [new PoolEvent.Opened(Id, Money.Wan(200), Money.Zero, [], Day), new PoolEvent.Funded(Money.Wan(1_000), "PZ-1", Day)];
        Decisions Last(Scheme scheme, params PoolEvent[] then)
        {
            var claim = Claim.Stream(Number).Evolve(Filed.State, new ClaimEvent.Endorsed("", Day, "zheng"));
            return ClaimDecisions.Approve(claim, Given(Pool.Stream(Id), [.. little, .. then]).State, scheme, Uncovered, [earlier], Approver, "", Day);
        }
        Assert.Equal(ClaimRefusals.EarlierFirst(earlier.Claim), Assert.IsType<Decisions.Refused>(Last(Scheme())).Why);
        Assert.IsType<Decisions.Accepted>(Last(Scheme(), new PoolEvent.Reserved(earlier.Claim, Bank, earlier.Enterprise, Cover.Bank, Money.Wan(60), Day)));
        Assert.IsType<Decisions.Accepted>(Last(Scheme(rule => rule with { WhenExhausted = rule.WhenExhausted with { Value = ExhaustionOrder.FirstApproved } })));
    }

    [Fact]
    public void Frees_the_money_when_an_approval_is_taken_back()
    {
        var (claim, pool) = Approved();
        Assert.Null(Both(ref claim, ref pool, ClaimDecisions.Revoke(claim.State, pool.State, Scheme(), Uncovered, Manager, "借款人已还清", Day)));
        Assert.Equal(Money.Zero, ((Pool.Running)pool.State).Committed);
        Assert.Equal(Money.Wan(1000), ((Pool.Running)pool.State).Balance(Account.Cash));
    }

    [Fact]
    public void Gives_the_pool_its_part_of_every_recovery_within_fifteen_working_days()
    {
        var (claim, pool) = Approved();
        Assert.Null(Both(ref claim, ref pool, ClaimDecisions.Pay(claim.State, pool.State, Scheme(), Manager, "YH-1", Day)));
        var recovered = claim.When(c => ClaimDecisions.Recover(c, Scheme(), Officer, "HS-1", Money.Wan(280), Day, Calendar));
        recovered.Then(new ClaimEvent.Recovered("HS-1", Money.Wan(280), Money.Wan(126), Day, Calendar.Add(Day, 15), "zhou"));
        recovered.And().When(c => ClaimDecisions.Recover(c, Scheme(), Officer, "HS-1", Money.Wan(1), Day, Calendar)).Refuses(ClaimRefusals.ReceiptTwice("HS-1"));
        claim = recovered.And();
        Assert.Null(Both(ref claim, ref pool, ClaimDecisions.Share(claim.State, pool.State, Scheme(), Clerk, "HS-1", "FH-1", Day)));
        Assert.Equal(Money.Wan(-126), ((Pool.Running)pool.State).Balance(Account.Recoveries));
        Assert.Equal(ClaimRefusals.NothingToReturn("HS-1"), Both(ref claim, ref pool, ClaimDecisions.Share(claim.State, pool.State, Scheme(), Clerk, "HS-1", "FH-2", Day)));
    }

    [Fact]
    public void Goes_back_to_the_bank_and_starts_its_approvals_anew()
    {
        var (claim, pool) = (Filed, Funded(Money.Wan(1000)));
        Assert.Null(Both(ref claim, ref pool, ClaimDecisions.Approve(claim.State, pool.State, Scheme(), Uncovered, [], Clerk, "", Day)));
        var again = claim.When(c => ClaimDecisions.Return(c, Scheme(), Manager, ReturnReason.LossUnclear, "损失与余额不符", Day, Calendar)).And()
            .When(c => ClaimDecisions.Correct(c, Covered(), Scheme(), Officer, ThreeMillion with { Principal = Money.Wan(200) }, Papers, Day, Calendar)).And();
        var pending = Assert.IsType<Claim.Pending>(again.State);
        Assert.Empty(pending.Agreed);
        Assert.Equal(Money.Wan(90), pending.Terms.Asked.Amount);
    }

    internal static (Told<Claim, ClaimEvent>, Told<Pool, PoolEvent>) Approved()
    {
        var (claim, pool) = (Filed, Funded(Money.Wan(1000)));
        Assert.Null(Both(ref claim, ref pool, ClaimDecisions.Approve(claim.State, pool.State, Scheme(), Uncovered, [], Clerk, "", Day)));
        Assert.Null(Both(ref claim, ref pool, ClaimDecisions.Approve(claim.State, pool.State, Scheme(), Uncovered, [], Approver, "", Day)));
        return (claim, pool);
    }
}
