using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Consents;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Consents;

/// <summary>What consents are called on pages.</summary>
public static class ConsentWords
{
    public static string Of(Purpose purpose) => ConsentNotice.Name(purpose);

    public static string Of(ConsentStatus status) => status switch
    {
        ConsentStatus.Requested => "待答复",
        ConsentStatus.Active => "有效",
        ConsentStatus.Rejected => "暂不授权",
        ConsentStatus.Paused => "已暂停",
        ConsentStatus.Revoked => "已撤回",
        ConsentStatus.Expired => "已到期",
        _ => "已被新授权替代",
    };

    public static Meaning Means(ConsentStatus status) => status switch
    {
        ConsentStatus.Active => Meaning.Done,
        ConsentStatus.Requested or ConsentStatus.Paused => Meaning.Soon,
        _ => Meaning.Off,
    };

    public static string Of(DataClass scope) => scope switch
    {
        DataClass.Registration => "企业登记",
        DataClass.Invoices => "发票",
        DataClass.Tax => "纳税",
        DataClass.SocialInsurance => "社会保险",
        DataClass.HousingFund => "住房公积金",
        DataClass.Utilities => "水电气",
        DataClass.Administrative => "行政许可和处罚",
        DataClass.Judicial => "司法",
        DataClass.Trade => "进出口",
        DataClass.IntellectualProperty => "知识产权",
        DataClass.Research => "科技研发",
        DataClass.Environment => "生态环境",
        _ => "政府采购和合同",
    };

    public static string Of(PersonalScope scope) => scope switch
    {
        PersonalScope.LegalRepresentative => "法定代表人",
        PersonalScope.ActualController => "实际控制人",
        _ => "股东",
    };

    public static string Of(ConsentMode mode) => mode switch
    {
        ConsentMode.View => "仅查看，不留存",
        ConsentMode.Store => "查看并留存",
        _ => "只核验是或否",
    };

    public static string Of(FrequencyUnit unit) => unit switch { FrequencyUnit.Day => "每天", FrequencyUnit.Month => "每月", _ => "整个期限内" };

    /// <summary>发票、纳税等 5 类.</summary>
    public static string Scopes(IReadOnlyList<DataClass> scopes) => scopes.Count <= 3
        ? string.Join("、", scopes.Select(Of))
        : string.Join("、", scopes.Take(2).Select(Of)) + $"等 {scopes.Count} 类";
}
