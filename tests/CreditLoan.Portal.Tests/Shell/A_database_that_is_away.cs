using System.Net;
using CreditLoan.Domain.Access;
using CreditLoan.Ledger;
using Npgsql;

namespace CreditLoan.Portal.Tests;

/// <summary>Between the portal and its database lies a wire that the test cuts.</summary>
public sealed class A_database_that_is_away
{
    [Fact]
    public async Task Is_a_503_that_says_when_to_come_again_until_it_is_back()
    {
        await using var db = await TestDatabase.Create();
        await using var wire = WireTo(db);
        await using var through = await Through(wire, db);
        await using var portal = await RunningPortal.Start(over: db, through: through);
        using var officer = await portal.SignIn(await portal.Account("jiang", "102100", Role.BankOfficer));
        using var visitor = portal.Visit();
        await AreShown((visitor, "/products"), (officer, "/account"));

        wire.Cut();
        foreach (var (who, path) in new[] { (visitor, "/products"), (officer, "/account"), (officer, "/bank") })
        {
            using var away = await who.Get(path);
            var page = await away.Content.ReadAsStringAsync();
            Assert.True(away.StatusCode == HttpStatusCode.ServiceUnavailable, $"{path} answers {(int)away.StatusCode}: {page}");
            Assert.Equal(TimeSpan.FromSeconds(5), away.Headers.RetryAfter?.Delta);
            Assert.Contains("平台正忙，或正在恢复", page, StringComparison.Ordinal);
            Assert.DoesNotContain("Npgsql", page, StringComparison.Ordinal);
            Assert.Empty(Every_answer.Missing(away));
        }
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await visitor.Get("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await visitor.Get("/health/live")).StatusCode);

        wire.Mend();
        foreach (var (who, path) in new[] { (visitor, "/products"), (officer, "/account") })
        {
            var tries = 0;
            while ((await who.Get(path)).StatusCode != HttpStatusCode.OK) Assert.True(++tries < 20, $"{path} does not come back.");
        }
    }

    [Fact]
    public async Task That_stands_still_is_one_while_it_stands()
    {
        await using var db = await TestDatabase.Create();
        await using var wire = WireTo(db);
        await using var through = await Through(wire, db);
        await using var portal = await RunningPortal.Start(over: db, through: through);
        using var officer = await portal.SignIn(await portal.Account("jiang", "102100", Role.BankOfficer));
        using var visitor = portal.Visit();
        await AreShown((visitor, "/products"), (officer, "/account"));

        var form = await visitor.Form("/sign-in");
        wire.Hold();
        // The first wait until it is clear; whoever comes then is answered at once.
        var answers = await Task.WhenAll(visitor.Get("/products"), officer.Get("/account"), visitor.Get("/verify/CZ20260101-000000000"), visitor.Post(form, "/account/sign-in", ("name", "jiang"), ("password", "x"), ("code", "123456")));
        foreach (var still in (HttpResponseMessage[])[.. answers, await visitor.Get("/products"), await visitor.Get("/health/ready")])
            Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(5)), (still.StatusCode, still.Headers.RetryAfter?.Delta));
        Assert.True(through.Pulse.IsStill);
        Assert.Equal(HttpStatusCode.OK, (await visitor.Get("/health/live")).StatusCode);

        wire.Release();
        foreach (var (who, path) in new[] { (visitor, "/products"), (officer, "/account") })
            for (var until = DateTime.UtcNow.AddMinutes(1); (await who.Get(path)).StatusCode != HttpStatusCode.OK;)
            {
                Assert.True(DateTime.UtcNow < until, $"{path} does not come back.");
                await Task.Yield();
            }
    }

    [Fact]
    public async Task That_has_no_connection_left_is_one_too()
    {
        await using var db = await TestDatabase.Create();
        await using var through = await Database.Open(new NpgsqlConnectionStringBuilder(db.OwnerConnection) { MaxPoolSize = 5 }.ConnectionString);
        await using var portal = await RunningPortal.Start(over: db, through: through);
        using var visitor = portal.Visit();
        var held = new List<NpgsqlConnection>();
        while (held.Count < 5)
            try
            {
                held.Add(await through.ReaderSource.OpenConnectionAsync());
            }
            catch (NpgsqlException) // The portal's own work had some of them: once more.
            {
            }
        using (var full = await visitor.Get("/products"))
            Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(5)), (full.StatusCode, full.Headers.RetryAfter?.Delta));
        foreach (var connection in held) await connection.DisposeAsync();
        Assert.Equal(HttpStatusCode.OK, (await visitor.Get("/products")).StatusCode);
    }

    private static CutWire WireTo(TestDatabase db)
    {
        var there = new NpgsqlConnectionStringBuilder(db.OwnerConnection);
        return new CutWire(there.Host!, there.Port);
    }

    private static Task<Database> Through(CutWire wire, TestDatabase db) =>
        Database.Open(new NpgsqlConnectionStringBuilder(db.OwnerConnection) { Host = "127.0.0.1", Port = wire.Port }.ConnectionString);

    private static async Task AreShown(params (Visitor Who, string Path)[] pages)
    {
        foreach (var (who, path) in pages) Assert.Equal(HttpStatusCode.OK, (await who.Get(path)).StatusCode);
    }
}
