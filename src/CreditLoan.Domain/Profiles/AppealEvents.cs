using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Profiles;

/// <summary>Everything that can happen to an appeal (异议与复核申请), in the order of its life.</summary>
public abstract record AppealEvent
{
    private AppealEvent() { }

    /// <summary>An enterprise objects to what a tag rests on (信息异议), or asks a person to look at its score (人工复核).</summary>
    /// <param name="About">The tag's key; empty for the score.</param>
    /// <param name="AnswerBy">The platform's promise: the last working day for an answer.</param>
    public sealed record Filed(AppealId Appeal, EnterpriseCode Enterprise, AppealKind Kind, string About, string Reason, DateOnly On, DateOnly AnswerBy) : AppealEvent;

    /// <summary>A person looked into it and answered (答复).</summary>
    /// <param name="Upheld">The enterprise is right: the facts behind the tag are used no more, or the score was not to be relied on.</param>
    public sealed record Answered(string By, bool Upheld, string Words, DateOnly On) : AppealEvent;

    /// <summary>The enterprise took it back (撤回).</summary>
    public sealed record Withdrawn(DateOnly On) : AppealEvent;
}
