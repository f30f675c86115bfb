using System.Reflection;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Bureau;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Models;
using CreditLoan.Jobs.Models;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.BankClients;
using CreditLoan.Ledger.Bureau;
using CreditLoan.Ledger.Consents;
using CreditLoan.Ledger.Enterprises;
using CreditLoan.Ledger.Profiles;

namespace CreditLoan.Portal.Tests;

/// <summary>What changes something and is no decision on a stream (accounts, keys of enterprises, persons, deletion, reviews, exports): each is tried by all eighteen principals of the own, another and no tenant.</summary>
/// <remarks>Nobody ends another's session, and nothing but a right signature signs (<see cref="Signing_by_passkey"/>): their lines are empty. beside.tsv says who is let through, as acts.tsv does for decisions. <c>CREDITLOAN_APPROVE=1 dotnet test …</c> writes it anew. A public method of Ledger or Jobs that takes the actor and is not tried here fails.</remarks>
public sealed class Every_act_beside_decisions : IAsyncLifetime
{
    private const string Bank = "OWNB", Enterprise = "914403001922038216", Person = "somebody";
    private static readonly string Approved = Path.Combine(Repository.Root, "tests/CreditLoan.Portal.Tests/Access/beside.tsv");

    /// <summary>What is no act by itself: a bank file and a labelled file end in decisions (<c>BankFile.Receive</c>, <c>ModelProject.Check</c>), a sign-in begins its own session, a piece of work is kept by who took it on.</summary>
    private static readonly string[] Joined = ["BankFileImport.Import", "ModelWork.Receive", "Sessions.Begin", "TrustedRoom.Ask"];

    private TestDatabase db = null!;
    private Dictionary<string, Func<Actor, Task<bool>>> acts = null!;
    private string account = "";

    public async Task InitializeAsync()
    {
        db = await TestDatabase.Create();
        var (clock, key) = (TimeProvider.System, new MasterKey(new byte[32]));
        var (accounts, desk, vault) = (new Accounts(db.Database, key, clock), new AccountDesk(db.Database, clock), new PersonVault(db.Database, key, clock));
        var (keys, hooks, requests, sessions) = (new ConsentKeys(db.Database, clock), new Webhooks(db.Database, key, clock), new AccountRequests(db.Database, accounts, vault, clock), new Sessions(db.Database, clock));
        var (trail, work) = (new AuditQueries(db.Database), new ModelWork(db.Database, db.Store, clock));
        account = (await accounts.Create(new Actor("maker", Role.SystemAdministrator, ""), new NewAccount("own.person", "某人", TenantKind.Bank, Bank, "本行"))).Made!.Id;
        var day = new DateOnly(2026, 3, 2);
        var subject = new SubjectId("P-1");
        var signer = new Actor("legal", Role.LegalRepresentative, Enterprise);
        await vault.Keep(signer, subject, new Dictionary<PersonalField, string> { [PersonalFields.Phone] = "10012345678" });
        await db.Execute($"""
            insert into identity.role_request (account, role, grants, why, asked_by, asked_at) values ('{account}', 'BankOfficer', true, 'x', 'asker', now());
            insert into identity.account_request (account, tenant, given, person, asked_at) values ('{account}', '{Enterprise}', '{"{}"}', 'P-1', now());
            insert into consent_book (stream_id, version, changed_at, consent, enterprise, recipient, purpose, status, scopes, personal, data_from, data_to, mode, times, times_per, keep_days, starts_on, expires_on, ended_on)
              values ('consent/A1', 1, now(), 'A1', '{Enterprise}', '{Bank}', 'CreditApproval', 'Revoked', array['Tax'], array[]::text[], '2025-01-01', '2026-12-31', 'View', 5, 'Day', 0, '2026-01-01', '2026-12-31', '2026-02-01');
            insert into profile_read (at, read_on, enterprise, consent, bank, account, purpose, classes, as_of) values (now(), '2026-01-05', '{Enterprise}', 'A1', '{Bank}', 'officer', 'CreditApproval', array['Tax'], '2026-01-05');
            insert into read_review (bank, read, why, opened_on) values ('{Bank}', 1, 'Sample', '2026-02-01');
            """);
        var names = 0;
        acts = new(StringComparer.Ordinal)
        {
            ["AccountDesk.Ask"] = async by => await desk.Ask(by, account, Role.BankApprover, grants: true, "x") is null,
            ["AccountDesk.Decide"] = async by => await Again("update identity.role_request set decided_at = null, decided_by = null where id = 1") && await desk.Decide(by, 1, approve: false) is null,
            ["AccountDesk.Lock"] = async by => await Again("update identity.account set locked_at = null, locked_by = null") && await desk.Lock(by, account, "x") is null,
            ["AccountDesk.Unlock"] = async by => await Again("update identity.account set locked_at = now(), locked_by = 'BankAdministrator'") && await desk.Unlock(by, account) is null,
            ["AccountRequests.Decide"] = async by => await Again("update identity.account_request set decided_at = null, decided_by = null") && await requests.Decide(by, account, approve: false, "x") is null,
            ["AccountRequests.Phone"] = async by => await Again("update identity.account_request set decided_at = null, decided_by = null") && await Told("person.read", () => requests.Phone(by, account)),
            ["Accounts.Create"] = async by => (await accounts.Create(by, new NewAccount($"made-{++names}", "某人", TenantKind.Bank, Bank, "本行"))).Why is null,
            ["Accounts.Invite"] = async by => (await accounts.Invite(by, $"made-{++names}", "某人", Role.BankOfficer, "x")).Made is { } made
                && await db.Value<bool>($"select tenant = '{Bank}' from identity.account where id = '{made.Id}'"),
            ["AuditQueries.Export"] = async by => await trail.Export(by.AsViewer, new AuditFilter(null, null, null, null, null, null), clock.GetUtcNow()) is { NotYetSealed: > 0 },
            ["AuditQueries.Search"] = async by => (await trail.Search(by.AsViewer, new AuditFilter(null, null, null, null, null, null), 0, 1)).Total > 0,
            ["ConsentKeys.End"] = async by => await Again($"insert into consent_key values ('{Enterprise}', 'k', 'k', '', 'x', now()) on conflict (enterprise, thumbprint) do update set ended_at = null") && await keys.End(by, "k") is null,
            ["ConsentKeys.Register"] = async by => await Again("delete from consent_key") && await keys.Register(by, "UKey", Sm2) is null && await db.Value<bool>($"select enterprise = '{Enterprise}' from consent_key"),
            ["ConsentKeys.Signed"] = async by => (await keys.Signed(by, "text", Convert.ToBase64String(new byte[64]))) is not null,
            ["DeletionDuties.Answer"] = async by => await Again("delete from deletion_answer") && await new DeletionDuties(db.Database, clock).Answer(by, new ConsentId("A1"), "x") is null,
            ["LoanNames.Tell"] = async by => (await new LoanNames(db.Database).Tell(by, "none", new NameRequest(NameReason.FigureInDoubt, "x"), day)).Why is null,
            ["ModelWork.Ask"] = async by => await Again("delete from model_task") && await work.Ask(by, new ModelProjectId("M-1"), "Run", 1, day) is null,
            ["PersonVault.Erase"] = async by => await Again("update personal.subject set erased_at = null") && await vault.Erase(by, subject),
            ["PersonVault.Keep"] = async by => await vault.Keep(by, new SubjectId($"P-{++names}"), new Dictionary<PersonalField, string>()) && by.Tenant == Enterprise,
            ["PersonVault.Leave"] = async by => await Again("update personal.subject set left_on = null, erased_at = null") && await vault.Leave(by, subject, day),
            ["PersonVault.Rotate"] = by => vault.Rotate(by, Enterprise),
            ["ReadReviews.Decide"] = async by => await Again("update read_review set disposition = null") && await new ReadReviews(db.Database, clock).Decide(by, 1, ReviewFinding.Right, "x") is null,
            ["Sessions.End"] = async by => await Again($"insert into identity.session (id, account, role, methods, agent, started_at, last_seen_at) values ('00000000-0000-0000-0000-000000000001', '{account}', 'BankOfficer', 'x', 'x', now(), now()) on conflict (id) do update set ended_at = null")
                && await Told("sign-out", () => sessions.End(new Guid(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), by, "x")),
            ["Webhooks.Add"] = async by => await Again("delete from webhook") && await hooks.Add(by, "https://bank.example/", default) is not null && await db.Value<bool>($"select bank = '{Bank}' from webhook"),
            ["Webhooks.End"] = async by => await Again($"insert into webhook values ('w', '{Bank}', 'https://bank.example/', '', now(), 'x', null) on conflict (id) do update set ended_at = null") && await hooks.End(by, "w", default),
        };

        async Task<bool> Again(string sql)
        {
            await db.Execute(sql);
            return true;
        }

        async Task<bool> Told(string act, Func<Task> done)
        {
            var before = await Count();
            await done();
            return await Count() > before;
            Task<long> Count() => db.Value<long>($"select count(*) from audit where act = '{act}'");
        }
    }

    public async Task DisposeAsync() => await db.DisposeAsync();

    [Fact]
    public void Is_tried() => Assert.Equal(
        new[] { typeof(AccountDesk).Assembly, typeof(ModelWork).Assembly }.SelectMany(a => a.GetTypes()).Where(t => t.IsPublic && t.IsClass)
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(m => !m.IsSpecialName && m.Name != "Deconstruct" && m.GetParameters().Any(p => p.ParameterType == typeof(Actor)))
            .Select(m => $"{m.DeclaringType!.Name}.{m.Name}").Concat(["AuditQueries.Export", "AuditQueries.Search"]).Except(Joined).Distinct().Order(StringComparer.Ordinal),
        acts.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public async Task Is_open_to_whom_the_matrix_says_and_to_nobody_else()
    {
        var (lines, checks) = (new List<string>(), 0);
        foreach (var (name, act) in acts.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            var let = new List<string>();
            foreach (var role in Roles.Principals)
            {
                var own = await act(new Actor(Person, role, role.Kind() switch { TenantKind.Bank => Bank, TenantKind.Enterprise => Enterprise, _ => "" }));
                var (other, none) = (await act(new Actor(Person, role, "another-tenant")), await act(new Actor(Person, role, "")));
                checks += 3;
                if (own || other || none) let.Add((own, other, none) switch { (true, true, _) => role + "*", (true, false, false) => role.ToString(), _ => $"{role} ONLY WITHOUT ITS TENANT" });
            }
            lines.Add((name + "\t" + string.Join(' ', let)).TrimEnd());
        }
        if (Environment.GetEnvironmentVariable("CREDITLOAN_APPROVE") is not null) await File.WriteAllLinesAsync(Approved, lines);
        Assert.Equal(await File.ReadAllLinesAsync(Approved), lines);
        Assert.Equal(18 * 3 * acts.Count, checks);
    }

    /// <summary>A public key of the SM2 curve, made once by OpenSSL for this test.</summary>
    private const string Sm2 = "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAEKl2aRe4o5HpN4qJTxpHgvUqX2q4DfqLyDDhDcp6sDaAdMoyNmIAevfbqZoNccIoej+YBtNe6VLO6ZvGFLfQm/A==\n-----END PUBLIC KEY-----";
}
