using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Reconciliation;

/// <summary>A break, by what it is about (差异编号): the same difference found again has the same id.</summary>
public readonly record struct BreakId(string Value)
{
    /// <summary>Bank, loan number, kind and both sides' values: another value is another break.</summary>
    public static BreakId Of(BankCode bank, string number, BreakKind kind, IEnumerable<FieldPair> fields)
    {
        var text = new StringBuilder();
        foreach (var part in fields.SelectMany(f => new[] { f.Field, f.Ours, f.Theirs })) text.Append(part.Length).Append(':').Append(part);
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..12];
        return new BreakId($"{bank}/{number}/R{(byte)kind:00}-{digest}");
    }

    public override string ToString() => Value;
}

/// <summary>A difference between the bank's file and the platform, until a second person closed it (差异).</summary>
public abstract record Break
{
    private Break() { }

    /// <summary>Nobody found it.</summary>
    public sealed record Absent : Break;

    /// <summary>Somebody is to look at it.</summary>
    public sealed record Open(BreakEvent.Found Found, string? AssignedTo) : Break
    {
        /// <summary>Whether the people of this pool end it.</summary>
        public bool IsOf(string pool) => Found.Pools is not { Length: > 0 } || Found.Pools.Contains(pool, StringComparer.Ordinal);
    }

    /// <summary>One person said how it ends.</summary>
    public sealed record UnderReview(Open Before, BreakEvent.Proposed Proposal) : Break;

    /// <summary>The bank is to answer or to report again.</summary>
    public sealed record WithBank(Open Before, Deadline ReplyBy) : Break;

    /// <summary>A later file agrees; it waits to be closed.</summary>
    public sealed record Cleared(Open Before, string File) : Break;

    /// <summary>It is over.</summary>
    public sealed record Closed(BreakEvent.Found Found) : Break;

    public static EventStream<Break, BreakEvent> Stream(BreakId id) => new($"break/{id}", "break", new Absent(), Evolve);

    private static Break Evolve(Break state, BreakEvent happened) => (state, happened) switch
    {
        (Absent, BreakEvent.Found e) => new Open(e, AssignedTo: null),
        (Open o, BreakEvent.Assigned e) => o with { AssignedTo = e.To },
        (Open o, BreakEvent.Proposed e) => new UnderReview(o, e),
        (UnderReview r, BreakEvent.Declined) => r.Before,
        (UnderReview r, BreakEvent.SentBack e) => new WithBank(r.Before, e.ReplyBy),
        (WithBank w, BreakEvent.Answered) => w.Before,
        (Open o, BreakEvent.Cleared e) => new Cleared(o, e.File),
        (WithBank w, BreakEvent.Cleared e) => new Cleared(w.Before, e.File),
        (UnderReview r, BreakEvent.Closed) => new Closed(r.Before.Found),
        (Cleared c, BreakEvent.Closed) => new Closed(c.Before.Found),
        (Cleared c, BreakEvent.Found) => c.Before,
        _ => throw new UnreachableException($"{happened.GetType().Name} cannot follow {state.GetType().Name}."),
    };
}
