namespace CreditLoan.E2e.Stories;

[Collection(Journeys.Name)]
public class A_visitor_looks_before_signing_in(City city)
{
    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Sees_the_front_page(int width)
    {
        await using var visitor = await Person.Anyone(city, width);

        await visitor.Open("/");

        await visitor.Sees(visitor.Heading);
        await visitor.Page.IsAccessible();
    }

    [Fact]
    public async Task Gets_the_script_that_keeps_pages_alive()
    {
        using var client = new HttpClient();

        var script = await client.GetStringAsync(new Uri($"{city.Address}/_framework/blazor.web.js"));

        Assert.True(script.Length > 100_000);
    }
}
