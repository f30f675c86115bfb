using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using FsCheck;
using FsCheck.Fluent;
using static CreditLoan.Domain.Tests.Pools.PoolStory;
using static CreditLoan.Domain.Tests.Story;

namespace CreditLoan.Domain.Tests.Pools;

public class Moving_a_pools_money
{
    private static PoolEvent.Reserved Reserved(string claim, Money amount) => new(claim, Bank, Borrower, Cover.Bank, amount, Day);

    [Fact]
    public void Begins_with_what_the_year_before_left()
    {
        var last = new DateOnly(2026, 12, 31);
        Funded(Money.Wan(10)).When(p => PoolDecisions.Close(p, Scheme(), Manager, last.AddDays(-1))).Refuses(PoolRefusals.YearRuns(2026));
        var before = Funded(Money.Wan(10)).When(p => PoolDecisions.Close(p, Scheme(), Manager, last)).And().State;
        var next = Id with { Year = 2027 };
        Given(Pool.Stream(next)).When(p => PoolDecisions.Open(p, before, Scheme(), Manager, next, null, Day))
            .Then(new PoolEvent.Opened(next, null, Money.Wan(10), [], Day));
    }

    [Fact]
    public void Does_not_close_while_a_payment_waits() =>
        Funded(Money.Wan(10), Reserved("BC-1", Money.Wan(4))).When(p => PoolDecisions.Close(p, Scheme(), Manager, new(2026, 12, 31)))
            .Refuses(PoolRefusals.PaymentsWaiting(Money.Wan(4)));

    [Fact]
    public void Never_sets_more_aside_than_there_is() =>
        Funded(Money.Wan(10)).When(p => PoolDecisions.Reserve(p, "BC-1", Bank, Borrower, Cover.Bank, Money.Wan(11), Day))
            .Refuses(PoolRefusals.CashShort(Money.Wan(10)));

    [Fact]
    public void Never_sets_aside_twice_for_one_claim() =>
        Funded(Money.Wan(10), Reserved("BC-1", Money.Wan(1))).When(p => PoolDecisions.Reserve(p, "BC-1", Bank, Borrower, Cover.Bank, Money.Wan(1), Day))
            .Refuses(PoolRefusals.ClaimedAlready("BC-1"));

    [Fact]
    public void Never_pays_twice() =>
        Funded(Money.Wan(10), Reserved("BC-1", Money.Wan(1))).When(p => PoolDecisions.Pay(p, Scheme(), Manager, "BC-1", "YH-1", Day)).And()
            .When(p => PoolDecisions.Pay(p, Scheme(), Manager, "BC-1", "YH-2", Day)).Refuses(PoolRefusals.NothingReserved("BC-1"));

    [Fact]
    public void Is_not_for_a_clerk() =>
        Funded(Money.Wan(10)).When(p => PoolDecisions.Fund(p, Scheme(), Clerk, Money.Wan(1), "PZ-2", Day)).Refuses(SchemeRefusals.NotYourScheme);

    [Fact]
    public void Suspends_a_bank_above_three_per_cent_and_not_at_it()
    {
        Assert.False(StopRule.Judge(Terms, Bank, Money.Wan(3), Money.Wan(100)).Suspended);
        var above = StopRule.Judge(Terms, Bank, Money.Wan(3) + new Money(1), Money.Wan(100));
        Assert.True(above.Suspended);
        Funded(Money.Wan(10)).When(p => PoolDecisions.JudgeStopRule(p, Scheme(), Manager, Day, 4_818_206, [above])).And()
            .When(p => PoolDecisions.Reserve(p, "BC-1", Bank, Borrower, Cover.Bank, Money.Wan(1), Day))
            .Refuses(PoolRefusals.BankSuspended(Bank, new DateOnly(2026, 12, 31)));
    }

    [Fact]
    public void Suspends_a_guarantor_by_its_own_figures_and_no_bank_with_it()
    {
        var (guarantor, other) = (new Guarantor(new("91440300MA5FR00001"), "澜江融资担保"), new Guarantor(new("91440300MA5FR00002"), "他市融资担保"));
        YearFact[] facts =
        [
            new(Bank, Cover.Guarantor, guarantor, Day, Money.Wan(1_000), default), new(new("104100"), Cover.Guarantor, guarantor, Day, default, Money.Wan(31)),
            new(Bank, Cover.Guarantor, other, Day, Money.Wan(1_000), Money.Wan(30)), new(Bank, Cover.Bank, null, Day, Money.Wan(1_000), default),
            new(Bank, Cover.Bank, null, Day.AddYears(-1), default, Money.Wan(500)),
        ];
        var standings = StopRule.Judge(Shipped.Rule, Id, facts);
        Assert.Equal([(Bank.Value, false), (guarantor.Code.Value, true), (other.Code.Value, false)], standings.Select(s => (s.Party().Code, s.Suspended)));
        var judged = Funded(Money.Wan(1_000)).When(p => PoolDecisions.JudgeStopRule(p, Scheme(), Manager, Day, 7, standings)).And();
        judged.When(p => PoolDecisions.Reserve(p, "BC-1", Bank, Borrower, Cover.Guarantor, Money.Wan(1), Day, guarantor)).Refuses(PoolRefusals.GuarantorSuspended(guarantor, new(2026, 12, 31)));
        judged.When(p => PoolDecisions.Reserve(p, "BC-1", Bank, Borrower, Cover.Guarantor, Money.Wan(1), Day, other)).Then(new PoolEvent.Reserved("BC-1", Bank, Borrower, Cover.Guarantor, Money.Wan(1), Day));
    }

    [Fact]
    public void Is_judged_by_the_schemes_own_people_only()
    {
        Funded(Money.Wan(10)).When(p => PoolDecisions.JudgeStopRule(p, Scheme(), Clerk, Day, 1, [])).Refuses(SchemeRefusals.NotYourScheme);
        Funded(Money.Wan(10)).When(p => PoolDecisions.JudgeStopRule(p, Scheme(), Stranger, Day, 1, [])).Refuses(SchemeRefusals.NotYourScheme);
    }

    [Fact]
    public void Puts_a_payment_right_by_a_new_posting_and_only_once()
    {
        var paid = Funded(Money.Wan(10), Reserved("BC-1", Money.Wan(4)), new PoolEvent.Paid("BC-1", Bank, Money.Wan(4), "YH-1", Day));
        var corrected = paid.When(p => PoolDecisions.Correct(p, Scheme(), Manager, 4, "BC-1", Money.Wan(4), "重复借据冲回", Day));
        corrected.Then(new PoolEvent.Corrected(4, Account.Cash, Account.Compensation, Money.Wan(4), "BC-1", Cover.Bank, "重复借据冲回", Day));
        corrected.And().When(p => PoolDecisions.Correct(p, Scheme(), Manager, 4, "BC-1", Money.Wan(1), "再冲", Day))
            .Refuses(PoolRefusals.CorrectionTooLarge(Money.Zero));
        Assert.Equal(Money.Zero, ((Pool.Running)corrected.And().State).Committed);
        // Turned round again it would be a payment that no claim knows of.
        corrected.And().When(p => PoolDecisions.Correct(p, Scheme(), Manager, 5, "BC-1", Money.Wan(4), "再冲", Day)).Refuses(PoolRefusals.PayAnew);
    }

    [Fact]
    public void Holds_the_limits_in_order_loan_enterprise_bank_sub_cap_budget_loss()
    {
        var rule = Shipped.Rule with
        {
            LoanCeiling = Shipped.Rule.LoanCeiling with { Value = Money.Wan(90) },
            EnterpriseCeiling = Shipped.Rule.EnterpriseCeiling with { Value = Money.Wan(100) },
            BankYearCeiling = Shipped.Rule.BankYearCeiling with { Value = Money.Wan(60) },
        };
        var pool = (Pool.Running)Funded(Money.Wan(1000), Reserved("BC-1", Money.Wan(20))).State;
        var (amount, checks) = PoolLimits.Apply(pool, rule, rule.For(Cover.Bank)!, Bank, Borrower, Money.Wan(100), Money.Wan(100), Money.Wan(65));
        Assert.Equal([Limit.Loan, Limit.Enterprise, Limit.BankYear, Limit.SubCap, Limit.Budget, Limit.OtherSchemes], checks.Select(c => c.Limit));
        Assert.Equal([90m, 80m, 40m, 40m, 40m, 35m], checks.Select(c => c.After.InWan));
        Assert.Equal(Money.Wan(35), amount);
    }

    [Fact]
    public void Keeps_debits_and_credits_equal_and_never_goes_below_nothing_whatever_happens()
    {
        var acts = Gen.Choose(0, 6).SelectMany(act => Gen.Choose(1, 500_000).Select(fen => (Act: act, Fen: fen))).ListOf(40);
        Prop.ForAll(acts.ToArbitrary(), list =>
        {
            var story = Funded(new Money(1_000_000));
            var scheme = Scheme();
            var number = 0;
            Int128 debit = 1_000_000, credit = 1_000_000;
            foreach (var (act, fen) in list)
            {
                var claim = $"BC-{fen % 7}";
                Decision<PoolEvent> decision = act switch
                {
                    0 => PoolDecisions.Fund(story.State, scheme, Manager, new(fen), "PZ", Day),
                    1 => PoolDecisions.Reserve(story.State, $"BC-{number++}", Bank, Borrower, Cover.Bank, new(fen), Day),
                    2 => PoolDecisions.Pay(story.State, scheme, Manager, claim, "YH", Day),
                    3 => PoolDecisions.Release(story.State, claim, "撤销", Day),
                    4 => PoolDecisions.ShareRecovery(story.State, claim, Bank, new(fen), "HK", Day),
                    5 => PoolDecisions.EarnInterest(story.State, scheme, Manager, new(fen), "LX", Day),
                    _ => PoolDecisions.Correct(story.State, scheme, Manager, 2 + fen % 20, claim, new(1 + fen / 10), "更正", Day),
                };
                if (decision is not Decision<PoolEvent>.Accepted accepted) continue;
                foreach (var happened in accepted.Events)
                {
                    var posting = PoolJournal.Post(happened)!;
                    Assert.True(posting.Amount.IsPositive && posting.Debit != posting.Credit);
                    debit += posting.Amount.Fen;
                    credit += posting.Amount.Fen;
                    story = story with { State = story.Stream.Evolve(story.State, happened) };
                }
            }
            var pool = (Pool.Running)story.State;
            Assert.Equal(debit, credit);
            Assert.Equal(Money.Zero, Money.Sum(pool.Balances.Values));
            Assert.True(pool.Balance(Account.Cash) >= Money.Zero && pool.Balance(Account.Earmarked) >= Money.Zero);
            Assert.Equal(pool.Balance(Account.Earmarked), Money.Sum(pool.Claims.Values.Select(c => c.Open)));
            Assert.Equal(pool.Balance(Account.Compensation), Money.Sum(pool.Claims.Values.Select(c => c.Paid)));
            Assert.Equal(pool.Committed, Money.Sum(pool.ByBank.Values));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }
}
