using System.Diagnostics;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.CreditLines;

/// <summary>What a step of the timeline was (节点).</summary>
public enum CreditLineStep
{
    Requested = 1, Withdrawn, TakenUp, Assigned, Contacted, MoreAsked, Supplied, Granted, Declined, Signed, Lapsed,
    DrawingAsked, DrawingRefused, Drawn, Restored, UseCorrected, RenewalOffered, Renewed, Expired, Closed,
}

/// <summary>One step on the way of an application (进度).</summary>
/// <param name="Day">The business day.</param>
/// <param name="Words">What was said.</param>
/// <param name="By">When the next step is due.</param>
public sealed record CreditLineStepRow(CreditLineStep Step, DateOnly Day, string? Words, Money? Amount, DateOnly? By);

/// <summary>The steps of an application, one below the other, as the enterprise and the bank read them (进度时间线).</summary>
public static class CreditLineTimeline
{
    public static readonly LineView<CreditLineStepRow, CreditLineEvent> View = new("credit_line_timeline", happened => [Step(happened)]);

    private static CreditLineStepRow Step(CreditLineEvent happened) => happened switch
    {
        CreditLineEvent.Requested e => new(CreditLineStep.Requested, e.On, null, e.Application.Amount, e.AcceptBy.Day),
        CreditLineEvent.Withdrawn e => new(CreditLineStep.Withdrawn, e.On, e.Words, null, null),
        CreditLineEvent.TakenUp e => new(CreditLineStep.TakenUp, e.On, null, null, e.ContactBy.Day),
        CreditLineEvent.Assigned e => new(CreditLineStep.Assigned, e.On, null, null, null),
        CreditLineEvent.Contacted e => new(CreditLineStep.Contacted, e.On, e.Words, null, null),
        CreditLineEvent.MoreAsked e => new(CreditLineStep.MoreAsked, e.On, e.What, null, null),
        CreditLineEvent.Supplied e => new(CreditLineStep.Supplied, e.On, e.Words, null, e.DecideBy.Day),
        CreditLineEvent.Granted e => new(CreditLineStep.Granted, e.On, null, e.Terms.Limit, e.SignBy.Day),
        CreditLineEvent.Declined e => new(CreditLineStep.Declined, e.On, e.Words, null, null),
        CreditLineEvent.Signed e => new(CreditLineStep.Signed, e.On, null, null, null),
        CreditLineEvent.Lapsed e => new(CreditLineStep.Lapsed, e.On, null, null, null),
        CreditLineEvent.DrawingAsked e => new(CreditLineStep.DrawingAsked, e.On, e.Words, e.Amount, null),
        CreditLineEvent.DrawingRefused e => new(CreditLineStep.DrawingRefused, e.On, e.Words, null, null),
        CreditLineEvent.Drawn e => new(CreditLineStep.Drawn, e.On, e.Loan.Number, e.Amount, null),
        CreditLineEvent.Restored e => new(CreditLineStep.Restored, e.On, e.Loan.Number, e.Amount, null),
        CreditLineEvent.UseCorrected e => new(CreditLineStep.UseCorrected, e.On, e.Loan.Number, e.Change, null),
        CreditLineEvent.RenewalOffered e => new(CreditLineStep.RenewalOffered, e.On, null, e.Terms.Limit, e.SignBy.Day),
        CreditLineEvent.Renewed e => new(CreditLineStep.Renewed, e.On, null, e.Terms.Limit, null),
        CreditLineEvent.Expired e => new(CreditLineStep.Expired, e.On, null, null, null),
        CreditLineEvent.Closed e => new(CreditLineStep.Closed, e.On, e.Words, null, null),
        _ => throw new UnreachableException($"{happened.GetType().Name} has no step."),
    };
}
