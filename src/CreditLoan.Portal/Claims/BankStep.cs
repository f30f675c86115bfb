using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Pools;

namespace CreditLoan.Portal.ClaimPages;

/// <summary>What the bank can do next about an enrolled loan.</summary>
public static class BankStep
{
    /// <returns>The heading and the step: correct-enrolment, flag, file, correct-claim, recover; otherwise a sentence that says who is to act.</returns>
    public static (string Title, string Step) Of(EnrolmentRow enrolment, ClaimRow? claim) => (enrolment.Stage, claim?.Stage) switch
    {
        (_, ClaimStage.Pending) => ("审批中", "等待资金池审批。"),
        (_, ClaimStage.Payable) => ("待拨付", "已批准，等待拨付。"),
        (_, ClaimStage.SentBack) => ("补正补偿申请", "correct-claim"),
        (_, ClaimStage.Paid or ClaimStage.Recovering) => ("追偿与返还", "recover"),
        (EnrolmentStage.SentBack, _) => ("补正入库申请", "correct-enrolment"),
        (EnrolmentStage.InForce, _) => ("报告项目异常", "flag"),
        (EnrolmentStage.Flagged, _) => ("申请补偿", "file"),
        (EnrolmentStage.TurnedAway, _) => ("不予入库", enrolment.Note ?? "不予入库。"),
        _ => ("审核中", "等待资金池审核。"),
    };
}
