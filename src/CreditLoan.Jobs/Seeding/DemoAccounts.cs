using CreditLoan.Domain.Access;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.Profiles;

namespace CreditLoan.Jobs.Seeding;

/// <summary>People to sign in as in the demonstration city (演示账户): every role that a person can have, with random passwords.</summary>
public static class DemoAccounts
{
    private const string Bureau = "澜江市金融局";
    private const string Platform = "信易贷平台";

    private sealed record Tenant(string Code, string Name);

    /// <summary>Makes the accounts; the enterprises are found in the city as it was told.</summary>
    public static async Task Make(Database database, Accounts accounts, CancellationToken stop = default)
    {
        // Has a contract to sign, other applications under way, and loans that run.
        var borrower = await One(database, """
            select e.code, e.name from enterprise_book e join credit_line_book l on l.enterprise = e.code
            where exists (select from loan_book b where b.enterprise = e.code and b.bank = 'LJ01')
              and exists (select from consent_book c where c.enterprise = e.code and c.recipient = 'LJ01' and c.status = 'Active')
            group by e.code, e.name
            order by count(*) filter (where l.bank = 'LJ01' and l.stage = 'Offered') desc, count(*) filter (where l.stage in ('ToContact', 'UnderReview', 'AwaitingMore')) desc, count(*) desc, e.code
            limit 1
            """, stop);
        // Has authorised nobody and asked for nothing yet; has enough of a turnover that something fits.
        var newcomer = await One(database, """
            select e.code, e.name from enterprise_book e
            where e.stage = 'Active' and e.size in ('Micro', 'Small') and not exists (select from credit_line_book c where c.enterprise = e.code)
              and not exists (select from consent_book c where c.enterprise = e.code)
            order by coalesce(e.revenue, 0) >= 300000000 desc, e.registered_on desc, e.code limit 1
            """, stop);
        Tenant[] banks = [.. DemoBanks.All.Take(2).Select(b => new Tenant(b.Code.Value, b.Name))];
        await accounts.CreateDemonstration(
        [
            Person("owner", "陈志远", borrower, Role.LegalRepresentative),
            Person("agent", "李文静", borrower, Role.EnterpriseAgent),
            Person("viewer", "王海燕", borrower, Role.EnterpriseViewer),
            Person("newcomer", "周子昂", newcomer, Role.LegalRepresentative),
            Person("officer", "张敏", banks[0], Role.BankOfficer),
            Person("approver", "刘建国", banks[0], Role.BankApprover),
            Person("compliance", "何静", banks[0], Role.BankCompliance),
            Person("bankadmin", "赵磊", banks[0], Role.BankAdministrator),
            Person("officer2", "孙倩", banks[1], Role.BankOfficer),
            Person("poolclerk", "吴晓东", DemoPools.Clerk),
            Person("poolmanager", "郑丽华", DemoPools.Manager),
            Person("poolapprover", "冯国强", DemoPools.Approver),
            Person("analyst", "林思远", new("bureau", Bureau), Role.BureauAnalyst),
            Person("leader", "黄伟民", new("bureau", Bureau), Role.BureauLeader),
            Person("data", "马骏", new("platform", Platform), Role.DataOperator),
            Person("system", "高翔", new("platform", Platform), Role.SystemAdministrator),
            Person("security", "唐颖", new("platform", Platform), Role.SecurityAdministrator),
            Person("security2", "梁启明", new("platform", Platform), Role.SecurityAdministrator),
            Person("auditor", "谢文博", new("platform", Platform), Role.AuditAdministrator),
        ]);
        await accounts.NameDemonstration([.. DemoBanks.All.SelectMany(bank => bank.Staff.Select(who => (bank, who))).Select((one, n) =>
            (new NewAccount(one.who.Account.ToLowerInvariant(), DemoPersons.Colleague(n), TenantKind.Bank, one.bank.Code.Value, one.bank.Name, one.who.Account), one.who.Role))]);
    }

    /// <summary>The first bank's officer has looked at the enterprises whose answers or signatures are due.</summary>
    public static async Task Read(Database database, DateOnly today, CancellationToken stop = default)
    {
        var (account, bank) = await One(database, "select id, tenant from identity.account where user_name = 'officer'", stop);
        var due = new List<(EnterpriseCode Enterprise, string Line)>();
        await using (var asked = database.Owner.CreateCommand($"select enterprise, line from credit_line_book where bank = '{bank}' and stage in ('UnderReview', 'Offered') order by line desc limit 40"))
        await using (var rows = await asked.ExecuteReaderAsync(stop))
            while (await rows.ReadAsync(stop)) due.Add((new EnterpriseCode(rows.GetString(0)), rows.GetString(1)));
        var door = new ProfileDoor(database);
        foreach (var (enterprise, line) in due) await door.Open(new Viewer(account, Role.BankOfficer, bank), enterprise, line, today, stop);
    }

    /// <summary>In a demonstration city, lets somebody sign in for one of the enterprises that an import brought: the one with most invoices.</summary>
    /// <returns>The account's name; null where the data is not a demonstration's.</returns>
    public static async Task<string?> MakeForImport(Database database, Accounts accounts, string source, CancellationToken stop = default)
    {
        await using (var asked = database.Owner.CreateCommand("select exists (select from platform_fact where name = 'seeded')"))
            if (!(bool)(await asked.ExecuteScalarAsync(stop))!) return null;
        var liveliest = await One(database, $"""
            select e.code, e.name from data_date d join enterprise_book e on e.code = d.enterprise
            where d.source = '{source}' order by (select count(*) from invoice i where i.enterprise = e.code) desc, e.code limit 1
            """, stop);
        await accounts.CreateDemonstration([Person(source, "方立群", liveliest, Role.LegalRepresentative)]);
        return source;
    }

    private static (NewAccount, Role[]) Person(string userName, string displayName, Tenant tenant, Role role) =>
        (new NewAccount(userName, displayName, role.Kind(), tenant.Code, tenant.Name), [role]);

    /// <summary>Somebody who has acted in the city's history.</summary>
    private static (NewAccount, Role[]) Person(string userName, string displayName, Actor actor) =>
        (new NewAccount(userName, displayName, actor.Role.Kind(), actor.Tenant, actor.Tenant, actor.Account), [actor.Role]);

    private static async Task<Tenant> One(Database database, string query, CancellationToken stop)
    {
        await using var command = database.Owner.CreateCommand(query);
        await using var reader = await command.ExecuteReaderAsync(stop);
        return await reader.ReadAsync(stop) ? new Tenant(reader.GetString(0), reader.GetString(1)) : throw new InvalidOperationException("The demonstration city has no such enterprise.");
    }
}
