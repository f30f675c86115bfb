namespace CreditLoan.Domain.Pools;

/// <summary>Why a loan does not enter a scheme.</summary>
public static class EnrolmentRefusals
{
    public static readonly Refusal AppliedAlready = new("enrolment.applied_already", "这笔借据已申请入库。");
    public static readonly Refusal NotYourLoan = new("enrolment.not_your_loan", "只能为本行的借据办理。");
    public static readonly Refusal NotYourScheme = new("enrolment.not_your_scheme", "只有该机制管理方有权限的人员可以办理。");
    public static readonly Refusal NotDisbursed = new("enrolment.not_disbursed", "放款之后才能申请入库。");
    public static readonly Refusal NotUnderReview = new("enrolment.not_under_review", "这笔申请不在审核中。");
    public static readonly Refusal NotSentBack = new("enrolment.not_sent_back", "这笔申请没有被退回。");
    public static readonly Refusal NotReviewed = new("enrolment.not_reviewed", "请先由经办人审核。");
    public static readonly Refusal ReviewedAlready = new("enrolment.reviewed_already", "这笔申请已审核，等待另一人确认。");
    public static readonly Refusal NotInForce = new("enrolment.not_in_force", "这笔借据没有入库。");
    public static readonly Refusal SinceOutOfRange = new("enrolment.since_out_of_range", "异常发生日应在放款日与今天之间。");
    public static readonly Refusal DistrictOut = new("enrolment.district_out", "借款人放款日的登记或经营地不在本机制范围。");
    public static readonly Refusal SecurityOut = new("enrolment.security_out", "这种增信方式的贷款不在本机制范围。");
    public static readonly Refusal GuarantorMissing = new("enrolment.guarantor_missing", "政担补偿给担保机构，请填写担保机构的名称和统一社会信用代码。");
    public static readonly Refusal GuarantorNotCovered = new("enrolment.guarantor_not_covered", "政银补偿给银行，不填担保机构。");
    public static Refusal BorrowerKindOut(string source) => new("enrolment.borrower_kind_out", $"借款人放款日的类别不在补偿对象内（{source}）。");
    public static Refusal CoveredElsewhere(SchemeCode other) => new("enrolment.covered_elsewhere", $"这笔借据已在机制 {other} 入库，两个机制没有互相登记可以叠加。");
    public static Refusal TooLate(DateOnly until) => new("enrolment.too_late", $"已过期限，最后一天是 {until:yyyy-MM-dd}。");
}
