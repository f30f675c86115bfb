namespace CreditLoan.Domain.Access;

/// <summary>Who looks (查看者): the first argument of every query.</summary>
/// <param name="Account">The account's id.</param>
/// <param name="Role">The role it looks with.</param>
/// <param name="Tenant">The enterprise's credit code, the bank's code, the scheme owner's code; empty for bureau, platform and public.</param>
public sealed record Viewer(string Account, Role Role, string Tenant)
{
    /// <summary>Anyone without a sign-in.</summary>
    public static readonly Viewer Anyone = new("anonymous", Role.Anonymous, "");

    public TenantKind Kind => Role.Kind();
}

/// <summary>Who acts (操作者): goes into every event's headers and every audit row.</summary>
/// <param name="Account">The account's id, or the name of a job such as <c>daily-close</c>.</param>
/// <param name="Role">The role it acts in.</param>
/// <param name="Tenant">As of <see cref="Viewer"/>.</param>
public sealed record Actor(string Account, Role Role, string Tenant)
{
    /// <summary>The platform's own jobs: the daily close, imports, seeding (系统任务); what they may do no account may do in their name.</summary>
    public static Actor Job(string name) => new(name, Role.PlatformJob, "");

    public Viewer AsViewer => new(Account, Role, Tenant);
}
