using System.Text.RegularExpressions;
using CreditLoan.Domain.Access;
using Microsoft.Playwright;

namespace CreditLoan.E2e.Stories;

/// <summary>Takes every picture of docs/guide from the running portal, into .data/guide; infra/build/screenshots.sh puts them into the guides.</summary>
[Collection(Journeys.Name)]
public class The_guides_show_the_portal(City city)
{
    private static readonly Dictionary<string, (Role Role, string Route, int Width)> Pictures = new(StringComparer.Ordinal)
    {
        ["enterprise-home.jpg"] = (Role.LegalRepresentative, "/enterprise", 390),
        ["enterprise-consent.jpg"] = (Role.LegalRepresentative, "/enterprise/consents/new", 390),
        ["enterprise-tags.jpg"] = (Role.LegalRepresentative, "/enterprise/tags", 1280),
        ["enterprise-products.jpg"] = (Role.LegalRepresentative, "/enterprise/products", 1280),
        ["enterprise-consents.jpg"] = (Role.LegalRepresentative, "/enterprise/consents", 1280),
        ["bank-worklist.jpg"] = (Role.BankOfficer, "/bank/cases", 1280),
        ["bank-case.jpg"] = (Role.BankApprover, "/bank/cases/{Number}", 1280),
        ["bank-profile.jpg"] = (Role.BankOfficer, "/bank/profiles/{Code}", 1280),
        ["bank-disburse.jpg"] = (Role.BankOfficer, "/bank/lines/{Number}/disburse", 1280),
        ["bank-claim.jpg"] = (Role.BankOfficer, "/bank/claims/{SchemeCode}/{Number}", 1280),
        ["pool-desk.jpg"] = (Role.PoolManager, "/pool", 1280),
        ["pool-claim.jpg"] = (Role.PoolManager, "/pool/claims/{Number}", 1280),
        ["pool-fund.jpg"] = (Role.PoolManager, "/pool/funds/{SchemeCode}/{Year:int}", 1280),
        ["bureau-cockpit.jpg"] = (Role.BureauAnalyst, "/bureau", 1280),
        ["bureau-month.jpg"] = (Role.BureauAnalyst, "/bureau/months/{Month}", 1280),
        ["bureau-loan.jpg"] = (Role.BureauAnalyst, "/bureau/loans/{Fingerprint}", 1280),
    };

    public static IEnumerable<object[]> Names => Pictures.Keys.Select(name => new object[] { name });

    [Theory]
    [MemberData(nameof(Names))]
    public async Task In_each_picture(string name)
    {
        var (role, route, width) = Pictures[name];
        await using var person = await city.SignIn(role, width);
        await person.Open(await Examples.Of(city, route) ?? route);
        await person.Sees(person.Heading);
        await person.IsComplete();
        var picture = await person.Page.ScreenshotAsync(new PageScreenshotOptions
        {
            Path = Path.Combine(Clone.Root, ".data/guide", name), Type = ScreenshotType.Jpeg, Quality = 70, Animations = ScreenshotAnimations.Disabled,
        });
        Assert.InRange(picture.Length, 5_000, 150_000);
    }

    [Fact]
    public void And_no_other()
    {
        var shown = Directory.EnumerateFiles(Path.Combine(Clone.Root, "docs/guide"), "*.md").SelectMany(guide => Regex.Matches(File.ReadAllText(guide), @"\]\(([a-z-]+\.jpg)\)", RegexOptions.None, TimeSpan.FromSeconds(1))).Select(m => m.Groups[1].Value);
        Assert.Equal(Pictures.Keys.Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
    }
}
