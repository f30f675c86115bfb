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
        await person.Open(route);
        await person.Sees(person.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Heading));
        await person.Page.IsAccessible();

        await person.Page.SetViewportSizeAsync(390, 844);
        await person.Page.IsAccessible();
    }
}
