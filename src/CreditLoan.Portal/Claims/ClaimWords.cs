using CreditLoan.Domain.Claims;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.ClaimPages;

/// <summary>How pages say where a claim stands.</summary>
public static class ClaimWords
{
    public static string Of(ClaimStage stage) => stage switch
    {
        ClaimStage.Pending => "审批中",
        ClaimStage.SentBack => "已退回",
        ClaimStage.Payable => "待拨付",
        ClaimStage.Paid => "已拨付",
        ClaimStage.Recovering => "追偿中",
        ClaimStage.Refused => "不予补偿",
        ClaimStage.Withdrawn => "已撤回",
        _ => "已撤销",
    };

    public static Meaning Means(ClaimStage stage) => stage switch
    {
        ClaimStage.Paid => Meaning.Done,
        ClaimStage.Refused or ClaimStage.Revoked => Meaning.Bad,
        ClaimStage.SentBack or ClaimStage.Payable => Meaning.Soon,
        _ => Meaning.Off,
    };

    /// <summary>A stored event's name in words, for the record of a claim or an enrolment.</summary>
    public static string Event(string name) => name switch
    {
        "claim_filed" => "申请",
        "claim_returned" or "enrolment_returned" => "退回补正",
        "claim_corrected" or "enrolment_corrected" => "补正",
        "claim_withdrawn" => "撤回",
        "claim_endorsed" => "审批同意",
        "claim_approved" => "批准，资金待拨",
        "claim_refused" => "不予补偿",
        "claim_revoked" => "撤销批准",
        "claim_paid" => "拨付",
        "claim_written_off" => "核销",
        "claim_recovered" => "追偿所得",
        "claim_shared" => "返还资金池",
        "enrolment_applied" => "入库申请",
        "enrolment_reviewed" => "审核通过",
        "enrolment_confirmed" => "确认入库",
        "enrolment_refused" => "不予入库",
        "enrolment_flagged" => "项目异常",
        _ => name,
    };
}
