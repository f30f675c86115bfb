namespace CreditLoan.Domain.Access;

/// <summary>Who may hold which roles (角色规则): the three administrators are apart (三员分立), and an account stands for one kind of tenant.</summary>
public static class RoleRules
{
    private static readonly Role[] Three = [Role.SystemAdministrator, Role.SecurityAdministrator, Role.AuditAdministrator];

    /// <summary>True for the roles with the shorter session: the three administrators and who moves a pool's money.</summary>
    public static bool IsSensitive(this Role role) => Three.Contains(role) || role.Kind() is TenantKind.Pool;

    /// <summary>How long an account may rest, and how long it may stay, before it signs in again (会话时限).</summary>
    public static (TimeSpan Idle, TimeSpan Absolute) SessionLimits(this Role role) =>
        role.IsSensitive() ? (TimeSpan.FromMinutes(15), TimeSpan.FromHours(8)) : (TimeSpan.FromMinutes(30), TimeSpan.FromHours(12));

    /// <summary>How many sign-ins an account keeps at once.</summary>
    public static int SessionsAtOnce(this Role role) => Three.Contains(role) ? 1 : 3;

    /// <summary>Whether somebody keeps an account (账户管理): the platform's security administrators keep all, a bank's administrator those of its own bank.</summary>
    public static bool Keeps(Actor by, TenantKind kind, string tenant) => by.Role switch
    {
        Role.SecurityAdministrator => true,
        Role.BankAdministrator => kind is TenantKind.Bank && tenant == by.Tenant,
        _ => false,
    };

    /// <summary>Why somebody may not decide what another has asked for (复核); null where it may. A bank's administrators decide on their people, the platform on a bank's administrators.</summary>
    public static Refusal? Decide(Actor by, Role role, string account, string askedBy) =>
        askedBy == by.Account ? AccessRefusals.SamePerson
        : account == by.Account ? AccessRefusals.AboutYourself
        : by.Role is Role.BankAdministrator && role is Role.BankAdministrator ? AccessRefusals.PlatformDecides
        : null;

    /// <summary>Why an account may not get a role; null where it may.</summary>
    public static Refusal? Grant(TenantKind kind, IReadOnlyCollection<Role> held, Role asked)
    {
        if (asked is Role.Anonymous or Role.BankSystem or Role.PlatformJob) return AccessRefusals.NotForPeople;
        if (held.Contains(asked)) return AccessRefusals.AlreadyHeld;
        if (asked.Kind() != kind) return AccessRefusals.OtherTenantKind;
        var together = held.Append(asked).ToArray();
        if (together.Any(Three.Contains) && together.Length > 1) return AccessRefusals.ThreeApart;
        return null;
    }
}
