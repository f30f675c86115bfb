using System.Globalization;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Enterprises;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Identity;

/// <summary>What somebody fills in to open an enterprise's account; texts as they were typed, so that a faulty one is shown again.</summary>
public sealed class OpenAccountForm
{
    public string? Code { get; set; }
    public string? Name { get; set; }
    public string? Person { get; set; }
    public string? Phone { get; set; }
    public string? District { get; set; }
    public string? Industry { get; set; }
    public string? Founded { get; set; }
    public string? Employees { get; set; }
    public string? Revenue { get; set; }
    public string? Assets { get; set; }
    public string? Password { get; set; }
    public string? Again { get; set; }

    /// <summary>The request, where nothing is to be mended. A code that fails its check character is taken: a second person will look at the licence.</summary>
    public AccountRequest? Read(FormErrors errors, DateOnly today)
    {
        errors.Add("code", "统一社会信用代码", UnifiedCreditCode.TryParseForm(Code, out var code, out var problem) ? null : problem)
            .Add("name", "企业名称", Name?.Trim() is { Length: > 1 and <= 100 } ? null : "与营业执照一致")
            .Add("district", "注册地", District is { } d && Cities.Knows(new DistrictCode(d)) ? null : "选择区县或镇街")
            .Add("industry", "行业", Industries.TryParse(Industry, IndustryEdition.Gb2017, out var industry, out _) ? null : "选择主营行业")
            .Add("founded", "成立日期", !DateOnly.TryParseExact(Founded, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var founded) ? "填写营业执照上的成立日期" : founded > today ? "不能晚于今天" : null);
        var (employees, revenue, assets) = (Number(errors, "employees", "从业人员", Employees, whole: true), Number(errors, "revenue", "营业收入", Revenue), Number(errors, "assets", "资产总额", Assets));
        errors.Add("person", "法定代表人姓名", Person?.Trim() is { Length: > 1 and <= 40 } ? null : "与营业执照一致")
            .Add("phone", "手机号码", Phone is { Length: 11 } && Phone[0] == '1' && Phone.All(char.IsAsciiDigit) ? null : "填 11 位手机号码，核对身份时打这个电话")
            .Add("password", "口令", PasswordRules.Problems(Password ?? "", "").FirstOrDefault() ?? (Name?.Trim() is { Length: > 2 } name && Password!.Contains(name, StringComparison.OrdinalIgnoreCase) ? "口令不能含企业名称。" : null))
            .Add("again", "再填一次口令", Again == Password ? null : "两次填写不一样");
        if (errors.Any) return null;
        var registration = new Registration(new EnterpriseCode(code.ToString()), Name!.Trim(), new DistrictCode(District!), industry, IndustryEdition.Gb2017, founded);
        var figures = (employees ?? revenue ?? assets) is null ? null : new Domain.Enterprises.Figures(today.Year - 1, (int?)employees, revenue is { } r ? Money.Wan(r) : null, assets is { } a ? Money.Wan(a) : null);
        return new AccountRequest(registration, figures, Person!.Trim(), Phone!);
    }

    /// <summary>A figure that may be left out.</summary>
    private static decimal? Number(FormErrors errors, string field, string label, string? text, bool whole = false)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (decimal.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= 10_000_000 && (!whole || number == Math.Truncate(number))) return number;
        errors.Add(field, label, whole ? "填整数，或者留空" : "填数字，单位万元，或者留空");
        return null;
    }
}
