using System.Security.Claims;
using CreditLoan.Domain.Access;

namespace CreditLoan.Portal.Shell;

/// <summary>The claims contract: all that the rest of the portal knows of a sign-in, whoever issued it.</summary>
public static class Claims
{
    public const string Subject = "sub";
    public const string Name = "name";
    public const string Role = "role";
    public const string Tenant = "tenant";
    public const string TenantName = "tenant_name";
    public const string Methods = "amr";
    public const string SignedInAt = "auth_time";
    public const string SessionId = "sid";

    /// <summary>The viewer that these claims stand for; anyone, where there is no sign-in.</summary>
    public static Viewer AsViewer(this ClaimsPrincipal user) =>
        user.Identity is { IsAuthenticated: true } && user.FindFirstValue(Subject) is { } account
        && Enum.TryParse<Role>(user.FindFirstValue(Role), out var role)
            ? new Viewer(account, role, user.FindFirstValue(Tenant) ?? "")
            : Viewer.Anyone;
}
