using CreditLoan.Domain.Access;

namespace CreditLoan.Domain.Tests;

public class Granting_a_role
{
    private static readonly Role[] Three = [Role.SystemAdministrator, Role.SecurityAdministrator, Role.AuditAdministrator];

    [Fact]
    public void Keeps_the_three_administrators_apart_from_each_other_and_from_all_else()
    {
        foreach (var one in Three)
            foreach (var other in Enum.GetValues<Role>().Where(r => r != one && r is not Role.PlatformJob && r.Kind() is TenantKind.Platform))
            {
                Assert.Equal(AccessRefusals.ThreeApart, RoleRules.Grant(TenantKind.Platform, [one], other));
                Assert.Equal(AccessRefusals.ThreeApart, RoleRules.Grant(TenantKind.Platform, [other], one));
            }
    }

    [Fact]
    public void Stays_within_the_kind_of_tenant()
    {
        foreach (var role in Enum.GetValues<Role>().Where(r => r is not (Role.Anonymous or Role.BankSystem or Role.PlatformJob)))
            foreach (var kind in Enum.GetValues<TenantKind>())
                Assert.Equal(role.Kind() == kind ? null : AccessRefusals.OtherTenantKind, RoleRules.Grant(kind, [], role));
    }

    [Fact]
    public void Gives_no_person_the_role_of_a_system()
    {
        Assert.Equal(AccessRefusals.NotForPeople, RoleRules.Grant(TenantKind.Bank, [], Role.BankSystem));
        Assert.Equal(AccessRefusals.NotForPeople, RoleRules.Grant(TenantKind.Platform, [], Role.PlatformJob));
        Assert.Equal(18, Roles.Principals.Count);
    }

    [Fact]
    public void Lets_an_officer_approve_too() => Assert.Null(RoleRules.Grant(TenantKind.Bank, [Role.BankOfficer], Role.BankApprover));
}
