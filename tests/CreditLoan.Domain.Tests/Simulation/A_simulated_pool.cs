using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Tests.Pools;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Tests.Simulation;

public sealed class A_simulated_pool
{
    private const int Operations = 500;

    /// <summary>XYD_SEED runs one seed again; a failure names the seed it met.</summary>
    private static IEnumerable<int> Seeds => int.TryParse(Environment.GetEnvironmentVariable("XYD_SEED"), out var seed) ? [seed] : Enumerable.Range(1, 200);

    [Fact]
    public void Ends_as_on_paper_whatever_is_lost_doubled_or_late()
    {
        var met = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var seed in Seeds)
        {
            var world = new World(seed);
            world.Run(Operations);
            Compare(world, seed);
            foreach (var (what, count) in world.Met) met[what] = met.GetValueOrDefault(what) + count;
        }
        // The world was bad enough, and every refusal that its rules know was met.
        foreach (var what in new[]
        {
            "Done", "Refused", "Repeated", "OtherContent", "Lost", "Taken", "ok", "taken", "scheme.not_yours", "pool.amount_not_positive", "claim.number_taken", "claim.not_your_loan",
            "claim.too_late", "scheme.loss_out_of_range", "claim.not_pending", "claim.not_your_scheme", "claim.not_sent_back", "claim.agreed_already", "claim.last_must_approve",
            "pool.cash_short", "pool.nothing_left", "claim.not_payable", "claim.paid_already", "claim.not_settled", "claim.receipt_twice", "claim.nothing_to_return",
        })
            Assert.True(met.GetValueOrDefault(what) > 0 || Seeds.Count() == 1, $"{what} was never met");
    }

    [Fact]
    public void Is_the_same_for_the_same_seed()
    {
        var (one, two) = (new World(7), new World(7));
        one.Run(Operations);
        two.Run(Operations);
        Assert.Equal(one.Known, two.Known);
    }

    private static void Compare(World world, int seed)
    {
        var (store, paper, name) = (world.Store, world.Plain, $"seed {seed}");
        var pool = Assert.IsType<Pool.Running>(store.Fold(Pool.Stream(PoolStory.Id)));
        Equal(paper.Cash, pool.Balance(Account.Cash), name);
        Equal(paper.Earmarked, pool.Balance(Account.Earmarked), name);
        Equal(paper.Compensated, pool.Balance(Account.Compensation), name);
        Equal(-paper.Granted, pool.Balance(Account.Grant), name);
        Equal(-paper.Interest, pool.Balance(Account.Interest), name);
        Equal(-paper.Returned, pool.Balance(Account.Recoveries), name);
        Equal(paper.Committed, pool.Committed, name);
        Assert.True(pool.Balances.Values.Sum(b => b.Fen) == 0, $"{name}: the journal does not balance");
        Assert.True(paper.Cash + paper.Earmarked == paper.Granted + paper.Interest + paper.Returned - paper.Compensated, $"{name}: the paper does not balance");

        // The book and the journal, folded from the same facts, say what the balances say.
        var row = store.Facts(Pool.Stream(PoolStory.Id).Id).Cast<PoolEvent>().Aggregate((PoolRow?)null, PoolBook.View.Fold)!;
        Equal(paper.Cash, row.Cash, name);
        Equal(paper.Returned, row.Recovered, name);
        var lines = store.Facts(Pool.Stream(PoolStory.Id).Id).Cast<PoolEvent>().SelectMany(PoolJournal.View.Lines).ToList();
        Equal(paper.Compensated, Money.Sum(lines.Where(l => l.Debit == Account.Compensation).Select(l => l.Amount)), name);

        foreach (var (number, kept) in paper.Claims)
        {
            var stream = Claim.Stream(new ClaimId($"BC-{number}"));
            var claim = store.Fold(stream);
            var stage = claim switch { Claim.Pending => "pending", Claim.SentBack => "sent back", Claim.Payable => "payable", Claim.Settled => "settled", _ => "over" };
            Assert.True(kept.Stage == stage, $"{name}: claim {number} is {stage}, on paper {kept.Stage}");
            Assert.True(store.Facts(stream.Id).Count(f => f is ClaimEvent.Paid) == (kept.Stage == "settled" ? 1 : 0), $"{name}: claim {number} was not paid once");
            if (claim is not Claim.Settled settled) continue;
            Equal(kept.Amount, settled.Paid, name);
            Equal(kept.Recovered, settled.Recovered, name);
            Equal(kept.Due, settled.Due, name);
        }
        foreach (var (id, known) in world.Known)
            Assert.True(known != "ok" || store.Commands.ContainsKey(id), $"{name}: {id} was acknowledged and is not there");
        Assert.All(world.Known, k => Assert.NotEqual("unknown", k.Known));
    }

    private static void Equal(long fen, Money amount, string name) => Assert.True(fen == amount.Fen, $"{name}: {amount.Fen} instead of {fen}");
}
