using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CreditLoan.E2e;

/// <summary>What every journey asks of a page.</summary>
public static class Pages
{
    /// <summary>axe finds nothing serious, and nothing scrolls sideways.</summary>
    public static async Task IsAccessible(this IPage page)
    {
        var result = await page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } });
        var serious = result.Violations.Where(v => v.Impact is "serious" or "critical")
            .SelectMany(v => v.Nodes.Select(n => $"{page.Url} {v.Id} ({v.Impact}): {v.Help} — {n.Html}"));
        Assert.True(!serious.Any(), string.Join('\n', serious));
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{page.Url} scrolls sideways at {page.ViewportSize!.Width} pixels.");
    }
}
