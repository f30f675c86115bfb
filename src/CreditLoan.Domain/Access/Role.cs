namespace CreditLoan.Domain.Access;

/// <summary>The eighteen principals (主体) of the platform; an account holds roles of one tenant kind only.</summary>
public enum Role
{
    /// <summary>Anyone without a sign-in (公众).</summary>
    Anonymous = 0,
    /// <summary>Reads for its enterprise (企业查看员).</summary>
    EnterpriseViewer = 1,
    /// <summary>Acts for its enterprise, but does not sign (企业经办人).</summary>
    EnterpriseAgent = 2,
    /// <summary>Signs for its enterprise (法定代表人).</summary>
    LegalRepresentative = 3,
    /// <summary>Works a bank's cases (客户经理).</summary>
    BankOfficer = 4,
    /// <summary>Decides a bank's cases (审批人).</summary>
    BankApprover = 5,
    /// <summary>Reviews a bank's reads (合规员).</summary>
    BankCompliance = 6,
    /// <summary>Keeps a bank's products, accounts and keys (银行管理员).</summary>
    BankAdministrator = 7,
    /// <summary>A bank's own system on the API (银行系统).</summary>
    BankSystem = 8,
    /// <summary>Prepares a scheme's work (资金池经办).</summary>
    PoolClerk = 9,
    /// <summary>Runs a scheme (资金池管理员).</summary>
    PoolManager = 10,
    /// <summary>Approves a scheme's payments (资金池审批人).</summary>
    PoolApprover = 11,
    /// <summary>Explains the bureau's figures (金融局分析员).</summary>
    BureauAnalyst = 12,
    /// <summary>Reads the bureau's figures (金融局领导).</summary>
    BureauLeader = 13,
    /// <summary>Brings public data in (数据管理员).</summary>
    DataOperator = 14,
    /// <summary>Keeps accounts, configuration and backups (系统管理员).</summary>
    SystemAdministrator = 15,
    /// <summary>Keeps roles, policies and locks (安全管理员).</summary>
    SecurityAdministrator = 16,
    /// <summary>Reads the audit trail (审计管理员).</summary>
    AuditAdministrator = 17,
    /// <summary>The platform's own work without a person: daily close, imports, reconciliation (系统任务). Outside the eighteen: no account can hold it, so no page acts with it.</summary>
    PlatformJob = 18,
}

/// <summary>Whose data an account stands for (租户类别).</summary>
public enum TenantKind { Public = 0, Enterprise = 1, Bank = 2, Pool = 3, Bureau = 4, Platform = 5 }

public static class Roles
{
    /// <summary>The eighteen principals (主体): everybody who can come to a page or a call, <see cref="Role.PlatformJob"/> not among them.</summary>
    public static readonly IReadOnlyList<Role> Principals = [.. Enum.GetValues<Role>().Where(r => r is not Role.PlatformJob)];

    /// <summary>The kind of tenant that a role belongs to.</summary>
    public static TenantKind Kind(this Role role) => role switch
    {
        Role.EnterpriseViewer or Role.EnterpriseAgent or Role.LegalRepresentative => TenantKind.Enterprise,
        Role.BankOfficer or Role.BankApprover or Role.BankCompliance or Role.BankAdministrator or Role.BankSystem => TenantKind.Bank,
        Role.PoolClerk or Role.PoolManager or Role.PoolApprover => TenantKind.Pool,
        Role.BureauAnalyst or Role.BureauLeader => TenantKind.Bureau,
        Role.DataOperator or Role.SystemAdministrator or Role.SecurityAdministrator or Role.AuditAdministrator or Role.PlatformJob => TenantKind.Platform,
        _ => TenantKind.Public,
    };
}
