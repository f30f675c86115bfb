using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Pools;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Pools;

/// <summary>What a step of an enrolment or a claim said, in one line.</summary>
public static class PoolSteps
{
    public static string? Said(object happened) => happened switch
    {
        EnrolmentEvent.Returned e => $"{PoolWords.Of(e.Reason)}：{e.Note}，请于 {Words.Date(e.CorrectBy.Day)} 前补正",
        EnrolmentEvent.Reviewed { Note: { Length: > 0 } note } => note,
        EnrolmentEvent.Refused e => e.Reason,
        EnrolmentEvent.Flagged e => $"{PoolWords.Of(e.Kind)}，自 {Words.Date(e.Since)} 起：{e.Note}",
        ClaimEvent.Filed e => $"损失 {Words.Yuan(e.Asked.Loss)} 元，按规则 {Words.Yuan(e.Asked.Amount)} 元",
        ClaimEvent.Returned e => $"{PoolWords.Of(e.Reason)}：{e.Note}，请于 {Words.Date(e.CorrectBy.Day)} 前补正",
        ClaimEvent.Corrected e => $"损失 {Words.Yuan(e.Asked.Loss)} 元，按规则 {Words.Yuan(e.Asked.Amount)} 元",
        ClaimEvent.Withdrawn e => e.Why,
        ClaimEvent.Endorsed { Note: { Length: > 0 } note } => note,
        ClaimEvent.Approved e => $"{Words.Yuan(e.Amount)} 元",
        ClaimEvent.Refused e => e.Reason,
        ClaimEvent.Revoked e => e.Why,
        ClaimEvent.Paid e => $"{Words.Yuan(e.Amount)} 元，凭证 {e.Voucher}",
        ClaimEvent.WrittenOff e => $"{Words.Yuan(e.Amount)} 元",
        ClaimEvent.Recovered e => $"{Words.Yuan(e.Amount)} 元，其中应返还 {Words.Yuan(e.Due)} 元，{Words.Date(e.ReturnBy.Day)} 前",
        ClaimEvent.Shared e => $"{Words.Yuan(e.Amount)} 元，凭证 {e.Voucher}",
        _ => null,
    };
}
