using System.Net;
using System.Text.RegularExpressions;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Ledger.Enterprises;
using Microsoft.Extensions.DependencyInjection;

namespace CreditLoan.Portal.Tests;

/// <summary>An enterprise opens an account by itself: two static steps, nothing stored before the second, nothing usable before a second person agreed.</summary>
public sealed partial class Opening_an_account : IAsyncLifetime
{
    private const string Code = "91440101MA0TEXT04N", Password = "Vernehmbar-Wolke-52";
    private static readonly Actor Operator = new("data-one", Role.DataOperator, "");
    private RunningPortal portal = null!;

    private AccountRequests Requests => portal.Services.GetRequiredService<AccountRequests>();

    public async Task InitializeAsync() => portal = await RunningPortal.Start();

    public async Task DisposeAsync() => await portal.DisposeAsync();

    [Fact]
    public async Task Ends_with_a_person_who_signs_for_the_enterprise()
    {
        var name = await Open(Code);
        Assert.Contains("wrong=1", await SignIn(name), StringComparison.Ordinal);
        var waiting = Assert.Single(await Requests.Waiting(Operator.AsViewer));
        Assert.Equal((Code, "试用企业", "林可", false, 12), (waiting.Given.Code.Value, waiting.Given.Name, waiting.Person, waiting.HasAccount, waiting.Figures!.Employees));
        Assert.Equal("13800000000", await Requests.Phone(Operator, waiting.Account));
        Assert.Equal(EnterpriseRefusals.ReasonMissing, await Requests.Decide(Operator, waiting.Account, true, " "));
        Assert.Null(await Requests.Decide(Operator, waiting.Account, true, "执照一致，已回拨"));
        portal.Clock.Move(TimeSpan.FromSeconds(60));
        Assert.Equal("/enterprise", await SignIn(name));
        Assert.Equal("LegalRepresentative", await portal.Db.Value<string>($"select role from identity.account_role where account = '{waiting.Account}'"));
        Assert.Null(await Requests.Phone(Operator, waiting.Account));
        Assert.Equal(0L, await portal.Db.Value<long>("select count(*) from personal.field"));
        Assert.Equal(AccessRefusals.Decided, await Requests.Decide(Operator, waiting.Account, false, "再来一次"));
        Assert.Equal("account.request account.approve", await portal.Db.Value<string>("select string_agg(act, ' ' order by id) from audit where act like 'account.%' and outcome = 'done'"));
    }

    [Fact]
    public async Task Of_an_enterprise_that_has_one_looks_the_same_and_is_decided_by_its_own_legal_representative()
    {
        var fresh = await Step(new Visitor(portal.Address), Given(Code));
        await portal.Account("boss", Code, Role.LegalRepresentative);
        var known = await Step(new Visitor(portal.Address), Given(Code));
        Assert.Equal(Plain(fresh), Plain(known));
        var name = await Open(Code);
        Assert.Empty(await Requests.Waiting(Operator.AsViewer));
        Assert.Empty(await Requests.Waiting(new Viewer("other", Role.LegalRepresentative, "91350100M000100Y43")));
        var boss = new Actor("boss", Role.LegalRepresentative, Code);
        var waiting = Assert.Single(await Requests.Waiting(boss.AsViewer));
        Assert.Equal(AccessRefusals.NotYours, await Requests.Decide(Operator, waiting.Account, true, "执照一致"));
        Assert.Equal(AccessRefusals.NotYours, await Requests.Decide(boss with { Tenant = "91350100M000100Y43" }, waiting.Account, true, "是"));
        Assert.Null(await Requests.Decide(boss, waiting.Account, true, "本企业的人"));
        portal.Clock.Move(TimeSpan.FromSeconds(60));
        Assert.Equal("/enterprise", await SignIn(name));
        Assert.Equal("EnterpriseAgent", await portal.Db.Value<string>($"select role from identity.account_role where account = '{waiting.Account}'"));
    }

    [Fact]
    public async Task Stores_nothing_before_the_authenticator_is_proven()
    {
        using var visitor = portal.Visit();
        var page = await Step(visitor, Given(Code));
        Assert.Equal(0L, await portal.Db.Value<long>("select count(*) from identity.account"));
        var (carried, secret) = (Sealed().Match(page).Groups[1].Value, Key().Match(page).Groups[1].Value);
        Assert.Contains("验证码不对", await Prove(visitor, carried, "000000"), StringComparison.Ordinal);
        Assert.Contains("等得太久", await Prove(visitor, carried[..^4] + "AAAA", Now(secret)), StringComparison.Ordinal);
        portal.Clock.Move(TimeSpan.FromMinutes(16));
        Assert.Contains("等得太久", await Prove(visitor, carried, Now(secret)), StringComparison.Ordinal);
        Assert.Equal(0L, await portal.Db.Value<long>("select count(*) from identity.account"));
    }

    [Theory]
    [InlineData("Code", "91440101MA5T", "18 位")]
    [InlineData("Password", "password1234", "口令")]
    [InlineData("Again", "something else", "两次填写不一样")]
    [InlineData("Phone", "020-38000000", "11 位手机号码")]
    [InlineData("Industry", "", "选择主营行业")]
    [InlineData("Revenue", "很多", "单位万元")]
    public async Task Says_what_is_to_be_mended_and_keeps_the_rest(string field, string value, string sentence)
    {
        using var visitor = portal.Visit();
        var page = await Step(visitor, [.. Given(Code).Select(f => f.Name == "Given." + field ? (f.Name, value) : f)]);
        Assert.Contains(sentence, page, StringComparison.Ordinal);
        Assert.Contains("value=\"试用企业\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_slowed_down_for_one_address()
    {
        using var visitor = portal.Visit();
        for (var i = 0; i < 20; i++) Assert.Equal(HttpStatusCode.OK, (await visitor.Send("/register", "/register", ("_handler", "open"))).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await visitor.Send("/register", "/register", ("_handler", "open"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await visitor.Get("/register")).StatusCode);
    }

    private static (string Name, string Value)[] Given(string code) =>
    [
        ("_handler", "open"), ("Given.Code", code), ("Given.Name", "试用企业"), ("Given.Person", "林可"), ("Given.Phone", "13800000000"), ("Given.District", "440106"),
        ("Given.Industry", "C34"), ("Given.Founded", "2019-05-06"), ("Given.Employees", "12"), ("Given.Revenue", "860.5"), ("Given.Assets", ""), ("Given.Password", Password), ("Given.Again", Password),
    ];

    private static async Task<string> Step(Visitor visitor, (string Name, string Value)[] given) =>
        WebUtility.HtmlDecode(await (await visitor.Send("/register", "/register", given)).Content.ReadAsStringAsync());

    private static async Task<string> Prove(Visitor visitor, string carried, string code) =>
        await Step(visitor, [("_handler", "open"), ("Step.Sealed", carried), ("Step.Code", code)]);

    /// <summary>Goes both steps; answers the account's name.</summary>
    private async Task<string> Open(string code)
    {
        using var visitor = portal.Visit();
        var page = await Step(visitor, Given(code));
        secretOfLast = Key().Match(page).Groups[1].Value;
        return Name().Match(await Prove(visitor, Sealed().Match(page).Groups[1].Value, Now(secretOfLast))).Value;
    }

    private string secretOfLast = "";

    /// <summary>Where a sign-in leads.</summary>
    private async Task<string> SignIn(string name)
    {
        using var visitor = portal.Visit();
        return (await visitor.SignIn(name, Password, Now(secretOfLast))).Headers.Location!.ToString();
    }

    private string Now(string base32) => OneTimeCode.At(Bytes(base32), OneTimeCode.Step(portal.Clock.GetUtcNow()));

    private static byte[] Bytes(string base32)
    {
        var bits = string.Concat(base32.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }

    /// <summary>The page without what differs by chance.</summary>
    private static string Plain(string page) => Regex.Replace(Regex.Replace(page, "value=\"[^\"]{40,}\"|<svg.*?</svg>|nonce=\"[^\"]*\"|<!--.*?-->|sheet-[0-9a-f]{8}", "", RegexOptions.Singleline, TimeSpan.FromSeconds(2)), "[A-Z2-7]{32}", "", RegexOptions.None, TimeSpan.FromSeconds(2));

    [GeneratedRegex("name=\"Step.Sealed\" value=\"([^\"]+)\"")]
    private static partial Regex Sealed();

    [GeneratedRegex(">([A-Z2-7]{32})<")]
    private static partial Regex Key();

    [GeneratedRegex("qy-[a-z0-9]{8}")]
    private static partial Regex Name();
}
