using CreditLoan.Domain.Access;
using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Tests.Pools;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Tests.Simulation;

/// <summary>One pool, the people around it and a bad network, all from one seed.</summary>
/// <remarks>
/// A command is decided on what its sender saw, travels, arrives late, twice, out of order or after somebody else's; its answer may be
/// lost, and then it is sent again under its own id. What the store accepts is held against <see cref="PlainPool"/> at that moment.
/// </remarks>
internal sealed class World(int seed)
{
    public static readonly DateOnly BadSince = PoolStory.Day;
    private const int Loans = 12;
    private const int Claims = 30;
    private const int Attempts = 3;
    private static readonly Scheme Scheme = PoolStory.Scheme(rule => rule with
    {
        EnterpriseCeiling = rule.EnterpriseCeiling with { Value = Money.Wan(600) },
        ThirdApprovalAbove = rule.ThirdApprovalAbove with { Value = Money.Wan(300) },
    });
    private static readonly CoveredLoan[] Covered = [.. Enumerable.Range(0, Loans).Select(n => new CoveredLoan(new(PoolStory.Bank, $"JJ-{n}"), new($"E{n % PlainPool.Enterprises}"),
        new Money(PlainPool.LoanAmount), PoolStory.Day.AddDays(-300), PoolStory.Day.AddDays(65), new("440103"), BorrowerKind.Small, Security.Unsecured, [UpliftGround.KeyList]))];

    private sealed class Sent(Guid id, Step step)
    {
        public Guid Id { get; } = id;
        public Step Step { get; } = step;
        public Attempt? Attempt { get; set; }
        public int Lost { get; set; }
        public string? Known { get; set; }
    }

    private readonly Random chance = new(seed);
    private readonly List<Sent> underWay = [];
    private readonly List<Sent> all = [];
    private DateOnly today = PoolStory.Day;

    public SimulatedStore Store { get; } = new();
    public PlainPool Plain { get; } = new();
    public Dictionary<string, int> Met { get; } = new(StringComparer.Ordinal);

    public void Run(int operations)
    {
        var id = NewId();
        Store.Append(id, "open", new Attempt([PoolStream.Id], [], Decisions.Of((Decision<PoolEvent>)new PoolEvent.Opened(PoolStory.Id, Money.Wan(4_000), Money.Zero, [], today)), null, null));
        for (var i = 0; i < operations; i++)
        {
            if (chance.Next(20) == 0) today = today.AddDays(chance.Next(-3, 12)); // The clock jumps, backwards too.
            var sent = new Sent(NewId(), Wish());
            all.Add(sent);
            sent.Attempt = Decide(sent.Step);
            underWay.Add(sent);
            if (chance.Next(8) == 0) underWay.Add(sent); // The network doubles it.
            while (underWay.Count > chance.Next(6)) Deliver(Pick());
        }
        while (underWay.Count > 0) Deliver(Pick());
    }

    /// <summary>How each command ended, as its sender knows it.</summary>
    public IEnumerable<(Guid Id, string Known)> Known => all.Select(s => (s.Id, s.Known ?? "unknown"));

    private Sent Pick()
    {
        var at = chance.Next(underWay.Count);
        var sent = underWay[at];
        underWay.RemoveAt(at);
        return sent;
    }

    private void Deliver(Sent sent)
    {
        if (chance.Next(100) == 0 && Store.Commands.ContainsKey(sent.Id)) Count(Store.Append(sent.Id, "another body", sent.Attempt!).ToString());
        var answer = Store.Append(sent.Id, sent.Step.ToString(), sent.Attempt!);
        Count(answer.ToString());
        if (answer is Answer.Done or Answer.Taken || (answer == Answer.Refused && sent.Known is null))
        {
            // The decision rested on versions that still hold, so the clerk with his paper must say the same.
            var verdict = answer == Answer.Taken ? "taken" : sent.Attempt!.Verdict;
            var expected = Plain.Do(sent.Step);
            if (verdict != expected) throw new InvalidOperationException($"seed {seed}: {sent.Step} answered {verdict}, on paper {expected}");
            Count(verdict);
        }
        if (answer == Answer.Lost && ++sent.Lost >= Attempts)
        {
            sent.Known = "moved";
            return;
        }
        if (answer == Answer.Lost || chance.Next(6) == 0) // Somebody was faster, or the answer is lost: once more, under the same id.
        {
            sent.Attempt = Decide(sent.Step);
            underWay.Add(sent);
            return;
        }
        sent.Known = answer switch { Answer.Repeated => "ok", Answer.Taken => "taken", _ => sent.Attempt!.Verdict };
    }

    private Step Wish()
    {
        var act = chance.Next(100) switch
        {
            < 5 => Act.Fund, < 7 => Act.EarnInterest, < 22 => Act.File, < 26 => Act.Return, < 31 => Act.Correct, < 34 => Act.Withdraw, < 36 => Act.Refuse,
            < 68 => Act.Approve, < 71 => Act.Revoke, < 82 => Act.Pay, < 91 => Act.Recover, _ => Act.Share,
        };
        var natural = act switch
        {
            Act.File or Act.Correct or Act.Withdraw or Act.Recover => Who.Bank,
            Act.Approve => (Who)chance.Next(1, 4),
            _ => chance.Next(2) == 0 ? Who.Manager : Who.Approver,
        };
        var by = chance.Next(10) == 0 ? (Who)chance.Next(5) : natural;
        var amount = act is Act.Fund ? chance.NextInt64(100_000_000, 1_000_000_000) : chance.Next(15) == 0 ? -chance.Next(2) : chance.NextInt64(1, PlainPool.LoanAmount / (act == Act.Recover ? 4 : 1));
        return new Step(act, by, chance.Next(Claims), chance.Next(Loans), amount, $"HS-{chance.Next(3)}", today);
    }

    private static EventStream<Pool, PoolEvent> PoolStream => Pool.Stream(PoolStory.Id);

    private static Actor Person(Who who) => who switch
    {
        Who.Bank => PoolStory.Officer, Who.Clerk => PoolStory.Clerk, Who.Manager => PoolStory.Manager, Who.Approver => PoolStory.Approver, _ => PoolStory.Stranger,
    };

    private Attempt Decide(Step s)
    {
        var (stream, by, amount) = (Claim.Stream(new ClaimId($"BC-{s.Claim}")), Person(s.By), new Money(s.Amount));
        var (claim, pool) = (Store.Fold(stream), Store.Fold(PoolStream));
        var loan = Covered[s.Loan];
        var enrolment = new Enrolment.InForce(new EnrolmentId(ShippedSchemes.Open, loan.Loan), 1, Cover.Bank, loan, BadSince);
        Paper[] papers = [new("借据", "a.pdf", new string('a', 64))];
        string[] two = [stream.Id, PoolStream.Id];
        var (takes, releases) = ((string?)null, (string?)null);
        var decided = s.Act switch
        {
            Act.Fund => Decisions.Of(PoolDecisions.Fund(pool, Scheme, by, amount, "PZ", s.Day)),
            Act.EarnInterest => Decisions.Of(PoolDecisions.EarnInterest(pool, Scheme, by, amount, "LX", s.Day)),
            Act.File => Decisions.Of(ClaimDecisions.File(claim, enrolment, Scheme, by, new ClaimId($"BC-{s.Claim}"), new Loss(amount, Money.Zero, BadSince), Money.Zero, papers, s.Day, PoolStory.Calendar)),
            Act.Return => Decisions.Of(ClaimDecisions.Return(claim, Scheme, by, ReturnReason.PapersMissing, "缺件", s.Day, PoolStory.Calendar)),
            Act.Correct => Decisions.Of(ClaimDecisions.Correct(claim, EnrolmentOf(claim), Scheme, by, new Loss(amount, Money.Zero, BadSince), papers, s.Day, PoolStory.Calendar)),
            Act.Withdraw => Decisions.Of(ClaimDecisions.Withdraw(claim, by, "重报", s.Day)),
            Act.Refuse => Decisions.Of(ClaimDecisions.Refuse(claim, Scheme, by, "不符", s.Day)),
            Act.Approve => ClaimDecisions.Approve(claim, pool, Scheme, PoolStory.Uncovered, [], by, "同意", s.Day),
            Act.Revoke => ClaimDecisions.Revoke(claim, pool, Scheme, PoolStory.Uncovered, by, "有误", s.Day),
            Act.Pay => ClaimDecisions.Pay(claim, pool, Scheme, by, "YH", s.Day),
            Act.Recover => Decisions.Of(ClaimDecisions.Recover(claim, Scheme, by, s.Receipt, amount, s.Day, PoolStory.Calendar)),
            _ => ClaimDecisions.Share(claim, pool, Scheme, by, s.Receipt, "FH", s.Day),
        };
        foreach (var fact in decided is Decisions.Accepted a ? a.Events.SelectMany(e => e) : [])
            (takes, releases) = fact switch
            {
                ClaimEvent.Filed e => (e.Place, releases),
                ClaimEvent.Withdrawn e => (takes, e.Place),
                ClaimEvent.Refused e => (takes, e.Place),
                ClaimEvent.Revoked e => (takes, e.Place),
                _ => (takes, releases),
            };
        string[] streams = s.Act switch
        {
            Act.Fund or Act.EarnInterest => [PoolStream.Id],
            Act.Approve or Act.Revoke or Act.Pay or Act.Share => two,
            _ => [stream.Id],
        };
        return new Attempt(streams, streams.ToDictionary(id => id, Store.Version), decided, takes, releases);
    }

    private static Enrolment EnrolmentOf(Claim claim) => claim is Claim.SentBack back
        ? new Enrolment.InForce(new EnrolmentId(ShippedSchemes.Open, back.Terms.Loan), 1, Cover.Bank, Covered.Single(c => c.Loan == back.Terms.Loan), BadSince)
        : new Enrolment.Absent();

    private Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        chance.NextBytes(bytes);
        return new Guid(bytes);
    }

    private void Count(string what) => Met[what] = Met.GetValueOrDefault(what) + 1;
}
