using CreditLoan.Domain.Access;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Access;

namespace CreditLoan.Ledger.Tests;

/// <summary>A bank's administrator keeps its own bank's accounts, never alone and never another bank's.</summary>
public sealed class Keeping_a_bank_s_accounts : IAsyncLifetime
{
    private const string Own = "B001", Other = "B002";
    private static readonly Actor First = new("first-bank-admin", Role.BankAdministrator, Own);
    private static readonly Actor Second = new("second-bank-admin", Role.BankAdministrator, Own);
    private static readonly Actor Stranger = new("other-bank-admin", Role.BankAdministrator, Other);
    private static readonly Actor Platform = new("security-admin", Role.SecurityAdministrator, "");
    private TestDatabase db = null!;
    private Accounts accounts = null!;
    private AccountDesk desk = null!;
    private string account = "";

    public async Task InitializeAsync()
    {
        db = await TestDatabase.Create();
        (accounts, desk) = (new Accounts(db.Database, new MasterKey(new byte[32]), TimeProvider.System), new AccountDesk(db.Database, TimeProvider.System));
        await Banks.Register(db.Database.Writer, new BankCode(Own), "澜江银行");
        var (made, why) = await accounts.Invite(First, "lin.xiao", "林晓", Role.BankOfficer, "新任客户经理");
        Assert.Null(why);
        account = made!.Id;
    }

    public async Task DisposeAsync() => await db.DisposeAsync();

    [Fact]
    public async Task Makes_one_without_a_role_until_a_second_person_agrees()
    {
        Assert.Equal(("澜江银行", 0), await Seen());
        Assert.Equal(AccessRefusals.SamePerson, await desk.Decide(First, 1, approve: true));
        Assert.Equal(AccessRefusals.Decided, await desk.Decide(Stranger, 1, approve: true));
        Assert.Null(await desk.Decide(Second, 1, approve: true));
        Assert.Equal(("澜江银行", 1), await Seen());
    }

    [Fact]
    public async Task Lets_the_platform_be_the_second_person()
    {
        Assert.Null(await desk.Decide(Platform, 1, approve: true));
        Assert.Equal(1, (await Seen()).Roles);
    }

    [Fact]
    public async Task Leaves_an_administrator_of_the_bank_to_the_platform()
    {
        Assert.Null(await desk.Ask(First, account, Role.BankAdministrator, grants: true, "接任管理员"));
        Assert.Equal(AccessRefusals.PlatformDecides, await desk.Decide(Second, 2, approve: true));
        Assert.Null(await desk.Decide(Platform, 2, approve: true));
    }

    [Fact]
    public async Task Is_nobody_else_s()
    {
        Assert.Equal(AccessRefusals.NotYours, (await accounts.Invite(new Actor("officer", Role.BankOfficer, Own), "somebody", "某人", Role.BankOfficer, "x")).Why);
        Assert.Equal(AccessRefusals.OtherTenantKind, (await accounts.Invite(First, "somebody", "某人", Role.SystemAdministrator, "x")).Why);
        Assert.Equal(AccessRefusals.NoAccount, await desk.Lock(Stranger, account, "x"));
        Assert.Equal(AccessRefusals.NoAccount, await desk.Ask(Stranger, account, Role.BankApprover, grants: true, "x"));
        Assert.Equal(AccessRefusals.NotYours, await desk.Lock(new Actor("officer", Role.BankOfficer, Own), account, "x"));
        Assert.Empty((await desk.List(Stranger.AsViewer, null, null, false, 0, 10)).Rows);
        Assert.Empty(await desk.Requests(Stranger.AsViewer));
        Assert.Single(await desk.Requests(First.AsViewer));
    }

    [Fact]
    public async Task Does_not_open_what_the_platform_locked()
    {
        Assert.Null(await desk.Lock(First, account, "离职"));
        Assert.Null(await desk.Unlock(Second, account));
        Assert.Null(await desk.Lock(Platform, account, "可疑登录"));
        Assert.Equal(AccessRefusals.PlatformLocked, await desk.Unlock(First, account));
        Assert.Null(await desk.Unlock(Platform, account));
    }

    [Fact]
    public async Task Opens_again_what_nobody_had_used_for_ninety_days()
    {
        Assert.Equal(0, await desk.LockUnused());
        await db.Execute("update identity.account set created_at = created_at - interval '91 days'");
        Assert.Equal(1, await desk.LockUnused());
        Assert.Equal(0, await desk.LockUnused());
        Assert.Equal(1L, await db.Value<long>("select count(*) from audit where act = 'account.lock' and role = 'PlatformJob'"));
        Assert.Null(await desk.Unlock(First, account));
    }

    [Fact]
    public async Task Leaves_an_audit_row_for_every_try()
    {
        await accounts.Invite(First, "lin.xiao", "别人", Role.BankOfficer, "x");
        await accounts.Invite(Platform, "somebody", "某人", Role.BankOfficer, "x");
        await using var command = db.Database.Owner.CreateCommand("select string_agg(outcome, ' ' order by id) from audit where act = 'account.invite'");
        Assert.Equal("done access.name_taken access.not_yours", await command.ExecuteScalarAsync());
    }

    private async Task<(string Bank, int Roles)> Seen() =>
        (await desk.List(First.AsViewer, null, null, false, 0, 10)).Rows is [var only] ? (only.TenantName, only.Roles.Length) : default;
}
