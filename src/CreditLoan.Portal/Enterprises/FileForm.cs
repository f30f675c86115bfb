using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Values;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Enterprises;

/// <summary>What an enterprise writes into its file.</summary>
public sealed class FileForm
{
    public string Name { get; set; } = "";
    public string District { get; set; } = "";
    public IndustryEdition Edition { get; set; } = IndustryEdition.Gb2017;
    public string Industry { get; set; } = "";
    public DateOnly? FoundedOn { get; set; }

    public static FileForm Of(EnterpriseRow? row) => row is null ? new() : new()
    {
        Name = row.Name, District = row.District?.Value ?? "", Edition = row.Edition, Industry = row.Industry?.Value ?? "", FoundedOn = row.FoundedOn,
    };

    public Registration Registration(EnterpriseCode code) => new(
        code, Name.Trim(), District.Length == 0 ? null : new DistrictCode(District),
        Industry.Length == 0 ? null : new IndustryCode(Industry.Trim().ToUpperInvariant()), Edition, FoundedOn);

    public void Check(FormErrors errors, DateOnly today)
    {
        errors.Clear();
        errors.Add("name", "企业名称", Name.Trim().Length > 0 ? null : "与营业执照一致")
            .Add("district", "注册地", District.Length > 0 ? null : "选择区县或镇街")
            .Add("industry", "行业代码", Industries.TryParse(Industry, Edition, out _, out var problem) ? null : problem)
            .Add("founded", "成立日期", FoundedOn is null ? "填写成立日期" : FoundedOn > today ? "不能晚于今天" : null);
    }
}

/// <summary>A year's figures as an enterprise writes them.</summary>
public sealed class FiguresForm
{
    public int Year { get; set; }
    public int? Employees { get; set; }
    public decimal? RevenueWan { get; set; }
    public decimal? AssetsWan { get; set; }

    public static FiguresForm Of(EnterpriseRow row, DateOnly today) => new()
    {
        Year = today.Year - 1, Employees = row.Employees, RevenueWan = row.Revenue?.InWan, AssetsWan = row.Assets?.InWan,
    };

    public Domain.Enterprises.Figures Figures => new(Year, Employees, RevenueWan is { } r ? Money.Wan(r) : null, AssetsWan is { } a ? Money.Wan(a) : null);
}
