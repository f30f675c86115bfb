using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Products;

/// <summary>Every "no" about a product.</summary>
public static class ProductRefusals
{
    public static readonly Refusal NotYours = new("product.not_yours", "只有本行的银行管理员可以维护这个产品。");
    public static readonly Refusal NumberTaken = new("product.number_taken", "本行已有这个产品编号，请换一个。");
    public static readonly Refusal NumberMissing = new("product.number_missing", "请填写产品编号，由字母、数字和短横线组成，不超过 20 位。");
    public static readonly Refusal Unknown = new("product.unknown", "没有这个产品。");
    public static readonly Refusal AlreadyOnShelf = new("product.already_on_shelf", "这个产品已经在架。");
    public static readonly Refusal NotOnShelf = new("product.not_on_shelf", "这个产品不在架。");
    public static readonly Refusal NotDueYet = new("product.not_due_yet", "上架有效期还没有过。");
    public static readonly Refusal ReasonMissing = new("product.reason_missing", "请写明下架理由。");
    public static readonly Refusal NameMissing = new("product.name_missing", "请填写产品名称和一两句说明。");
    public static readonly Refusal AmountsWrong = new("product.amounts_wrong", "最低金额应大于 0，且不高于最高金额。");
    public static readonly Refusal MonthsWrong = new("product.months_wrong", "最短期限应不少于 1 个月、不长于最长期限，最长 120 个月。");
    public static readonly Refusal PriceWrong = new("product.price_wrong", "加减点的下限不能高于上限，且应在 −300 至 2,000 个基点之间。");
    public static readonly Refusal MethodsMissing = new("product.methods_missing", "请至少选择一种还款方式。");
    public static readonly Refusal SecuritiesMissing = new("product.securities_missing", "请至少选择一种担保方式。");
    public static readonly Refusal FeeWrong = new("product.fee_wrong", "每项费用都要有名称，比例在 0 至 20% 之间，定额不为负数。");
    public static readonly Refusal TooManyRules = new("product.too_many_rules", "准入规则最多 20 条。");

    public static Refusal RuleWrong(int number, string problem) => new("product.rule_wrong", $"第 {number} 条规则：{problem}");
    public static Refusal UntilPast(DateOnly today) => new("product.until_past", $"上架有效期应晚于 {today:yyyy-MM-dd}。");
    public static Refusal UntilTooFar(DateOnly last) => new("product.until_too_far", $"上架有效期最长一年，请填 {last:yyyy-MM-dd} 或更早，到期前可以续期。");
    public static Refusal OtherBank(BankCode bank) => new("product.other_bank", $"产品属于 {bank}，不是您所在的银行。");
}
