using System.Text.RegularExpressions;

namespace CreditLoan.Architecture.Tests;

/// <summary>Every table that a page shows can be taken along as a workbook.</summary>
public partial class A_table
{
    /// <summary>Tables without a button of their own, and why.</summary>
    private static readonly Dictionary<string, string> Explained = new(StringComparer.Ordinal)
    {
        ["Components/Tables/DataTable.razor"] = "exports what its query finds, by its own button",
        ["Components/Charts/BarChart.razor"] = "stands in a ChartFrame, which exports",
        ["Components/Charts/LineChart.razor"] = "stands in a ChartFrame, which exports",
        ["Components/Charts/Waterfall.razor"] = "stands in a ChartFrame, which exports",
        ["Profiles/ReasonSheet.razor"] = "a profile is read under a consent to look, not to keep",
        ["Profiles/TrendSheet.razor"] = "a profile is read under a consent to look, not to keep",
        ["Pools/StatementSheet.razor"] = "the statement is given out as a registered workbook and PDF",
        ["Reconciliation/FileImport.razor"] = "the first rows of the person's own file",
        ["Identity/MyAccount.razor"] = "a static page with the person's own sign-ins",
    };

    private static readonly string Portal = Path.Combine(Clone.Root, "src/CreditLoan.Portal");

    private static readonly (string File, string Text)[] Pages =
    [
        .. from file in Directory.EnumerateFiles(Portal, "*.razor", SearchOption.AllDirectories)
           let name = Path.GetRelativePath(Portal, file)
           where !name.StartsWith("bin/", StringComparison.Ordinal) && !name.StartsWith("obj/", StringComparison.Ordinal)
           select (name, File.ReadAllText(file)),
    ];

    [Fact]
    public void Is_exported_or_is_explained() =>
        Rule.Holds(Pages.Where(p => p.Text.Contains("<table", StringComparison.Ordinal)), p => Explained.ContainsKey(p.File) ? [] : Without(p));

    [Fact]
    public void That_is_explained_exists() =>
        Rule.Holds(Explained.Keys, file => Pages.Any(p => p.File == file && p.Text.Contains("<table", StringComparison.Ordinal)) ? [] : [file]);

    [Fact]
    public void Without_an_export_is_found() => Assert.Single(Without(("X.razor", """<table class="table"></table><SaveShown Title="a" /><table></table>""")));

    /// <summary>Each table has a button, or stands in a chart's frame.</summary>
    private static IEnumerable<string> Without((string File, string Text) page)
    {
        var (tables, exports) = (Opened().Count(page.Text), Exports().Count(page.Text));
        if (tables > exports) yield return $"{page.File} has {tables} tables and {exports} exports";
    }

    [GeneratedRegex("<table[ >]")]
    private static partial Regex Opened();

    [GeneratedRegex("<SaveShown |<Table>")]
    private static partial Regex Exports();
}
