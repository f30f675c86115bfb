using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Loans;

/// <summary>Every "no" about a loan.</summary>
public static class LoanRefusals
{
    public static readonly Refusal NotYours = new("loan.not_yours", "这笔借据不属于本行。");
    public static readonly Refusal NotApprover = new("loan.not_approver", "此操作须由审批人办理。");
    public static readonly Refusal NumberTaken = new("loan.number_taken", "这个借据号已经登记过放款。");
    public static readonly Refusal NotRunning = new("loan.not_running", "这笔借据已经结清、续贷、核销或冲正，不能再办理。");
    public static readonly Refusal NotDisbursed = new("loan.not_disbursed", "这个借据号没有放款记录。");
    public static readonly Refusal OtherLine = new("loan.other_line", "借据与授信不对应。");
    public static readonly Refusal MaturityBeforeValueDate = new("loan.maturity_before_value_date", "到期日须晚于起息日。");
    public static readonly Refusal AmountMissing = new("loan.amount_missing", "请填写金额，本金和利息不能都为零，也不能为负。");
    public static readonly Refusal Overdue = new("loan.overdue", "有逾期未还，请先归还逾期部分，再提前还款。");
    public static readonly Refusal NothingOverdue = new("loan.nothing_overdue", "逾期本金和利息不能都为零。");
    public static readonly Refusal SameGrade = new("loan.same_grade", "分类没有变化。");
    public static readonly Refusal ReasonMissing = new("loan.reason_missing", "请写明理由。");
    public static readonly Refusal NotLater = new("loan.not_later", "展期后的到期日须晚于现在的到期日。");
    public static readonly Refusal NotBad = new("loan.not_bad", "只有次级、可疑或损失类的借据可以核销，请先调整五级分类。");
    public static readonly Refusal NotWrittenOff = new("loan.not_written_off", "核销后才有追偿回收；未核销的，请登记还款。");
    public static readonly Refusal NothingChanged = new("loan.nothing_changed", "更正前后没有不同。");
    public static readonly Refusal NoSuchRepayment = new("loan.no_such_repayment", "没有这一笔还款，或它已被冲销。");
    public static readonly Refusal HasRepayments = new("loan.has_repayments", "已有还款，不能冲正放款；请先冲销还款。");
    public static readonly Refusal SameLoan = new("loan.same_loan", "续贷须用新的借据号。");

    public static Refusal InTheFuture(DateOnly today) => new("loan.in_the_future", $"日期不能晚于今天（{today:yyyy-MM-dd}）。");
    public static Refusal BeforeValueDate(DateOnly valueDate) => new("loan.before_value_date", $"日期不能早于起息日 {valueDate:yyyy-MM-dd}。");
    public static Refusal TermTooLong(int months) => new("loan.term_too_long", $"期限超过授信约定的 {months} 个月。");
    public static Refusal RateAboveGranted(Rate rate) => new("loan.rate_above_granted", $"执行利率高于授信批复的 {rate}。");
    public static Refusal AboveOutstanding(Money outstanding) => new("loan.above_outstanding", $"本金超过剩余的 {outstanding} 元。");
    public static Refusal AboveLoss(Money left) => new("loan.above_loss", $"超过核销后尚未收回的 {left} 元。");
    public static Refusal MaturityPast(DateOnly maturity) => new("loan.maturity_past", $"已于 {maturity:yyyy-MM-dd} 到期，展期须在到期前办理。");
    public static Refusal ExtensionTooLong(DateOnly latest) => new("loan.extension_too_long", $"展期最晚到 {latest:yyyy-MM-dd}（贷款通则第十二条）。");
    public static Refusal NotWholly(Money outstanding) => new("loan.not_wholly", $"续贷金额须等于原借据余额 {outstanding} 元；要减少的，请先归还差额。");
    public static Refusal BelowRepaid(Money repaid) => new("loan.below_repaid", $"本金低于已还的 {repaid} 元。");
}
