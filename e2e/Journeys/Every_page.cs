using CreditLoan.Domain.Access;
using Microsoft.Playwright;

namespace CreditLoan.E2e.Stories;

[Collection(Journeys.Name)]
public class Every_page(City city)
{
    public static IEnumerable<object[]> Pages => Routes.All.Where(p => !p.Route.Contains('{', StringComparison.Ordinal)).Select(p => new object[] { p.Route, p.Role });

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Is_accessible_on_a_desk_and_on_a_phone(string route, Role role)
    {
        await using var person = await city.SignIn(role);
        await IsFine(person, route);
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
}
