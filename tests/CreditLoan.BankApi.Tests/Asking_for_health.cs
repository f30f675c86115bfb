using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace CreditLoan.BankApi.Tests;

public class Asking_for_health
{
    private static WebApplicationFactory<Program> Start(string connection) =>
        new WebApplicationFactory<Program>().WithWebHostBuilder(host => host.UseSetting("CREDITLOAN_DB", connection));

    [Fact]
    public async Task Is_answered_once_the_database_answers()
    {
        await using var db = await TestDatabase.Create();
        await using var api = Start(db.OwnerConnection);
        using var client = api.CreateClient();

        Assert.Equal("ok", await client.GetStringAsync("/health/ready"));
        Assert.Equal("ok", await client.GetStringAsync("/health/live"));
    }
}
