using System.Text.RegularExpressions;
using CreditLoan.Domain.Access;
using Microsoft.Playwright;

namespace CreditLoan.E2e.Stories;

[Collection(Journeys.Name)]
public class The_bureau_finds_why_a_number_moved(City city)
{
    [Fact]
    public async Task Down_to_the_loan_and_the_banks_reason()
    {
        var loan = await DatabaseServer.Text(city.Database, "select number from loan_book where bank = 'LJ01' and stage = 'Running' and outstanding = principal and restated = 0 order by value_date desc, number limit 1");
        var fingerprint = await DatabaseServer.Text(city.Database, $"select left(fingerprint, 16) from loan_book where bank = 'LJ01' and number = '{loan}'");
        var reason = $"起息金额录错，{loan}";

        await using (var officer = await Person.SignedIn(city, "officer"))
        {
            await officer.Open($"/bank/loans/{loan}");
            await officer.Page.GetByLabel("事项").SelectOptionAsync(new SelectOptionValue { Label = "更正放款" });
            var principal = officer.Page.GetByLabel("本金", new() { Exact = true });
            var was = decimal.Parse(await principal.InputValueAsync(), System.Globalization.CultureInfo.InvariantCulture);
            await principal.FillAsync((was - 10_000).ToString(System.Globalization.CultureInfo.InvariantCulture));
            await officer.Fill("理由", reason);
            await officer.Sure("更正放款");
            await officer.Sees("更正过 1 次");
        }

        await using var analyst = await city.SignIn(Role.BureauAnalyst);
        await analyst.Open("/bureau");
        await analyst.Link("看重报记录").ClickAsync();
        await analyst.Sees(analyst.Row(reason).Filter(new LocatorFilterOptions { HasText = fingerprint }));

        await analyst.Open("/bureau");
        await analyst.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { NameRegex = new Regex("^下钻到", RegexOptions.None, TimeSpan.FromSeconds(1)) }).ClickAsync();
        await analyst.Sees("笔借据构成这一数字");
        await analyst.Sees(analyst.Page.GetByRole(AriaRole.Columnheader, new PageGetByRoleOptions { Name = "借据指纹" }));
    }
}
