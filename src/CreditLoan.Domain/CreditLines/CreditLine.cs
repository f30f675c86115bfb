using System.Diagnostics;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.CreditLines;

/// <summary>A credit line (授信), by the number of its application that people see: SQ-2026-000123 (申请编号).</summary>
public readonly record struct CreditLineId(string Value)
{
    public static CreditLineId Numbered(int year, long number) => new($"SQ-{year:0000}-{number:000000}");

    public override string ToString() => Value;
}

/// <summary>New terms that wait for a signature (续授信要约).</summary>
public sealed record Renewal(CreditTerms Terms, Deadline SignBy);

/// <summary>An enterprise's wish for money under its line (提款申请).</summary>
public sealed record DrawingWish(Money Amount, string Words, DateOnly On);

/// <summary>A credit line (授信), by its stage.</summary>
public abstract record CreditLine
{
    private CreditLine() { }

    /// <summary>Nobody has applied under this number.</summary>
    public sealed record Unknown : CreditLine;

    /// <summary>Everything after the application knows who applied for what.</summary>
    public abstract record Applied(Application Application, Borrower Borrower) : CreditLine;

    /// <summary>Waits for the bank (待受理).</summary>
    public sealed record Requested(Application Application, Borrower Borrower, Deadline AcceptBy) : Applied(Application, Borrower);

    /// <summary>The bank works on it (办理中).</summary>
    /// <param name="Missing">What the bank waits for; null while the bank's own clock runs.</param>
    public sealed record UnderReview(
        Application Application, Borrower Borrower, string Officer, Deadline ContactBy, Deadline DecideBy, bool Contacted, Missing? Missing)
        : Applied(Application, Borrower);

    /// <summary>Granted and waiting for the enterprise (待签约).</summary>
    public sealed record Offered(Application Application, Borrower Borrower, CreditTerms Terms, Deadline SignBy) : Applied(Application, Borrower);

    /// <summary>Signed: money may be drawn (可提款).</summary>
    /// <param name="Available">The limit less what is in use (可用额度).</param>
    public sealed record Open(
        Application Application, Borrower Borrower, CreditTerms Terms, DateOnly SignedOn, Money Available, DrawingWish? Wish, Renewal? Renewal)
        : Applied(Application, Borrower);

    /// <summary>Signed once and ended; loans under it may still run (已结束).</summary>
    public sealed record Ended(Application Application, Borrower Borrower, CreditTerms Terms) : Applied(Application, Borrower);

    /// <summary>It never became a line (未成): withdrawn, declined or lapsed.</summary>
    public sealed record Failed(Application Application, Borrower Borrower, CreditLineStage Why) : Applied(Application, Borrower);

    public static EventStream<CreditLine, CreditLineEvent> Stream(CreditLineId id) =>
        new($"credit-line/{id}", "credit-line", new Unknown(), Evolve);

    private static CreditLine Evolve(CreditLine line, CreditLineEvent happened) => (line, happened) switch
    {
        (Unknown, CreditLineEvent.Requested e) => new Requested(e.Application, e.Borrower, e.AcceptBy),
        (Requested l, CreditLineEvent.TakenUp e) => new UnderReview(l.Application, l.Borrower, e.Officer, e.ContactBy, e.DecideBy, false, null),
        (Requested or UnderReview or Offered, CreditLineEvent.Withdrawn) => Fail(line, CreditLineStage.Withdrawn),
        (Requested or UnderReview, CreditLineEvent.Declined) => Fail(line, CreditLineStage.Declined),
        (UnderReview l, CreditLineEvent.Assigned e) => l with { Officer = e.Officer },
        (UnderReview l, CreditLineEvent.Contacted) => l with { Contacted = true },
        (UnderReview l, CreditLineEvent.MoreAsked e) => l with { Contacted = true, Missing = new Missing(e.What, e.On) },
        (UnderReview l, CreditLineEvent.Supplied e) => l with { Missing = null, DecideBy = e.DecideBy },
        (UnderReview l, CreditLineEvent.Granted e) => new Offered(l.Application, l.Borrower, e.Terms, e.SignBy),
        (Offered l, CreditLineEvent.Signed e) => new Open(l.Application, l.Borrower, l.Terms, e.On, l.Terms.Limit, null, null),
        (Offered, CreditLineEvent.Lapsed) => Fail(line, CreditLineStage.Lapsed),
        (Open l, CreditLineEvent.DrawingAsked e) => l with { Wish = new DrawingWish(e.Amount, e.Words, e.On) },
        (Open l, CreditLineEvent.DrawingRefused) => l with { Wish = null },
        (Open l, CreditLineEvent.Drawn e) => l with { Available = l.Available - e.Amount, Wish = null },
        (Open l, CreditLineEvent.Restored e) => l with { Available = l.Available + e.Amount },
        (Open l, CreditLineEvent.UseCorrected e) => l with { Available = l.Available + e.Change },
        (Open l, CreditLineEvent.RenewalOffered e) => l with { Renewal = new Renewal(e.Terms, e.SignBy) },
        (Open l, CreditLineEvent.Renewed e) => l with { Terms = e.Terms, Available = l.Available + e.Terms.Limit - l.Terms.Limit, Renewal = null },
        (Open l, CreditLineEvent.Expired or CreditLineEvent.Closed) => new Ended(l.Application, l.Borrower, l.Terms),
        _ => throw new UnreachableException($"{happened.GetType().Name} cannot follow {line.GetType().Name}."),
    };

    private static Failed Fail(CreditLine line, CreditLineStage why) =>
        line is Applied a ? new Failed(a.Application, a.Borrower, why) : throw new UnreachableException();
}

/// <summary>What the bank asked the enterprise for, and when (待补充).</summary>
public sealed record Missing(string What, DateOnly Since);
