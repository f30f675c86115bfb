using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace CreditLoan;

/// <summary>Waiting for what a page shows, by asking the browser: a client that waits for news of a navigation waits for ever if the news came a moment before.</summary>
internal static class Browsing
{
    /// <summary>The portal sets a page's scale at the first render of its circuit: from then on, what is clicked is heard.</summary>
    public const string SayWhenLive =
        """
        let portal;
        Object.defineProperty(window, 'portal', {
          get: () => portal,
          set(value) {
            const scale = value.scale;
            value.scale = (...given) => { document.documentElement.dataset.live = ''; return scale.apply(value, given); };
            portal = value;
          },
        });
        """;

    private const float Patience = 120_000;

    /// <summary>The page has an address of this form and is loaded.</summary>
    public static async Task Arrives(this IPage page, [StringSyntax(StringSyntaxAttribute.Regex)] string address)
    {
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(address), new PageAssertionsToHaveURLOptions { Timeout = Patience });
        await Assertions.Expect(page.Locator("html")).ToHaveJSPropertyAsync("ownerDocument.readyState", "complete", new LocatorAssertionsToHaveJSPropertyOptions { Timeout = Patience });
    }

    /// <summary>The page's circuit has rendered once.</summary>
    public static Task Live(this IPage page) =>
        page.Locator("html[data-live]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached, Timeout = Patience });

    /// <summary>Gives a file to an input that hears of it: its circuit listens to a new one a moment after it is shown.</summary>
    public static async Task Offer(this ILocator input, FilePayload file)
    {
        await input.Page.WaitForFunctionAsync("input => input._blazorInputFileNextFileId >= 0", await input.ElementHandleAsync(), new PageWaitForFunctionOptions { Timeout = Patience });
        await input.SetInputFilesAsync(file);
    }
}
