using System.Diagnostics;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Profiles;

/// <summary>An appeal (异议与复核申请), by its number.</summary>
public readonly record struct AppealId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>What an enterprise appeals against (申请事项).</summary>
public enum AppealKind
{
    /// <summary>The facts behind a tag (信息异议).</summary>
    Fact = 1,
    /// <summary>The score: a person is to look at it and explain (人工复核, 个保法第二十四条).</summary>
    Score = 2,
}

/// <summary>An appeal, by its stage.</summary>
public abstract record Appeal
{
    private Appeal() { }

    /// <summary>Nobody has filed it.</summary>
    public sealed record None : Appeal;

    /// <summary>Waits for a person's answer (待答复).</summary>
    public sealed record Open(EnterpriseCode Enterprise, AppealKind Kind) : Appeal;

    /// <summary>Answered or taken back (已办结).</summary>
    public sealed record Ended : Appeal;

    public static EventStream<Appeal, AppealEvent> Stream(AppealId id) => new($"appeal/{id}", "appeal", new None(), Evolve);

    private static Appeal Evolve(Appeal appeal, AppealEvent happened) => (appeal, happened) switch
    {
        (None, AppealEvent.Filed e) => new Open(e.Enterprise, e.Kind),
        (Open, AppealEvent.Answered) => new Ended(),
        (Open, AppealEvent.Withdrawn) => new Ended(),
        _ => throw new UnreachableException($"{happened.GetType().Name} cannot follow {appeal.GetType().Name}."),
    };
}
