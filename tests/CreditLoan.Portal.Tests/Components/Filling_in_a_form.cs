using Bunit;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Tests;

public sealed class Filling_in_a_form : BunitContext
{
    [Fact]
    public void Links_each_error_to_its_field_and_says_it_above_the_control()
    {
        var errors = new FormErrors().Add("amount", "申请金额", "填 200 万元以内的数").Add("day", "首次用款日", null);
        var summary = Render<ErrorSummary>(p => p.Add(s => s.Errors, errors));
        Assert.Equal("还有 1 处要改", summary.Find("h2").TextContent);
        Assert.Equal(("#amount", "申请金额：填 200 万元以内的数"), (summary.Find("a").GetAttribute("href")!, summary.Find("a").TextContent));

        var field = Render<Field>(p => p.Add(f => f.Name, "amount").Add(f => f.Label, "申请金额").Add(f => f.Hint, "10–200 万元").Add(f => f.Error, errors["amount"])
            .Add<FieldIds>(f => f.ChildContent, ids => $"<input id=\"{ids.Id}\" aria-describedby=\"{ids.DescribedBy}\" aria-invalid=\"{ids.Invalid}\" />"));
        var input = field.Find("input");
        Assert.Equal(("amount-hint amount-error", "true"), (input.GetAttribute("aria-describedby")!, input.GetAttribute("aria-invalid")!));
        Assert.Contains("填 200 万元以内的数", field.Find("#amount-error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_nothing_while_nothing_is_wrong() => Assert.Empty(Render<ErrorSummary>(p => p.Add(s => s.Errors, new FormErrors())).Markup.Trim());

    [Fact]
    public async Task Asks_once_before_a_dangerous_act()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        var confirm = Render<Confirm>();
        Task<bool> answer = null!;
        await confirm.InvokeAsync(() => { answer = confirm.Instance.Ask("撤回给澜江银行的授权", "之后银行不能再看。", "撤回授权"); });
        Assert.Equal("撤回给澜江银行的授权", confirm.Find("h2").TextContent);
        await confirm.Find(".btn.bad").ClickAsync(new());
        Assert.True(await answer);
    }
}
