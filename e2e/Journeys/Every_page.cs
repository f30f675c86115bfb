using CreditLoan.Domain.Access;
using Microsoft.Playwright;
using Xunit.Sdk;

namespace CreditLoan.E2e.Stories;

[Collection(Journeys.Name)]
public class Every_page(City city)
{
    public static IEnumerable<object[]> Pages => Routes.All.Where(p => !IsAboutSomething(p.Route)).Select(p => new object[] { p.Route, p.Role });

    public static IEnumerable<object[]> Readers => Routes.All.Where(p => IsAboutSomething(p.Route)).Select(p => p.Role).Distinct().Select(role => new object[] { role });

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Is_accessible_on_a_desk_and_on_a_phone(string route, Role role)
    {
        await using var person = await city.SignIn(role);
        await IsFine(person, route);
    }

    /// <summary>Pages of one thing, opened with one that the city has and with one that it has not, by one person of each role.</summary>
    [Theory]
    [MemberData(nameof(Readers))]
    public async Task About_something_is_accessible_and_so_is_the_answer_that_it_is_not_there(Role role)
    {
        await using var person = await city.SignIn(role);
        var faults = new List<string>();
        foreach (var (_, route, _) in Routes.All.Where(p => p.Role == role && IsAboutSomething(p.Route)).DistinctBy(p => p.File))
        {
            foreach (var path in new[] { await Examples.Of(city, route), Examples.Missing(route) }.OfType<string>())
            {
                try
                {
                    await IsFine(person, path);
                }
                catch (Exception fault) when (fault is XunitException or PlaywrightException)
                {
                    faults.Add($"{path}: {fault.Message}");
                }
            }
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task That_is_not_for_somebody_says_so()
    {
        await using var officer = await city.SignIn(Role.BankOfficer);
        await IsFine(officer, "/bureau");
    }

    private static bool IsAboutSomething(string route) => route.Contains('{', StringComparison.Ordinal);

    private static async Task IsFine(Person person, string path)
    {
        await person.Page.SetViewportSizeAsync(1440, 1000);
        await person.Open(path);
        await person.Sees(person.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Heading));
        // The gallery shows what loading looks like, for good.
        if (path != "/dev/ui") await person.IsComplete();
        await person.Page.IsAccessible();
        await person.Page.SetViewportSizeAsync(390, 844);
        await person.Page.IsAccessible();
    }
}
