using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using FsCheck;
using FsCheck.Fluent;
using static CreditLoan.Domain.Tests.Pools.PoolStory;

namespace CreditLoan.Domain.Tests.Pools;

public class Stating_a_pool
{
    /// <summary>The journal's lines as the query adds them up: a correction belongs to the bank of the posting it puts right.</summary>
    private static PostingSum[] Sums(IReadOnlyList<PoolEvent> facts, DateOnly from, DateOnly until, int before = 0)
    {
        var lines = facts.SelectMany((f, i) => PoolJournal.View.Lines(f).Select(l => (Voucher: $"{i + 1 + before}", Line: l))).ToArray();
        return [.. lines.Where(l => l.Line.Day <= until).Select(l => new PostingSum(l.Line.Day < from, l.Line.Act,
            Concerns(l.Line), l.Line.Debit, l.Line.Credit, 1, l.Line.Amount))];

        string? Concerns(PostingRow line) => line.Act != "corrected" ? line.Bank : lines.FirstOrDefault(w => w.Voucher == line.Voucher).Line is { } wrong ? Concerns(wrong) : null;
    }

    [Fact]
    public void Puts_opening_movements_and_closing_under_each_other()
    {
        PoolEvent[] facts =
        [
            new PoolEvent.Opened(Id, null, Money.Wan(5), [], new(2026, 1, 2)), new PoolEvent.Funded(Money.Wan(100), "PZ-1", new(2026, 1, 5)),
            new PoolEvent.Reserved("BC-1", Bank, Borrower, Cover.Bank, Money.Wan(30), new(2026, 2, 3)), new PoolEvent.Paid("BC-1", Bank, Money.Wan(30), "YH-1", new(2026, 2, 9)),
            new PoolEvent.RecoveryShared("BC-1", Bank, Money.Wan(4), "FH-1", new(2026, 3, 3)),
        ];
        var february = PoolStatement.Of(Id, 2, Sums(facts, new(2026, 2, 1), new(2026, 2, 28)));
        Assert.Equal((Money.Wan(105), Money.Wan(75)), (february.Opening, february.Closing));
        Assert.Equal([new StatementMovement("paid", 1, Money.Zero, Money.Wan(30))], february.Movements);
        Assert.Equal([new StatementBank(Bank.Value, Money.Wan(30), 1, Money.Wan(30), Money.Zero)], february.Banks);
        var year = PoolStatement.Of(Id, null, Sums(facts, DateOnly.MinValue, DateOnly.MaxValue));
        Assert.Equal((Money.Zero, Money.Wan(79)), (year.Opening, year.Closing));
        Assert.Equal(Money.Wan(26), Assert.Single(year.Banks).Net);
    }

    /// <summary>Whatever happened in whichever month: opening + movements = closing = the sum of the postings, month by month, and the months make the year.</summary>
    [Fact]
    public void Ties_to_the_journal_in_every_month_whatever_happens()
    {
        var acts = Gen.Choose(0, 6).SelectMany(act => Gen.Choose(1, 500_000).SelectMany(fen => Gen.Choose(0, 364).Select(day => (Act: act, Fen: fen, Day: day)))).ListOf(50);
        Prop.ForAll(acts.ToArbitrary(), list =>
        {
            var (facts, state, number) = (new List<PoolEvent>(), Funded(new Money(2_000_000)).State, 0);
            foreach (var (act, fen, at) in list.OrderBy(a => a.Day))
            {
                var (day, claim, scheme) = (new DateOnly(2026, 1, 1).AddDays(at), $"BC-{fen % 9}", Scheme());
                Decision<PoolEvent> decision = act switch
                {
                    0 => PoolDecisions.Fund(state, scheme, Manager, new(fen), "PZ", day),
                    1 => PoolDecisions.Reserve(state, $"BC-{number++}", Bank, Borrower, Cover.Bank, new(fen), day),
                    2 => PoolDecisions.Pay(state, scheme, Manager, claim, "YH", day),
                    3 => PoolDecisions.Release(state, claim, "撤销", day),
                    4 => PoolDecisions.ShareRecovery(state, claim, Bank, new(fen), "HK", day),
                    5 => PoolDecisions.EarnInterest(state, scheme, Manager, new(fen), "LX", day),
                    _ => PoolDecisions.Correct(state, scheme, Manager, 2 + fen % 30, claim, new(1 + fen / 10), "更正", day),
                };
                if (decision is not Decision<PoolEvent>.Accepted { Events: [var happened] }) continue;
                facts.Add(happened);
                state = Pool.Stream(Id).Evolve(state, happened);
            }
            var opening = Money.Zero;
            for (var month = 1; month <= 12; month++)
            {
                var (from, until) = (new DateOnly(2026, month, 1), new DateOnly(2026, month, 1).AddMonths(1).AddDays(-1));
                var statement = PoolStatement.Of(Id, month, Sums(facts, from, until, 2));
                Assert.Equal(opening, statement.Opening);
                Assert.Equal(Money.Sum(Sums(facts, from, until, 2).Select(s => s.Inflow)), statement.Closing);
                Assert.True(statement.Earmarked <= statement.Closing + new Money(2_000_000) && statement.Earmarked >= Money.Zero);
                opening = statement.Closing;
            }
            var year = PoolStatement.Of(Id, null, Sums(facts, DateOnly.MinValue, DateOnly.MaxValue, 2));
            var pool = (Pool.Running)state;
            Assert.Equal(opening, year.Closing);
            Assert.Equal(pool.Balance(Account.Cash) + pool.Balance(Account.Earmarked), year.Closing + new Money(2_000_000));
            Assert.Equal(pool.Balance(Account.Earmarked), year.Earmarked);
            Assert.Equal(-pool.Balance(Account.Recoveries), Money.Sum(year.Banks.Select(b => b.Returned)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }
}
