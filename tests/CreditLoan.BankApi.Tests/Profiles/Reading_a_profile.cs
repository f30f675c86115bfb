using System.Net;
using System.Text.Json.Nodes;

namespace CreditLoan.BankApi.Tests.Profiles;

public sealed class Reading_a_profile(SandboxApi sandbox) : IClassFixture<SandboxApi>
{
    [Fact]
    public async Task Is_on_record_each_time_and_ends_with_the_consent()
    {
        var enterprise = sandbox.Enterprises[1];
        for (var used = 1; used <= 2; used++)
        {
            using var response = await sandbox.Bank.Send(HttpMethod.Get, $"/v1/profiles/{enterprise}");
            Assert.Null(response.Headers.ETag);
            Assert.Equal(used, (int)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["under"]!["used"]!);
        }
        Assert.Equal(2, await sandbox.Api.Db.Value<long>($"select count(*) from audit where act = 'profile.read' and tenant = 'SB01' and outcome = 'accepted' and subject @> array['enterprise/{enterprise}']"));
        await sandbox.Api.Db.Execute($"update consent_book set status = 'Revoked' where enterprise = '{enterprise}' and recipient = 'SB01'");
        using var refused = await sandbox.Bank.Send(HttpMethod.Get, $"/v1/profiles/{enterprise}");
        Assert.Equal((HttpStatusCode.Forbidden, "profile.consent_revoked"), (refused.StatusCode, (string)JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["code"]!));
    }

    [Fact]
    public async Task Is_refused_to_a_bank_that_nobody_consented_to()
    {
        var other = await sandbox.Api.Bank("LJ07");
        using var refused = await other.Send(HttpMethod.Get, $"/v1/profiles/{sandbox.Enterprises[0]}");
        Assert.Equal((HttpStatusCode.Forbidden, "profile.consent_missing"), (refused.StatusCode, (string)JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["code"]!));
        Assert.Equal(1, await sandbox.Api.Db.Value<long>("select count(*) from audit where act = 'profile.read' and tenant = 'LJ07' and outcome = 'profile.consent_missing'"));
    }
}
