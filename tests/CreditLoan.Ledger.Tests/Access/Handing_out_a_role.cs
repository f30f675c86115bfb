using CreditLoan.Domain.Access;
using CreditLoan.Ledger.Access;

namespace CreditLoan.Ledger.Tests;

public sealed class Handing_out_a_role : IAsyncLifetime
{
    private static readonly Actor System = new("system-admin", Role.SystemAdministrator, "");
    private static readonly Actor First = new("first-security-admin", Role.SecurityAdministrator, "");
    private static readonly Actor Second = new("second-security-admin", Role.SecurityAdministrator, "");
    private TestDatabase db = null!;
    private AccountDesk desk = null!;
    private string account = "";

    public async Task InitializeAsync()
    {
        db = await TestDatabase.Create();
        desk = new AccountDesk(db.Database, TimeProvider.System);
        var accounts = new Accounts(db.Database, new MasterKey(new byte[32]), TimeProvider.System);
        var (made, _) = await accounts.Create(System, new NewAccount("lin.xiao", "林晓", TenantKind.Bank, "102100", "澜江银行"));
        account = made!.Id;
        Assert.Equal(AccessRefusals.NameTaken, (await accounts.Create(System, new NewAccount("lin.xiao", "别人", TenantKind.Bank, "102100", "澜江银行"))).Why);
    }

    public async Task DisposeAsync() => await db.DisposeAsync();

    [Fact]
    public async Task Takes_two_security_administrators()
    {
        Assert.Null(await desk.Ask(First, account, Role.BankOfficer, grants: true, "新任客户经理"));
        Assert.Equal(0L, await Held());
        Assert.Equal(AccessRefusals.SamePerson, await desk.Decide(First, await Request(), approve: true));
        Assert.Equal(AccessRefusals.NotYours, await desk.Decide(System, await Request(), approve: true));
        Assert.Null(await desk.Decide(Second, await Request(), approve: true));
        Assert.Equal(1L, await Held());
        Assert.Equal(AccessRefusals.Decided, await desk.Decide(Second, await Request(), approve: true));
    }

    [Fact]
    public async Task Is_looked_at_again_when_it_is_approved()
    {
        await desk.Ask(First, account, Role.BankOfficer, grants: true, "一");
        await desk.Ask(First, account, Role.BankOfficer, grants: true, "二");
        Assert.Null(await desk.Decide(Second, 1, approve: true));
        Assert.Equal(AccessRefusals.AlreadyHeld, await desk.Decide(Second, 2, approve: true));
        Assert.Equal(1L, await Held());
    }

    [Fact]
    public async Task Is_refused_across_tenants_and_for_oneself()
    {
        Assert.Equal(AccessRefusals.OtherTenantKind, await desk.Ask(First, account, Role.BureauLeader, grants: true, "x"));
        Assert.Equal(AccessRefusals.AboutYourself, await desk.Ask(new Actor(account, Role.SecurityAdministrator, ""), account, Role.BankOfficer, grants: true, "x"));
        Assert.Equal(AccessRefusals.NotHeld, await desk.Ask(First, account, Role.BankOfficer, grants: false, "x"));
    }

    [Fact]
    public async Task Leaves_an_audit_row_for_every_try()
    {
        await desk.Ask(System, account, Role.BankOfficer, grants: true, "x");
        await desk.Lock(First, account, "离职");
        await desk.Lock(First, account, "离职");
        Assert.Equal(["account.create done", "account.create access.name_taken", "role.ask-grant access.not_yours", "account.lock done", "account.lock access.no_account"], await Rows());
    }

    private Task<long> Held() => db.Value<long>($"select count(*) from identity.account_role where account = '{account}'");

    private Task<long> Request() => db.Value<long>("select max(id) from identity.role_request");

    private async Task<string[]> Rows() => await db.Value<string[]>("select array_agg(act || ' ' || outcome order by id) from audit");
}
