using System.Collections.Concurrent;
using System.Diagnostics;
using CreditLoan.Domain.Access;
using CreditLoan.Ledger.Access;
using CreditLoan.Portal.Identity;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CreditLoan.Portal.Tests;

/// <summary>Whether there is such an account, whether its password was right, whether it is locked or has no role: the same is done.</summary>
public sealed class What_a_refused_sign_in_does : IAsyncLifetime, IDisposable
{
    private readonly Counted hasher = new();
    private readonly ConcurrentQueue<(string Trace, string Statement)> sent = [];
    private readonly ActivityListener listener;
    private RunningPortal portal = null!;
    private DemoAccountRow officer = null!, locked = null!, bare = null!;

    public What_a_refused_sign_in_does() => listener = new ActivityListener
    {
        ShouldListenTo = source => source.Name is "Npgsql" or "Microsoft.AspNetCore",
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        ActivityStopped = activity =>
        {
            // A connection that the pool opens anew on the way is no statement.
            if (activity.Source.Name == "Npgsql" && activity.GetTagItem("db.query.text") is string statement) sent.Enqueue((activity.TraceId.ToHexString(), statement));
        },
    };

    public async Task InitializeAsync()
    {
        ActivitySource.AddActivityListener(listener);
        portal = await RunningPortal.Start(besides: services => services.Replace(ServiceDescriptor.Singleton<IPasswordHasher<Account>>(hasher)));
        officer = await portal.Account("lin.xiao", "102100", Role.BankOfficer);
        locked = await portal.Account("he.jing", "102100", Role.BankOfficer);
        bare = await portal.Account("xu.wei", "102100", Role.BankOfficer);
        await portal.Db.Execute("update identity.account set locked_at = now(), locked_why = 'left' where user_name = 'he.jing'; delete from identity.account_role r using identity.account a where a.id = r.account and a.user_name = 'xu.wei'");
    }

    public async Task DisposeAsync() => await portal.DisposeAsync();

    public void Dispose() => listener.Dispose();

    [Theory]
    [InlineData("000000")]
    [InlineData("ABCDEFGHJK")]
    public async Task Is_the_same_statements_and_one_digest_whatever_was_wrong(string code)
    {
        // What is read once and then remembered is read by now.
        await Try("nobody.here", officer.Password, code);
        var unknown = await Try("nobody.here", officer.Password, code);
        Assert.Equal(1, unknown.Digests);
        // The account, its roles, the code, the failure, the audit row, and the form's own.
        Assert.True(unknown.Statements.Count >= 5, string.Join('\n', unknown.Statements));
        foreach (var (name, password) in new[] { (officer.UserName, "not the password"), (officer.UserName, officer.Password), (locked.UserName, locked.Password), (bare.UserName, bare.Password) })
        {
            // Whether the pool has an open connection left is nobody's business here.
            portal.Db.Database.Writer.Clear();
            var known = await Try(name, password, code);
            Assert.Equal(unknown.Statements, known.Statements);
            Assert.Equal(1, known.Digests);
        }
        // A failure is counted where the account is open, and each one, however many come at once.
        Assert.Equal(2, await portal.Db.Value<int>("select access_failed_count from identity.account where user_name = 'lin.xiao'"));
        Assert.Equal(0, await portal.Db.Value<int>("select access_failed_count from identity.account where user_name = 'he.jing'"));
    }

    private async Task<(IReadOnlyList<string> Statements, int Digests)> Try(string name, string password, string code)
    {
        var before = hasher.Digests;
        using var visitor = portal.Visit();
        // The request carries this trace, and everything done for it bears its number.
        using var trace = new Activity("a try").SetIdFormat(ActivityIdFormat.W3C).Start();
        var answer = await visitor.SignIn(name, password, code);
        Assert.Contains("wrong=1", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        return ([.. sent.Where(s => s.Trace == trace.TraceId.ToHexString()).Select(s => s.Statement)], hasher.Digests - before);
    }

    private sealed class Counted : PasswordHasher<Account>
    {
        private int digests;

        public Counted()
            : base(Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = PasswordHash.Rounds }))
        {
        }

        public int Digests => digests;

        public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            Interlocked.Increment(ref digests);
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
