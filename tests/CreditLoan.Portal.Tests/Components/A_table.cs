using Bunit;
using CreditLoan.Portal.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace CreditLoan.Portal.Tests;

public sealed class A_table : BunitContext
{
    private readonly List<TableQuery> asked = [];

    private sealed record Line(string Name, int Amount);

    [Fact]
    public async Task Asks_for_what_the_address_says_and_again_when_it_moves()
    {
        var table = Draw([new("甲", 1), new("乙", 2)], total: 42);
        table.WaitForAssertion(() => Assert.Equal(2, table.FindAll("tbody tr").Count));
        Assert.Contains("第 1–2 件，共 42 件", table.Find(".table-foot").TextContent, StringComparison.Ordinal);
        await table.InvokeAsync(() => Services.GetRequiredService<NavigationManager>().NavigateTo("/x?sort=amount&desc=1&page=2&q=%E7%94%B2"));
        table.WaitForAssertion(() => Assert.Equal(2, asked.Count));
        Assert.Equal(("amount", true, 2, "甲"), (asked[1].Sort, asked[1].Descending, asked[1].Page, asked[1]["q"]));
        Assert.Equal("descending", table.Find("th[aria-sort]").GetAttribute("aria-sort"));
    }

    [Fact]
    public void Says_that_filters_leave_nothing_and_offers_to_clear_them()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/x?q=none");
        var table = Draw([], total: 0);
        table.WaitForAssertion(() => Assert.Equal("清除筛选", table.Find(".state a").TextContent));
    }

    [Theory]
    [InlineData("1,234.50", "1234.50")]
    [InlineData("−2.55", "-2.55")]
    [InlineData("+0.13", "0.13")]
    [InlineData("0.5", "0.5")]
    public void Exports_what_reads_as_a_number_as_one(string shown, string number) =>
        Assert.Equal(decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture), Workbook.Said(shown));

    [Theory]
    [InlineData("62.8%")]
    [InlineData("007")]
    [InlineData("—")]
    [InlineData("=1+1")]
    [InlineData("")]
    public void Exports_everything_else_as_the_words_shown(string shown) => Assert.Equal(shown, Workbook.Said(shown));

    private IRenderedComponent<DataTable<Line>> Draw(Line[] lines, long total) => Render<DataTable<Line>>(p => p
        .Add(t => t.Caption, "试")
        .Add(t => t.Load, query =>
        {
            asked.Add(query);
            return Task.FromResult(new TablePage<Line>(lines, total));
        })
        .Add(t => t.Columns, builder =>
        {
            builder.OpenComponent<Column<Line>>(0);
            builder.AddAttribute(1, "Title", "名称");
            builder.AddAttribute(2, "Text", (Func<Line, string?>)(line => line.Name));
            builder.CloseComponent();
            builder.OpenComponent<Column<Line>>(3);
            builder.AddAttribute(4, "Title", "金额");
            builder.AddAttribute(5, "Sort", "amount");
            builder.AddAttribute(6, "Text", (Func<Line, string?>)(line => line.Amount.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            builder.CloseComponent();
        }));
}
