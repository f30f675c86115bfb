using CreditLoan.Tool;

namespace CreditLoan.Tool.Tests;

public sealed class Listing_what_is_shipped
{
    [Fact]
    public void Names_every_package_that_was_restored_with_version_and_digest()
    {
        var components = SbomCommand.Components(Repository.Root);
        foreach (var name in new[] { "Npgsql", "Radzen.Blazor", "Microsoft.AspNetCore.Identity.EntityFrameworkCore" })
            Assert.Contains(components, c => c.Name == name && c.Sha512.Length == 128);
        Assert.Equal(components.Count, components.Select(c => (c.Name, c.Version)).Distinct().Count());
    }
}
