using CreditLoan.Domain.Access;
using static CreditLoan.Domain.Access.Role;

namespace CreditLoan.Portal.Shell;

/// <summary>One entry of the left menu.</summary>
/// <param name="For">The roles that see it.</param>
/// <param name="Icon">A name of <see cref="Components.Icons"/>.</param>
public sealed record MenuEntry(string Label, string Href, string Icon, params Role[] For);

/// <summary>The left menu: at most seven entries a role, in this order. A slice adds a line when its page is there.</summary>
public static class Menu
{
    public static readonly Role[] Enterprise = [EnterpriseViewer, EnterpriseAgent, LegalRepresentative];
    public static readonly Role[] Bank = [BankOfficer, BankApprover];
    public static readonly Role[] Pool = [PoolClerk, PoolManager, PoolApprover];
    public static readonly Role[] Bureau = [BureauAnalyst, BureauLeader];

    public static readonly IReadOnlyList<MenuEntry> Entries =
    [
        // enterprise 企业
        new("首页", "/enterprise", "home", Enterprise),
        new("找产品", "/enterprise/products", "search", Enterprise),
        new("我的申请", "/enterprise/applications", "document", Enterprise),
        new("我的贷款", "/enterprise/loans", "money", Enterprise),
        new("我的标签", "/enterprise/tags", "tag", Enterprise),
        new("授权管理", "/enterprise/consents", "key", Enterprise),
        new("企业档案", "/enterprise/file", "folder", Enterprise),
        // bank 银行
        new("工作台", "/bank/cases", "inbox", Bank),
        new("需求大厅", "/bank/hall", "people", Bank),
        new("授信与贷款", "/bank/lines", "money", Bank),
        new("补偿申请", "/bank/claims", "scale", Bank),
        new("数据报送", "/bank/reports", "upload", Bank),
        new("企业授权", "/bank/consents", "key", BankCompliance),
        new("查询抽查", "/bank/reviews", "shield", BankCompliance),
        new("信贷产品", "/bank/products", "tag", [.. Bank, BankAdministrator]),
        new("系统接入", "/bank/keys", "key", BankAdministrator),
        new("本行账户", "/bank/accounts", "people", BankAdministrator),
        new("模型与门槛", "/bank/models", "chart", Bank),
        // pool 资金池
        new("工作台", "/pool", "inbox", Pool),
        new("机制与规则", "/pool/rules", "document", Pool),
        new("入库", "/pool/enrolments", "folder", Pool),
        new("补偿申请", "/pool/claims", "scale", Pool),
        new("对账", "/pool/breaks", "swap", Pool),
        new("资金池", "/pool/funds", "pool", Pool),
        new("报表", "/pool/statements", "chart", Pool),
        // bureau 金融局
        new("驾驶舱", "/bureau", "chart", Bureau),
        new("借据明细", "/bureau/loans", "list", Bureau),
        new("目标", "/bureau/targets", "scale", Bureau),
        new("口径与重报", "/bureau/restatements", "folder", Bureau),
        new("模型台账", "/bureau/models", "chart", Bureau),
        // administrators 管理员
        new("账户", "/admin/accounts", "people", SystemAdministrator, SecurityAdministrator),
        new("授权复核", "/admin/roles", "shield", SecurityAdministrator),
        new("数据", "/admin/data", "list", DataOperator),
        new("企业开户", "/admin/requests", "folder", DataOperator),
        new("代码复核", "/admin/codes", "shield", DataOperator),
        new("LPR", "/admin/lpr", "chart", DataOperator),
        new("联合建模", "/admin/models", "chart", DataOperator),
        new("异议与复核", "/admin/appeals", "people", DataOperator),
        new("接入公钥", "/admin/keys", "key", SecurityAdministrator),
        new("运行", "/admin/operations", "gear", SystemAdministrator),
        new("审计日志", "/admin/audit", "list", AuditAdministrator),
    ];

    /// <summary>Pages that stand under another entry than their address says.</summary>
    private static readonly (string Path, string Entry)[] Elsewhere = [("/bank/loans", "/bank/lines"), ("/pool/files", "/pool/breaks"), ("/pool/closes", "/pool/statements"), ("/bank/closes", "/bank/reports")];

    /// <summary>The entry that a page stands under; null where it is under none.</summary>
    public static MenuEntry? Under(IEnumerable<MenuEntry> entries, string path)
    {
        if (Array.Find(Elsewhere, e => Within(path, e.Path)) is { Entry: { } entry }) path = entry;
        return entries.Where(e => Within(path, e.Href)).MaxBy(e => e.Href.Length);
    }

    private static bool Within(string path, string href) => path == href || path.StartsWith(href + "/", StringComparison.Ordinal);

    public static IReadOnlyList<MenuEntry> Of(Role role) => [.. Entries.Where(entry => entry.For.Contains(role))];

    /// <summary>Where a role arrives after signing in: its first entry.</summary>
    public static string Home(Role role) => Of(role) is [var first, ..] ? first.Href : "/";

    /// <summary>What the search box in the bar looks through, and where it leads; null where there is none.</summary>
    public static (string Placeholder, string Href)? Search(Role role) => role switch
    {
        BankOfficer or BankApprover => ("搜企业名称、统一代码、申请编号", "/bank/cases"),
        PoolClerk or PoolManager or PoolApprover => ("搜借据号、企业代码", "/pool/enrolments"),
        LegalRepresentative or EnterpriseAgent or EnterpriseViewer => ("搜产品、银行", "/products"),
        BureauAnalyst or BureauLeader => ("搜借据指纹", "/bureau/loans"),
        _ => null,
    };
}
