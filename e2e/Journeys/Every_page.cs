using CreditLoan.Domain.Access;
using Microsoft.Playwright;

namespace CreditLoan.E2e.Stories;

[Collection(Journeys.Name)]
public class Every_page(City city)
{
    public static IEnumerable<object[]> Pages => Of(plain: true);

    public static IEnumerable<object[]> PagesOfSomething => Of(plain: false);

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Is_accessible_on_a_desk_and_on_a_phone(string route, Role role)
    {
        await using var person = await city.SignIn(role);
        await IsFine(person, route);
    }

    [Theory]
    [MemberData(nameof(PagesOfSomething))]
    public async Task Is_as_accessible_about_something_as_about_what_is_not_there(string route, Role role)
    {
        await using var person = await city.SignIn(role);
        if (await Examples.Of(city, route) is { } example) await IsFine(person, example);
        await IsFine(person, Examples.Missing(route));
    }

    [Fact]
    public async Task That_is_not_for_somebody_says_so()
    {
        await using var officer = await city.SignIn(Role.BankOfficer);
        await IsFine(officer, "/bureau");
    }

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

    private static IEnumerable<object[]> Of(bool plain) =>
        Routes.All.Where(p => p.Route.Contains('{', StringComparison.Ordinal) != plain).DistinctBy(p => p.File).Select(p => new object[] { p.Route, p.Role });
}
