using System.Security.Cryptography;
using CreditLoan.Domain.Access;
using CreditLoan.Ledger.Access;
using CreditLoan.Portal.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace CreditLoan.Portal.Tests;

/// <summary>Signing in through a foreign issuer: the real oidc-provider, and tokens that nobody should take.</summary>
public sealed class Another_issuer : IAsyncLifetime
{
    private ForeignIssuer issuer = null!;
    private RunningPortal portal = null!;
    private DemoAccountRow officer = null!;

    public async Task InitializeAsync()
    {
        var port = ForeignIssuer.FreePort();
        issuer = await ForeignIssuer.Start($"http://localhost:{port}{Oidc.Callback}");
        portal = await RunningPortal.Start(port: port, oidc: new OidcSettings(issuer.Address, ForeignIssuer.ClientId, ForeignIssuer.ClientSecret));
        officer = await portal.Account("lin.xiao", "102100", Role.BankOfficer);
    }

    public async Task DisposeAsync()
    {
        await portal.DisposeAsync();
        await issuer.DisposeAsync();
    }

    [Fact]
    public async Task Lets_in_whom_it_vouches_for_once_the_account_is_linked_and_no_other()
    {
        Assert.Contains("/sign-in?wrong=oidc", (await Through("subject-1", "sign-in", portal.Visit())).Item1, StringComparison.Ordinal);
        using (var owner = await portal.SignIn(officer)) Assert.Equal("/account?linked=1", (await Through("subject-1", "link", owner)).Item1);

        using var visitor = portal.Visit();
        Assert.Equal("/bank/cases", (await Through("subject-1", "sign-in", visitor)).Item1);
        Assert.True(await visitor.IsKnown());
        Assert.StartsWith("oidc", await portal.Db.Value<string>("select methods from identity.session order by started_at desc limit 1"), StringComparison.Ordinal);
        using var stranger = portal.Visit();
        await Through("subject-2", "sign-in", stranger);
        Assert.False(await stranger.IsKnown());
        Assert.Equal(issuer.Address.ToString().TrimEnd('/') + " subject-1", await portal.Db.Value<string>("select login_provider || ' ' || provider_key from identity.account_login"));
        Assert.Equal(2L, await portal.Db.Value<long>("select count(*) from audit where act = 'sign-in' and outcome = 'refused'"));
    }

    [Fact]
    public async Task Links_a_subject_to_one_account_alone()
    {
        using (var owner = await portal.SignIn(officer)) await Through("subject-1", "link", owner);
        using var other = await portal.SignIn(await portal.Account("other", "102100", Role.BankOfficer));
        Assert.Equal("/account?linked=no", (await Through("subject-1", "link", other)).Item1);
    }

    [Fact]
    public async Task Checks_the_person_at_the_page_again()
    {
        using var owner = await portal.SignIn(officer);
        await Through("subject-1", "link", owner);
        await portal.Db.Execute("update identity.session set stepped_up_at = null");
        Assert.Contains("/step-up?wrong=oidc", (await Through("subject-2", "step-up", owner)).Item1, StringComparison.Ordinal);
        Assert.Equal("/account", (await Through("subject-1", "step-up", owner)).Item1);
        Assert.Equal(1L, await portal.Db.Value<long>("select count(*) from identity.session where stepped_up_at is not null"));
    }

    [Fact]
    public async Task Is_not_believed_when_the_way_back_does_not_fit_the_way_there()
    {
        using (var owner = await portal.SignIn(officer)) await Through("subject-1", "link", owner);
        using var visitor = portal.Visit();
        var start = (await visitor.Get("/account/oidc")).Headers.Location!;
        var back = await ForeignIssuer.SignIn(start, "subject-1");
        using (var thief = portal.Visit()) Assert.Contains("wrong", await Back(thief, back.PathAndQuery), StringComparison.Ordinal);
        Assert.Contains("wrong", await Back(visitor, back.PathAndQuery.Replace("state=", "state=x", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("wrong", await Back(visitor, back.PathAndQuery), StringComparison.Ordinal);
        Assert.False(await visitor.IsKnown());
    }

    [Fact]
    public async Task Answers_a_code_once()
    {
        using (var owner = await portal.SignIn(officer)) await Through("subject-1", "link", owner);
        var oidc = portal.Services.GetRequiredService<Oidc>();
        var (address, cookie) = await oidc.Start("sign-in", "", Callback, default);
        var back = await ForeignIssuer.SignIn(new Uri(address), "subject-1");
        var query = System.Web.HttpUtility.ParseQueryString(back.Query);
        Assert.NotNull((await oidc.Finish(cookie, query["state"], query["code"], query["iss"], Callback, default)).Who);
        Assert.Null((await oidc.Finish(cookie, query["state"], query["code"], query["iss"], Callback, default)).Who);
        Assert.Equal("issuer", (await oidc.Finish(cookie, query["state"], query["code"], "https://elsewhere.example", Callback, default)).Why);
    }

    [Theory]
    [InlineData("as it should be", true)]
    [InlineData("another audience", false)]
    [InlineData("another issuer", false)]
    [InlineData("another nonce", false)]
    [InlineData("no nonce", false)]
    [InlineData("expired", false)]
    [InlineData("not yet", false)]
    [InlineData("another key", false)]
    [InlineData("no signature", false)]
    [InlineData("a shared secret", false)]
    [InlineData("another access token", false)]
    public async Task Is_believed_only_with_a_token(string kind, bool believed)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (own, now) = (new ECDsaSecurityKey(key) { KeyId = "k" }, DateTime.UtcNow);
        var known = new OpenIdConnectConfiguration { Issuer = "https://issuer.example" };
        known.SigningKeys.Add(own);
        var claims = new Dictionary<string, object> { ["sub"] = "subject-1", ["nonce"] = kind == "another nonce" ? "other" : "n", ["at_hash"] = Base64UrlEncoder.Encode(SHA256.HashData("access"u8)[..16]) };
        if (kind == "no nonce") claims.Remove("nonce");
        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = kind == "another issuer" ? "https://elsewhere.example" : known.Issuer,
            Audience = kind == "another audience" ? "somebody" : ForeignIssuer.ClientId,
            IssuedAt = now,
            NotBefore = kind == "not yet" ? now.AddMinutes(5) : now.AddMinutes(-10),
            Expires = kind == "expired" ? now.AddMinutes(-5) : now.AddMinutes(20),
            Claims = claims,
            SigningCredentials = kind switch
            {
                "another key" => new SigningCredentials(new ECDsaSecurityKey(foreign) { KeyId = "k" }, SecurityAlgorithms.EcdsaSha256),
                "no signature" => null,
                "a shared secret" => new SigningCredentials(new SymmetricSecurityKey(new byte[32]) { KeyId = "k" }, SecurityAlgorithms.HmacSha256),
                _ => new SigningCredentials(own, SecurityAlgorithms.EcdsaSha256),
            },
        });
        var visit = new Oidc.Visit("sign-in", "s", "n", "v", "");
        var (_, who, _) = await portal.Services.GetRequiredService<Oidc>().Check(token, kind == "another access token" ? "stolen" : "access", visit, known);
        Assert.Equal(believed, who is not null);
    }

    private string Callback => new Uri(new Uri($"http://localhost:{portal.Address.Port}"), Oidc.Callback).ToString();

    /// <summary>There and back; answers where the portal leads in the end.</summary>
    private static async Task<(string, Visitor)> Through(string subject, string purpose, Visitor visitor)
    {
        var start = (await visitor.Get("/account/oidc?purpose=" + purpose)).Headers.Location!;
        var back = await ForeignIssuer.SignIn(start, subject);
        return (await Back(visitor, back.PathAndQuery), visitor);
    }

    private static async Task<string> Back(Visitor visitor, string path) => (await visitor.Get(path)).Headers.Location!.ToString();
}
