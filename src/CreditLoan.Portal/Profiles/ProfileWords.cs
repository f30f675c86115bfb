using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Profiles;
using CreditLoan.Domain.Values;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Profiles;

/// <summary>The words of profiles.</summary>
public static class ProfileWords
{
    public static string Name(DataClass data) => data switch
    {
        DataClass.Registration => "登记",
        DataClass.Invoices => "发票",
        DataClass.Tax => "纳税",
        DataClass.SocialInsurance => "社保",
        DataClass.HousingFund => "公积金",
        DataClass.Utilities => "水电气",
        DataClass.Administrative => "许可与处罚",
        DataClass.Judicial => "司法",
        DataClass.Trade => "进出口",
        DataClass.IntellectualProperty => "知识产权",
        DataClass.Research => "科技资质",
        DataClass.Environment => "环保与碳",
        _ => "政府采购",
    };

    public static string Purpose(string purpose) => purpose switch
    {
        "PreLoanReview" => "贷前审查",
        "CreditApproval" => "授信审批",
        "PostLoan" => "贷后管理",
        "CompensationReview" => "风险补偿审核",
        _ => "生成标签和匹配",
    };

    /// <summary>每日 1 次，今天已用 1 次.</summary>
    public static string Frequency(ReadConsent consent, int used) => consent.TimesPer switch
    {
        "Day" => $"每日 {consent.Times} 次，今天已用 {used} 次",
        "Month" => $"每月 {consent.Times} 次，本月已用 {used} 次",
        _ => $"共 {consent.Times} 次，已用 {used} 次",
    };

    public static string? Size(string? size) => size switch { "Micro" => "微型", "Small" => "小型", "Medium" => "中型", "Large" => "大型", _ => null };

    /// <summary>Size, industry, district and age, as far as they are known.</summary>
    public static IEnumerable<string> Who(ReadRegister register, DateOnly asOf)
    {
        if (Size(register.Size) is { } size) yield return size;
        if (register.Industry is { Length: > 0 } industry) yield return Industries.NameOf(new IndustryCode(industry), IndustryEdition.Gb2017);
        if (register.District is { } district) yield return Cities.NameOf(new DistrictCode(district));
        if (register.FoundedOn is { } founded && founded <= asOf) yield return "成立 " + Age(founded, asOf);
    }

    public static Meaning Means(ProfileTag tag) => tag.Tone switch { TagTone.Notice => Meaning.Soon, TagTone.Absent => Meaning.Off, _ => Meaning.Plain };

    public static string Label(ProfileTag tag) => tag.Disputed ? tag.Label + "（异议中）" : tag.Label;

    /// <summary>Whether a class has gone without a delivery for longer than its features allow.</summary>
    public static bool IsStale(DataClass data, DateOnly upTo, DateOnly asOf) =>
        asOf.DayNumber - upTo.DayNumber > Features.All.Where(f => f.Source == data).Select(f => f.FreshDays).DefaultIfEmpty(45).Min();

    public static string Day(DateOnly day) => $"{day.Month}月{day.Day}日";

    /// <summary>What an enterprise can do about a reason against it, in one sentence.</summary>
    public static string Improve(ScoreReason reason) => reason.Missing ? "授权平台使用这类数据，到位后会重新评分" : (reason.Feature, reason.Class) switch
    {
        ("top_customer_share" or "customers", _) => "开拓新客户，不依赖一家；随开票逐月反映",
        ("top_supplier_share" or "suppliers", _) => "增加供应商，不依赖一家；随进项逐月反映",
        ("void_share" or "credit_note_share", _) => "开票前核对，少作废、少红冲；逐月反映",
        ("gap_months" or "active_months" or "sales_volatility" or "sales_peak_share", _) => "业务发生当月就开票，避免断月和集中开票；逐月反映",
        (_, DataClass.Invoices) => "如实足额开票，业务增长会逐月反映",
        (_, DataClass.Tax) => "按期申报纳税、缴清欠税；纳税信用每年 4 月评定",
        (_, DataClass.SocialInsurance or DataClass.HousingFund) => "按月足额缴纳，补缴欠费后次月更新",
        (_, DataClass.Utilities) => "缴清欠费后次月更新",
        (_, DataClass.Administrative) => "符合条件的处罚可申请信用修复，修复后立即不再计入",
        (_, DataClass.Judicial) => "履行义务或结案后更新；有误可提出异议",
        (_, DataClass.Registration) => "随经营时间自然改善",
        _ => "数据更新后会重新评分",
    };

    public static string Basis(LawfulBasis basis) => basis == LawfulBasis.PublicRegister ? "依法公开的信息" : "企业授权";

    private static string Age(DateOnly founded, DateOnly asOf)
    {
        var months = (asOf.Year - founded.Year) * 12 + asOf.Month - founded.Month - (asOf.Day < founded.Day ? 1 : 0);
        return (months / 12, months % 12) switch { (0, var m) => $"{m} 个月", (var y, 0) => $"{y} 年", var (y, m) => $"{y} 年 {m} 个月" };
    }
}
