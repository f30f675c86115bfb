using System.Diagnostics;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Pools;

/// <summary>One loan's place in one scheme (入库编号).</summary>
public readonly record struct EnrolmentId(SchemeCode Scheme, LoanId Loan)
{
    public override string ToString() => $"{Scheme}/{Loan}";
}

/// <summary>A loan on its way into a scheme, in it, or turned away (入库).</summary>
public abstract record Enrolment
{
    private Enrolment() { }

    /// <summary>Nobody asked.</summary>
    public sealed record Absent : Enrolment;

    /// <summary>The bank asked; the scheme looks at it.</summary>
    /// <param name="ReviewedBy">The first person; null before the review.</param>
    public sealed record UnderReview(EnrolmentId Id, int RuleVersion, Cover Cover, CoveredLoan Loan, bool Stacks, Deadline ReviewBy, string? ReviewedBy) : Enrolment;

    /// <summary>The bank is to put it right.</summary>
    public sealed record SentBack(UnderReview Before, Deadline CorrectBy) : Enrolment;

    /// <summary>The loan is covered.</summary>
    /// <param name="Flagged">Something is wrong with the project since a day.</param>
    public sealed record InForce(EnrolmentId Id, int RuleVersion, Cover Cover, CoveredLoan Loan, DateOnly? Flagged) : Enrolment;

    /// <summary>The scheme turned it away.</summary>
    public sealed record TurnedAway(string Reason) : Enrolment;

    public static EventStream<Enrolment, EnrolmentEvent> Stream(EnrolmentId id) => new($"enrolment/{id}", "enrolment", new Absent(), Evolve);

    private static Enrolment Evolve(Enrolment enrolment, EnrolmentEvent happened) => (enrolment, happened) switch
    {
        (Absent, EnrolmentEvent.Applied e) => new UnderReview(e.Id, e.RuleVersion, e.Cover, e.Loan, e.Stacks, e.ReviewBy, ReviewedBy: null),
        (TurnedAway, EnrolmentEvent.Applied e) => new UnderReview(e.Id, e.RuleVersion, e.Cover, e.Loan, e.Stacks, e.ReviewBy, ReviewedBy: null),
        (UnderReview r, EnrolmentEvent.Returned e) => new SentBack(r with { ReviewedBy = null }, e.CorrectBy),
        (SentBack s, EnrolmentEvent.Corrected e) => s.Before with { Loan = e.Loan, ReviewBy = e.ReviewBy },
        (UnderReview r, EnrolmentEvent.Reviewed e) => r with { ReviewedBy = e.By },
        (UnderReview r, EnrolmentEvent.Confirmed) => new InForce(r.Id, r.RuleVersion, r.Cover, r.Loan, Flagged: null),
        (UnderReview or SentBack, EnrolmentEvent.Refused e) => new TurnedAway(e.Reason),
        (InForce f, EnrolmentEvent.Flagged e) => f with { Flagged = f.Flagged ?? e.Since },
        _ => throw new UnreachableException($"{happened.GetType().Name} cannot follow {enrolment.GetType().Name}."),
    };
}
