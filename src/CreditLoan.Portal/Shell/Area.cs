using CreditLoan.Domain.Access;

namespace CreditLoan.Portal.Shell;

/// <summary>The parts of the portal, by the first piece of the address.</summary>
public static class Area
{
    /// <summary>Enterprises and the public read larger type than desks.</summary>
    public static string? Scale(string path) =>
        path.StartsWith("/bank", StringComparison.Ordinal) || path.StartsWith("/pool", StringComparison.Ordinal)
        || path.StartsWith("/bureau", StringComparison.Ordinal) || path.StartsWith("/admin", StringComparison.Ordinal)
            ? null : "roomy";

    /// <summary>The words beside the platform's name.</summary>
    public static string Name(Role role) => role.Kind() switch
    {
        TenantKind.Enterprise => "企业服务",
        TenantKind.Bank => "银行工作台",
        TenantKind.Pool => "风险补偿",
        TenantKind.Bureau => "金融局驾驶舱",
        TenantKind.Platform => "平台管理",
        _ => "中小微企业融资信用服务",
    };
}
