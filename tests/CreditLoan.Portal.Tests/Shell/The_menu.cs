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
        var matrix = File.ReadAllLines(Path.Combine(Repository.Root, "tests/CreditLoan.Portal.Tests/Access/pages.tsv")).Select(line => line.Split('\t')).ToDictionary(p => p[0], p => p[1].Split(','), StringComparer.Ordinal);
        Assert.All(Menu.Entries, entry => Assert.Empty(entry.For.Select(r => r.ToString()).Except(matrix[entry.Href], StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("/bank/loans/JJ2026", "/bank/lines")]
    [InlineData("/pool/files", "/pool/breaks")]
    [InlineData("/pool/funds/LJ/2026", "/pool/funds")]
    [InlineData("/account", null)]
    public void Marks_the_entry_that_a_page_stands_under(string path, string? entry) => Assert.Equal(entry, Menu.Under(Menu.Entries, path)?.Href);

    [Fact]
    public void Has_an_icon_for_every_entry() => Assert.All(Menu.Entries, entry => Assert.Contains(entry.Icon, Icons.Names));
}
