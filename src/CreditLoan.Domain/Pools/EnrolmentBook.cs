using System.Diagnostics;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Pools;

/// <summary>Where an enrolment stands (入库阶段).</summary>
public enum EnrolmentStage { UnderReview = 0, Reviewed = 1, SentBack = 2, InForce = 3, Flagged = 4, TurnedAway = 5 }

/// <summary>One loan in the list of enrolments (入库清单).</summary>
/// <param name="Due">By when the next step is to be taken; null where none waits.</param>
public sealed record EnrolmentRow(
    string Scheme, string Bank, string Number, string Borrower, Money Amount, DateOnly DisbursedOn, DateOnly DueOn, string District,
    BorrowerKind Kind, Security Security, UpliftGround[] Grounds, Cover Cover, int RuleVersion, EnrolmentStage Stage,
    DateOnly AppliedOn, DateOnly? ConfirmedOn, DateOnly? FlaggedSince, DateOnly? Due, string? ReviewedBy, string? Note, Guarantor? Guarantor = null);

public static class EnrolmentBook
{
    public static readonly View<EnrolmentRow, EnrolmentEvent> View = new("enrolment_book", Fold);

    private static EnrolmentRow? Fold(EnrolmentRow? row, EnrolmentEvent happened) => (row, happened) switch
    {
        (_, EnrolmentEvent.Applied e) => new EnrolmentRow(e.Id.Scheme.Value, e.Id.Loan.Bank.Value, e.Id.Loan.Number, e.Loan.Borrower.Value,
            e.Loan.Amount, e.Loan.DisbursedOn, e.Loan.DueOn, e.Loan.District.Value, e.Loan.Kind, e.Loan.Security, e.Loan.Grounds, e.Cover,
            e.RuleVersion, EnrolmentStage.UnderReview, e.On, null, null, e.ReviewBy.Day, null, null, e.Loan.Guarantor),
        ({ } r, EnrolmentEvent.Returned e) => r with { Stage = EnrolmentStage.SentBack, Due = e.CorrectBy.Day, Note = e.Note, ReviewedBy = null },
        ({ } r, EnrolmentEvent.Corrected e) => r with
        {
            Stage = EnrolmentStage.UnderReview, Due = e.ReviewBy.Day, Note = null, Amount = e.Loan.Amount, Borrower = e.Loan.Borrower.Value,
            DisbursedOn = e.Loan.DisbursedOn, DueOn = e.Loan.DueOn, District = e.Loan.District.Value, Kind = e.Loan.Kind,
            Security = e.Loan.Security, Grounds = e.Loan.Grounds, Guarantor = e.Loan.Guarantor,
        },
        ({ } r, EnrolmentEvent.Reviewed e) => r with { Stage = EnrolmentStage.Reviewed, ReviewedBy = e.By, Note = e.Note },
        ({ } r, EnrolmentEvent.Confirmed e) => r with { Stage = EnrolmentStage.InForce, ConfirmedOn = e.On, Due = null, Note = null },
        ({ } r, EnrolmentEvent.Refused e) => r with { Stage = EnrolmentStage.TurnedAway, Due = null, Note = e.Reason },
        ({ } r, EnrolmentEvent.Flagged e) => r with { Stage = EnrolmentStage.Flagged, FlaggedSince = r.FlaggedSince ?? e.Since, Note = e.Note },
        _ => throw new UnreachableException($"{happened.GetType().Name} cannot follow {row}."),
    };
}
