using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Bureau;

/// <summary>One standing target as pages show it.</summary>
public sealed record TargetRow(Metric Metric, string Scope, DateOnly BaseDate, Money Base, DateOnly EndDate, Money Value, string Source);

public static class TargetBook
{
    public static readonly View<TargetRow, TargetEvent> View = new("target_book", (_, happened) =>
        happened is TargetEvent.Set e ? new TargetRow(e.Metric, e.Scope, e.BaseDate, e.Base, e.End, e.Value, e.Source) : null);
}
