using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Products;

/// <summary>Everything that an eligibility rule may look at (规则字段目录): facts of registration first, tags after.</summary>
public static class Fields
{
    public static readonly Field District = new("district", "注册地",
        new FieldKind.Choice([.. Cities.All.SelectMany(c => c.Districts.Select(d => new Option(d.Code, d.Name)))]), DataClass.Registration);

    public static readonly Field Section = new("section", "行业门类",
        new FieldKind.Choice([.. Industries.Sections.Select(s => new Option(s.Key, s.Value))]), DataClass.Registration);

    public static readonly Field Division = new("division", "行业大类",
        new FieldKind.Choice([.. Industries.DivisionsOf(IndustryEdition.Gb2017).Select(d => new Option(d.Key, d.Value))]), DataClass.Registration);

    public static readonly Field Size = new("size", "企业规模", new FieldKind.Scale(
        [new("Micro", "微型"), new("Small", "小型"), new("Medium", "中型"), new("Large", "大型")]), DataClass.Registration, "在企业档案补充上年度划型数据后重新匹配");

    public static readonly Field Age = new("age_months", "成立时间", new FieldKind.Number("个月"), DataClass.Registration);

    public static readonly Field Sales = new("sales_12m", "近 12 月开票额", new FieldKind.Number("万元"), DataClass.Invoices);
    public static readonly Field SalesGrowth = new("sales_growth", "开票额同比增长", new FieldKind.Number("%"), DataClass.Invoices);
    public static readonly Field ActiveMonths = new("active_months", "近 12 月有开票的月数", new FieldKind.Number("个月"), DataClass.Invoices);
    public static readonly Field GapMonths = new("gap_months", "近 12 月最长断票", new FieldKind.Number("个月"), DataClass.Invoices);
    public static readonly Field VoidShare = new("void_share", "作废发票占比", new FieldKind.Number("%"), DataClass.Invoices);
    public static readonly Field TopCustomer = new("top_customer_share", "第一大客户占比", new FieldKind.Number("%"), DataClass.Invoices);

    public static readonly Field TaxGrade = new("tax_grade", "纳税信用级别", new FieldKind.Scale(
        [new("D", "D 级"), new("C", "C 级"), new("M", "M 级"), new("B", "B 级"), new("A", "A 级")]), DataClass.Tax, "纳税信用每年 4 月评定，提升后可申请");
    public static readonly Field TaxMonths = new("tax_months", "连续纳税", new FieldKind.Number("个月"), DataClass.Tax);
    public static readonly Field TaxArrears = new("tax_arrears", "欠税", new FieldKind.Flag("有欠税", "无欠税"), DataClass.Tax, "缴清欠税后可申请");

    public static readonly Field InsuredMonths = new("insured_months", "社保连续缴纳", new FieldKind.Number("个月"), DataClass.SocialInsurance);
    public static readonly Field InsuredPeople = new("insured_people", "社保参保人数", new FieldKind.Number("人"), DataClass.SocialInsurance);
    public static readonly Field UtilityArrears = new("utility_arrears", "水电气欠费", new FieldKind.Flag("有水电气欠费", "无水电气欠费"), DataClass.Utilities, "缴清欠费后可申请");

    public static readonly Field Penalties = new("penalties_24m", "近 24 月行政处罚", new FieldKind.Number("次"), DataClass.Administrative);
    public static readonly Field Abnormal = new("abnormal", "经营异常名录", new FieldKind.Flag("列入经营异常名录", "未列入经营异常名录"), DataClass.Administrative, "移出经营异常名录后可申请");
    public static readonly Field Dishonest = new("dishonest", "失信被执行人", new FieldKind.Flag("是失信被执行人", "不是失信被执行人"), DataClass.Judicial, "履行义务并移出名单后可申请");
    public static readonly Field Lawsuits = new("lawsuits_24m", "近 24 月作为被告的案件", new FieldKind.Number("件"), DataClass.Judicial);

    public static readonly Field Exports = new("exports_12m", "近 12 月出口", new FieldKind.Flag("近 12 月有出口报关", "近 12 月无出口报关"), DataClass.Trade, "有首笔出口后可申请");
    public static readonly Field Patents = new("patents", "有效发明专利", new FieldKind.Number("件"), DataClass.IntellectualProperty);
    public static readonly Field HighTech = new("high_tech", "高新技术企业", new FieldKind.Flag("是高新技术企业", "不是高新技术企业"), DataClass.Research, "通过高新技术企业认定后可申请");
    public static readonly Field Specialised = new("specialised", "专精特新", new FieldKind.Flag("列入专精特新名单", "未列入专精特新名单"), DataClass.Research, "列入专精特新名单后可申请");
    public static readonly Field Carbon = new("carbon_grade", "碳账户等级", new FieldKind.Scale(
        [new("E", "E 级"), new("D", "D 级"), new("C", "C 级"), new("B", "B 级"), new("A", "A 级")]), DataClass.Environment);
    public static readonly Field Awards = new("awards_12m", "近 12 月政府采购中标", new FieldKind.Number("次"), DataClass.Procurement);

    /// <summary>The platform's own band; it rests on whatever the enterprise lets the platform use.</summary>
    public static readonly Field ScoreBand = new("score_band", "信用档", new FieldKind.Scale([new("E", "E 档"), new("D", "D 档"), new("C", "C 档"), new("B", "B 档"), new("A", "A 档")]), null,
        "看“我的标签”里的不利原因，改进后信用档会上升");

    public static readonly IReadOnlyList<Field> All =
    [
        District, Section, Division, Size, Age,
        Sales, SalesGrowth, ActiveMonths, GapMonths, VoidShare, TopCustomer,
        TaxGrade, TaxMonths, TaxArrears, InsuredMonths, InsuredPeople, UtilityArrears,
        Penalties, Abnormal, Dishonest, Lawsuits, Exports, Patents, HighTech, Specialised, Carbon, Awards, ScoreBand,
    ];

    private static readonly Dictionary<string, Field> ByKey = All.ToDictionary(f => f.Key, StringComparer.Ordinal);

    public static Field? Find(string key) => ByKey.GetValueOrDefault(key);
}
