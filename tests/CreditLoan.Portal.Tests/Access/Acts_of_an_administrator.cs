using CreditLoan.Domain.Access;
using CreditLoan.Ledger.Access;

namespace CreditLoan.Portal.Tests;

/// <summary>Accounts, locks, roles and the audit trail: each one administrator's, tried by all eighteen principals.</summary>
public sealed class Acts_of_an_administrator
{
    [Theory]
    [InlineData(Role.SystemAdministrator, "account.create")]
    [InlineData(Role.SecurityAdministrator, "account.lock")]
    [InlineData(Role.SecurityAdministrator, "role.ask-grant")]
    [InlineData(Role.AuditAdministrator, "audit.search")]
    public async Task Are_one_role_s_alone(Role may, string act)
    {
        await using var db = await TestDatabase.Create();
        var key = new MasterKey(new byte[32]);
        var (accounts, desk, audit) = (new Accounts(db.Database, key, TimeProvider.System), new AccountDesk(db.Database, TimeProvider.System), new AuditQueries(db.Database));
        var (made, _) = await accounts.Create(new Actor("maker", Role.SystemAdministrator, ""), new NewAccount("somebody.new", "某人", TenantKind.Bank, "B", "B"));
        foreach (var role in Enum.GetValues<Role>())
        {
            var by = new Actor("by-" + role, role, "");
            var let = act switch
            {
                "account.create" => (await accounts.Create(by, new NewAccount("somebody.else", "某人", TenantKind.Bank, "B", "B"))).Why is null,
                "account.lock" => await desk.Lock(by, made!.Id, "x") is null,
                "role.ask-grant" => await desk.Ask(by, made!.Id, Role.BankOfficer, grants: true, "x") is null,
                _ => (await audit.Search(by.AsViewer, new AuditFilter(null, null, null, null, null, null), 0, 10)).Total > 0,
            };
            Assert.True(let == (role == may), $"{role} {act}: {let}");
        }
    }
}
