namespace CreditLoan.Domain.Enterprises;

/// <summary>Every "no" about an enterprise's entry.</summary>
public static class EnterpriseRefusals
{
    public static readonly Refusal NotYours = new("enterprise.not_yours", "您只能为自己的企业办理登记。");
    public static readonly Refusal AlreadyRegistered = new("enterprise.already_registered", "这个统一社会信用代码已经注册，请直接登录，或找回账户。");
    public static readonly Refusal WaitsForSecondPerson = new("enterprise.code_under_review", "这个代码未通过校验，正在等待人工复核，复核后会通知您。");
    public static readonly Refusal NothingToReview = new("enterprise.nothing_to_review", "没有待复核的代码。");
    public static readonly Refusal NotReviewer = new("enterprise.not_reviewer", "只有数据管理员可以复核未通过校验的代码。");
    public static readonly Refusal SamePerson = new("enterprise.same_person", "提交人不能复核自己提交的代码，请另一人复核。");
    public static readonly Refusal ReasonMissing = new("enterprise.reason_missing", "请写明理由，例如营业执照原件的核对情况。");
    public static readonly Refusal NameMissing = new("enterprise.name_missing", "请填写企业名称，与营业执照一致。");
    public static readonly Refusal Incomplete = new("enterprise.incomplete", "请填写注册地、行业和成立日期，与营业执照一致。");
    public static readonly Refusal FoundedLater = new("enterprise.founded_later", "成立日期不能晚于今天，请核对。");
    public static readonly Refusal NotRegistered = new("enterprise.not_registered", "这个企业还没有注册。");
    public static readonly Refusal Gone = new("enterprise.struck_off", "这个企业已经注销。");
    public static readonly Refusal FiguresNegative = new("enterprise.figures_negative", "从业人员、营业收入和资产总额不能为负数。");

    public static Refusal CodeMalformed(string problem) => new("enterprise.code_malformed", problem);
    public static Refusal UnknownDistrict(string code) => new("enterprise.unknown_district", $"没有区划 {code}，请从列表中选择。");
    public static Refusal WrongIndustry(string problem) => new("enterprise.wrong_industry", problem);
    public static Refusal YearNotOver(int year) => new("enterprise.year_not_over", $"{year} 年还没有结束，请填写已经结束的年度。");
}
