using System.Xml.Linq;

namespace CreditLoan.Architecture.Tests;

public class A_project
{
    private static readonly IReadOnlyList<string[]> Table = Clone.Table("docs/architecture.md", "project");

    [Fact]
    public void Stands_in_the_table() =>
        Rule.Holds([Table], table => Rule.Differences("projects", table.Select(row => row[0]), Clone.Projects.Select(p => p.Name)));

    [Fact]
    public void References_what_the_table_says() =>
        Rule.Holds(Clone.Projects, p => Rule.Differences(p.Name, Clone.List(Row(p.Name)[2]), References(p.File)));

    [Fact]
    public void Takes_the_packages_that_the_table_says() =>
        Rule.Holds(Clone.Projects, p => Rule.Differences(p.Name, Clone.List(Row(p.Name)[3]), Packages(p.File)));

    [Fact]
    public void Has_a_test_project() =>
        Rule.Holds(Clone.Projects, p => File.Exists(Path.Combine(Clone.Root, $"tests/CreditLoan.{p.Name}.Tests/CreditLoan.{p.Name}.Tests.csproj")) ? [] : [p.Name]);

    [Fact]
    public void That_references_more_is_found()
    {
        var planted = XDocument.Parse("""<Project><ItemGroup><ProjectReference Include="../CreditLoan.Ledger/CreditLoan.Ledger.csproj" /></ItemGroup></Project>""");

        Assert.Single(Rule.Differences("Domain", Clone.List("–"), References(planted)));
    }

    [Fact]
    public void That_takes_a_package_is_found()
    {
        var planted = XDocument.Parse("""<Project><ItemGroup><PackageReference Include="Marten" /></ItemGroup></Project>""");

        Assert.Single(Rule.Differences("Domain", Clone.List("–"), Packages(planted)));
    }

    private static string[] Row(string project) => Table.First(row => row[0] == project);

    private static IEnumerable<string> References(XDocument project) =>
        project.Descendants("ProjectReference").Select(r => Clone.ShortName(r.Attribute("Include")!.Value));

    private static IEnumerable<string> Packages(XDocument project) =>
        project.Descendants("PackageReference").Select(r => r.Attribute("Include")!.Value);
}
