using System.Diagnostics;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Reconciliation;

/// <summary>Where a break stands (差异状态).</summary>
public enum BreakStage { Open = 0, UnderReview = 1, WithBank = 2, Cleared = 3, Closed = 4 }

/// <summary>One break in the list (差异清单).</summary>
/// <param name="Due">By when the next step is to be taken.</param>
public sealed record BreakRow(
    string Id, BreakKind Kind, string Bank, string Number, FieldPair[] Fields, Money Difference, string Sentence, string File, int? FileRow,
    long LogPosition, DateOnly FoundOn, BreakStage Stage, string? AssignedTo, DateOnly? Due,
    WayOut? Way, BreakReason? Reason, string? Words, string? CorrectedBy, string? ProposedBy, DateOnly? ClosedOn, string[] Schemes, string[] Pools);

public static class BreakBook
{
    public static readonly View<BreakRow, BreakEvent> View = new("break_book", Fold);

    private static BreakRow? Fold(BreakRow? row, BreakEvent happened) => (row, happened) switch
    {
        (null, BreakEvent.Found e) => new BreakRow(e.Id.Value, e.Kind, e.Bank.Value, e.Number, e.Fields, e.Difference, e.Sentence, e.File, e.Row,
            e.LogPosition, e.On, BreakStage.Open, null, null, null, null, null, null, null, null, e.Schemes ?? [], e.Pools ?? []),
        ({ } r, BreakEvent.Found e) => r with { Stage = BreakStage.Open, File = e.File, FileRow = e.Row, LogPosition = e.LogPosition },
        ({ } r, BreakEvent.Assigned e) => r with { AssignedTo = e.To, Due = e.Until.Day },
        ({ } r, BreakEvent.Proposed e) => r with
        {
            Stage = BreakStage.UnderReview, Way = e.Way, Reason = e.Reason, Words = e.Words, CorrectedBy = e.CorrectedBy, ProposedBy = e.By,
        },
        ({ } r, BreakEvent.Declined e) => r with { Stage = BreakStage.Open, Words = e.Words },
        ({ } r, BreakEvent.SentBack e) => r with { Stage = BreakStage.WithBank, Due = e.ReplyBy.Day },
        ({ } r, BreakEvent.Answered e) => r with { Stage = BreakStage.Open, Words = e.Words },
        ({ } r, BreakEvent.Cleared) => r with { Stage = BreakStage.Cleared },
        ({ } r, BreakEvent.Closed e) => r with { Stage = BreakStage.Closed, ClosedOn = e.On, Due = null },
        _ => throw new UnreachableException($"{happened.GetType().Name} cannot follow {row}."),
    };
}
