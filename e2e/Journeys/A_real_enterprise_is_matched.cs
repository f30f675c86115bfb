using CreditLoan.Domain.Access;

namespace CreditLoan.E2e.Stories;

/// <summary>One of the 182 real enterprises of the import, with its real invoices, on the day that its data ends.</summary>
[Collection(Journeys.Name)]
public class A_real_enterprise_is_matched(City city)
{
    private const string Source = "cumcm2020c";
    private const string LastDay = "2020-02-29";

    [Fact]
    public async Task And_a_bank_reads_its_profile_as_of_the_day_its_data_ends()
    {
        await Running.ToEnd(City.Xyd, city.Database, "import", Source);
        await using var enterprise = await Person.SignedIn(city, Source);
        await using var officer = await city.SignIn(Role.BankOfficer);

        await enterprise.AuthorisesThePlatform();
        await enterprise.Sees($"您的数据截至 {LastDay}");
        await enterprise.IsMatched(wan: 100, "信易流水贷");
        await enterprise.Sees($"您的数据截至 {LastDay}，匹配按这一天的标签计算");
        var line = await enterprise.Applies();

        await officer.Open($"/bank/cases/{line}");
        await officer.Link("看企业信用画像").ClickAsync();
        await officer.Sees($"这家企业的数据截至 {LastDay}");
        await officer.Sees("销项开票");
        await officer.Page.IsAccessible();
        Assert.Equal(1, await DatabaseServer.Count(city.Database, $"select count(*) from profile_read where application = '{line}' and as_of = '{LastDay}' and bank = 'LJ01'"));
    }
}
