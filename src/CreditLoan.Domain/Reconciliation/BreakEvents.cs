using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Reconciliation;

/// <summary>Everything that can happen to a break (差异), in the order of its life.</summary>
public abstract record BreakEvent
{
    private BreakEvent() { }

    /// <summary>A run found the two sides apart (发现差异).</summary>
    /// <param name="Difference">The bank's amount less the platform's.</param>
    /// <param name="Sentence">What is wrong, in one sentence.</param>
    /// <param name="Row">The line in the bank's file; null where the bank has none.</param>
    /// <param name="LogPosition">How far the platform's log was read.</param>
    /// <param name="Schemes">Whose money it is about: the schemes of its loan, or where it is in none, those of the file. Null in what was found before breaks named them.</param>
    /// <param name="Pools">The tenants that run these schemes, and whose people end it; where there are none, every pool's people do.</param>
    public sealed record Found(BreakId Id, BreakKind Kind, BankCode Bank, string Number, FieldPair[] Fields, Money Difference, string Sentence,
        string File, int? Row, long LogPosition, DateOnly On, string[]? Schemes, string[]? Pools) : BreakEvent;

    /// <summary>Somebody is to end it by a day (分派).</summary>
    public sealed record Assigned(string To, Deadline Until, string By, DateOnly On) : BreakEvent;

    /// <summary>One person says how it ends; a second one agrees or not (提交复核).</summary>
    /// <param name="CorrectedBy">The event that put the platform right, as stream and version; null for the other ways.</param>
    public sealed record Proposed(WayOut Way, BreakReason Reason, string Words, string? CorrectedBy, string By, DateOnly On) : BreakEvent;

    /// <summary>The second person does not agree (复核不同意).</summary>
    public sealed record Declined(string Words, string By, DateOnly On) : BreakEvent;

    /// <summary>The second person agrees that it goes back to the bank (退回银行).</summary>
    public sealed record SentBack(Deadline ReplyBy, string By, DateOnly On) : BreakEvent;

    /// <summary>The bank answered (银行回复).</summary>
    public sealed record Answered(string Words, string By, DateOnly On) : BreakEvent;

    /// <summary>A later file agrees with the platform (后续文件已一致); a person still closes it.</summary>
    public sealed record Cleared(string File, DateOnly On) : BreakEvent;

    /// <summary>The second person closed it (关闭).</summary>
    public sealed record Closed(string By, DateOnly On) : BreakEvent;
}

/// <summary>One field with both sides' values, as people read them (逐项对照).</summary>
public sealed record FieldPair(string Field, string Ours, string Theirs)
{
    public bool Differs() => !string.Equals(Ours, Theirs, StringComparison.Ordinal);
}

/// <summary>The three ways to end a break (了结方式).</summary>
public enum WayOut
{
    /// <summary>Neither side changes; the reason is written down (说明后关闭).</summary>
    Explain = 0,
    /// <summary>The platform was put right by a new event (以更正事件更正平台).</summary>
    CorrectHere = 1,
    /// <summary>The bank reports again (退回银行重报).</summary>
    SendBack = 2,
}

/// <summary>Why the two sides differ (差异原因).</summary>
public enum BreakReason
{
    /// <summary>银行按净额填报.</summary>
    NetAmount = 0,
    /// <summary>跨日入账.</summary>
    NextDay = 1,
    /// <summary>银行漏报.</summary>
    LeftOutByBank = 2,
    /// <summary>平台漏记.</summary>
    LeftOutHere = 3,
    /// <summary>录入错误.</summary>
    Typing = 4,
    /// <summary>重复报送.</summary>
    SentTwice = 5,
    /// <summary>分次放款.</summary>
    PaidInParts = 6,
    /// <summary>其他.</summary>
    Other = 7,
}
