using CreditLoan.Domain.Access;

namespace CreditLoan.Domain.Bureau;

/// <summary>Why the bureau wants to know who stands behind a counted loan (查看名称理由).</summary>
public enum NameReason
{
    /// <summary>A reported figure is doubted (核对报送数据).</summary>
    FigureInDoubt = 1,
    /// <summary>Somebody has complained (办理投诉举报).</summary>
    Complaint,
    /// <summary>An inspection or audit asks (监督检查).</summary>
    Inspection,
    /// <summary>The enterprise itself has asked for help (企业求助).</summary>
    Help,
}

/// <summary>A request for the name behind a fingerprint (查看名称申请): a reason from the list, and what it is about.</summary>
public sealed record NameRequest(NameReason Reason, string About)
{
    /// <summary>The "no" to this request; null where the name may be told, which is then on record.</summary>
    public Refusal? Why(Role role) => this switch
    {
        _ when role is not (Role.BureauAnalyst or Role.BureauLeader) => NotBureau,
        _ when !Enum.IsDefined(Reason) => ReasonMissing,
        _ when string.IsNullOrWhiteSpace(About) => AboutMissing,
        _ => null,
    };

    public static readonly Refusal NotBureau = new("loan_name.not_bureau", "只有金融局可以凭理由查看名称。");
    public static readonly Refusal ReasonMissing = new("loan_name.reason_missing", "请选择查看名称的理由。");
    public static readonly Refusal AboutMissing = new("loan_name.about_missing", "请写明所为何事，例如文号或来电记录。");
}
