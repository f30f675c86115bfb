using System.Globalization;
using Microsoft.Playwright;

namespace CreditLoan.E2e;

/// <summary>Somebody in front of a browser of their own.</summary>
public sealed class Person : IAsyncDisposable
{
    private readonly City city;
    private readonly string? account;
    private readonly IBrowserContext browser;

    private Person(City city, string? account, IBrowserContext browser, IPage page) => (this.city, this.account, this.browser, Page) = (city, account, browser, page);

    public IPage Page { get; }

    public static Task<Person> Anyone(City city, int width = 1440) => Make(city, null, null, width);

    public static async Task<Person> SignedIn(City city, string account, int width = 1440) => await Make(city, account, await city.Cookies(account), width);

    private static async Task<Person> Make(City city, string? account, string? cookies, int width)
    {
        var own = await city.Browser(width, width < 600 ? 844 : 1000, cookies);
        await own.AddInitScriptAsync(Browsing.SayWhenLive);
        return new Person(city, account, own, await own.NewPageAsync());
    }

    /// <summary>Opens a page and waits until it listens; answers its status code.</summary>
    public async Task<int> Open(string path)
    {
        var response = await Page.GotoAsync(path);
        // Static pages (signing in, for one) have no circuit to wait for.
        if (response!.Ok && (await response.TextAsync()).Contains("\"type\":\"server\"", StringComparison.Ordinal))
            await Page.Live();
        return response.Status;
    }

    /// <summary>Waits until nothing on the page is still loading.</summary>
    public Task IsComplete() => Assertions.Expect(Page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = name });

    public ILocator Row(string text) => Page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = text });

    public ILocator Heading => Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 });

    /// <summary>A figure of the page by its name, as a number.</summary>
    public async Task<decimal> Figure(string name)
    {
        var said = await Page.Locator("dl.figures > div").Filter(new LocatorFilterOptions { Has = Page.GetByText(name, new PageGetByTextOptions { Exact = true }) }).Locator("dd").First.InnerTextAsync();
        return decimal.Parse(new string([.. said.Where(c => char.IsAsciiDigit(c) || c is '.' or '-')]), CultureInfo.InvariantCulture);
    }

    /// <summary>Goes where a link leads, and waits until the page there listens.</summary>
    public async Task Follow(string link, string? from = null)
    {
        if (from is not null) await Open(from);
        await Open((await Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = link, Exact = true }).First.GetAttributeAsync("href"))!);
    }

    /// <summary>Opens a page once the server shows a text there: what follows the log is seconds behind.</summary>
    public async Task OpenUntil(string path, string text)
    {
        await Open(path);
        await Page.WaitForFunctionAsync("async ([path, text]) => (await (await fetch(path)).text()).includes(text)", new[] { path, text }, new PageWaitForFunctionOptions { PollingInterval = 500 });
        await Open(path);
    }

    /// <summary>Fills a field by its label.</summary>
    public async Task Fill(string label, string value) => await Page.GetByLabel(label, new PageGetByLabelOptions { Exact = true }).FillAsync(value);

    /// <summary>Chooses from a list by the words shown.</summary>
    public Task Choose(string label, string words) => Page.GetByLabel(label, new PageGetByLabelOptions { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = words });

    public Task Tick(string label) => Page.GetByLabel(label, new PageGetByLabelOptions { Exact = true }).CheckAsync();

    /// <summary>Does what is asked about once: clicks, and clicks the same verb in the question.</summary>
    public async Task Sure(string verb)
    {
        await Button(verb).First.ClickAsync();
        await Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = verb }).ClickAsync();
    }

    /// <summary>Signs: clicks, and where the portal wants to see once more who it is, gives a code and clicks again.</summary>
    public async Task Sign(string verb, string then)
    {
        await Button(verb).ClickAsync();
        var asked = Button("继续办理");
        await Sees(asked.Or(Page.GetByText(then)));
        if (await asked.IsVisibleAsync())
        {
            await Fill("动态验证码", await city.Code(account!));
            await asked.ClickAsync();
            await Page.Live();
            await Button(verb).ClickAsync();
        }
        await Sees(then);
    }

    /// <summary>Goes on from a consent's terms to the page where it is signed, and signs it there.</summary>
    public async Task SignsConsent(string then)
    {
        await Button("下一步：核对并签署").ClickAsync();
        await Button("签署授权").ClickAsync();
        var asked = Button("继续办理");
        await Sees(asked.Or(Page.GetByText(then)));
        if (await asked.IsVisibleAsync())
        {
            await Fill("动态验证码", await city.Code(account!));
            await asked.ClickAsync();
            await Button("签署授权").ClickAsync();
        }
        await Sees(then);
        await Page.Live();
    }

    public Task Sees(string text) => Assertions.Expect(Page.GetByText(text).First).ToBeVisibleAsync();

    public Task SeesNo(string text) => Assertions.Expect(Page.GetByText(text)).ToHaveCountAsync(0);

    public Task Sees(ILocator what) => Assertions.Expect(what.First).ToBeVisibleAsync();

    public async ValueTask DisposeAsync() => await browser.DisposeAsync();
}
