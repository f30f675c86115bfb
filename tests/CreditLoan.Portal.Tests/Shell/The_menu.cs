using CreditLoan.Domain.Access;
using CreditLoan.Portal.Components;
using CreditLoan.Portal.Shell;

namespace CreditLoan.Portal.Tests;

public class The_menu
{
    [Fact]
    public void Has_at_most_seven_entries_a_role() => Assert.All(Enum.GetValues<Role>(), role => Assert.InRange(Menu.Of(role).Count, 0, 7));

    [Fact]
    public void Leads_only_to_pages_that_its_roles_may_open()
    {
        var matrix = Matrix();
        Assert.All(Menu.Entries, entry => Assert.Empty(entry.For.Select(r => r.ToString()).Except(matrix[entry.Href], StringComparer.Ordinal)));
    }

    [Fact]
    public void Has_a_search_box_for_banks_pools_enterprises_and_the_bureau_each_on_a_page_that_they_may_open()
    {
        var matrix = Matrix();
        var searches = Enum.GetValues<Role>().Select(role => (Role: role, Menu.Search(role)?.Href)).Where(s => s.Href is not null).ToList();
        Assert.Superset(new HashSet<Role> { Role.BankOfficer, Role.PoolClerk, Role.LegalRepresentative, Role.BureauAnalyst }, searches.Select(s => s.Role).ToHashSet());
        Assert.All(searches, s => Assert.True(matrix[s.Href!] is ["*"] || matrix[s.Href!].Contains(s.Role.ToString()), $"{s.Role} {s.Href}"));
    }

    [Theory]
    [InlineData("/bank/loans/JJ2026", "/bank/lines")]
    [InlineData("/pool/files", "/pool/breaks")]
    [InlineData("/pool/funds/LJ/2026", "/pool/funds")]
    [InlineData("/account", null)]
    public void Marks_the_entry_that_a_page_stands_under(string path, string? entry) => Assert.Equal(entry, Menu.Under(Menu.Entries, path)?.Href);

    [Fact]
    public void Has_an_icon_for_every_entry() => Assert.All(Menu.Entries, entry => Assert.Contains(entry.Icon, Icons.Names));

    private static Dictionary<string, string[]> Matrix() =>
        File.ReadAllLines(Path.Combine(Repository.Root, "tests/CreditLoan.Portal.Tests/Access/pages.tsv")).Select(line => line.Split('\t')).ToDictionary(p => p[0], p => p[1].Split(','), StringComparer.Ordinal);
}
