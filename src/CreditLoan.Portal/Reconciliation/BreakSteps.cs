using CreditLoan.Domain.Reconciliation;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Reconciliation;

/// <summary>What a step in a break's life said, in one line.</summary>
public static class BreakSteps
{
    public static string? Said(object happened) => happened switch
    {
        BreakEvent.Found e => $"核对时日志位置 {Words.Count(e.LogPosition)}",
        BreakEvent.Assigned e => $"{e.To}，应于 {Words.Date(e.Until.Day)} 前了结",
        BreakEvent.Proposed e => $"{BreakWords.Of(e.Way)}，{BreakWords.Of(e.Reason)}：{e.Words}",
        BreakEvent.Declined e => e.Words,
        BreakEvent.SentBack e => $"{Words.Date(e.ReplyBy.Day)} 前回复或重报",
        BreakEvent.Answered e => e.Words,
        BreakEvent.Cleared e => e.File,
        _ => null,
    };
}
