using CreditLoan.Domain.Access;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Access;

namespace CreditLoan.Portal.Shell;

/// <summary>The names of roles and tenants, as pages write them.</summary>
public static class RoleWords
{
    public static string Name(Role role) => role switch
    {
        Role.Anonymous => "公众",
        Role.EnterpriseViewer => "企业查看员",
        Role.EnterpriseAgent => "企业经办人",
        Role.LegalRepresentative => "法定代表人",
        Role.BankOfficer => "客户经理",
        Role.BankApprover => "银行审批人",
        Role.BankCompliance => "银行合规员",
        Role.BankAdministrator => "银行管理员",
        Role.BankSystem => "银行系统",
        Role.PoolClerk => "资金池经办",
        Role.PoolManager => "资金池管理员",
        Role.PoolApprover => "资金池审批人",
        Role.BureauAnalyst => "金融局分析员",
        Role.BureauLeader => "金融局领导",
        Role.DataOperator => "数据管理员",
        Role.SystemAdministrator => "系统管理员",
        Role.SecurityAdministrator => "安全管理员",
        Role.AuditAdministrator => "审计管理员",
        Role.PlatformJob => "系统任务",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Who did something: by name where it is somebody of the reader's own office, else by the role in which it was done.</summary>
    public static string Doer(StoredEvent happened, Colleagues.Office people) => people.NameOf(happened.Headers.Actor) ?? Name(Enum.Parse<Role>(happened.Headers.Role));

    /// <summary>Somebody of the reader's own office, or of another.</summary>
    public static string Person(string id, Colleagues.Office people) => people.NameOf(id) ?? "其他机构人员";

    /// <summary>Who agrees before a role comes or goes, said to the person who asks.</summary>
    public static string SecondPerson(Role asking) =>
        asking is Role.BankAdministrator ? "由本行另一位管理员或平台安全管理员复核后生效；银行管理员的角色只由平台复核" : "由另一位安全管理员复核后生效";

    public static string Name(TenantKind kind) => kind switch
    {
        TenantKind.Enterprise => "企业",
        TenantKind.Bank => "银行",
        TenantKind.Pool => "资金池",
        TenantKind.Bureau => "金融局",
        TenantKind.Platform => "平台",
        _ => "公众",
    };
}
