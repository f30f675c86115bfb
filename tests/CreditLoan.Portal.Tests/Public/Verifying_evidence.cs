using System.Net.Http.Json;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Evidence;
using Microsoft.Extensions.DependencyInjection;

namespace CreditLoan.Portal.Tests.Public;

public sealed class Verifying_evidence
{
    [Fact]
    public async Task Needs_no_account_and_hands_out_a_receipt_that_holds_by_itself()
    {
        await using var portal = await RunningPortal.Start();
        await portal.Db.Execute("insert into evidence_queue (at, kind, subject, content) values (now(), 'consent-granted', 'C1', '{\"Bank\": \"B1\"}')");
        var database = portal.Db.Database;
        await new Sealer(database.Sealer, new SettledLog(database.Sealer, portal.Services.GetRequiredService<EventStore>()), SigningKeys.Open(SigningKeys.DefaultFolder), TimeProvider.System).Seal();

        using var anyone = new HttpClient { BaseAddress = portal.Address };
        var receipt = Receipt.TryRead(await anyone.GetStringAsync("/evidence/receipts/C1"))!;
        Assert.Null(receipt.Problem());
        Assert.Contains("已存证（平台日志）", await anyone.GetStringAsync($"/verify/{receipt.Number}"));
        Assert.Contains("没有找到", System.Net.WebUtility.HtmlDecode(await anyone.GetStringAsync("/verify/CZ00000000-000000000")));
        Assert.True(Checkpoint.TryParse(await anyone.GetStringAsync("/evidence/checkpoint"), out var checkpoint));
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, (await anyone.GetAsync($"/evidence/consistency?first=1&second={checkpoint.Size + 1}")).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await anyone.GetAsync($"/evidence/inclusion?index=0&size={checkpoint.Size}")).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await anyone.GetAsync("/evidence/checkpoint?suite=gm")).StatusCode);

        var bank = new Witness(Directory.CreateTempSubdirectory("xyd-witness").FullName, "隆江农商银行", TimeProvider.System);
        await new WitnessDesk(database.Owner).Add(bank.Key);
        var keys = (await anyone.GetFromJsonAsync<List<VerifyingKey>>("/evidence/keys"))!;
        var cosignature = await bank.Cosign(checkpoint, keys, keys[0].Id, [], 0, (_, _) => throw new InvalidOperationException("There is nothing to compare with."));
        Assert.Equal(System.Net.HttpStatusCode.NoContent, (await anyone.PostAsJsonAsync("/evidence/cosignatures", cosignature)).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await anyone.PostAsJsonAsync("/evidence/cosignatures", cosignature with { Size = 9 })).StatusCode);
        var page = System.Net.WebUtility.HtmlDecode(await anyone.GetStringAsync($"/verify/{receipt.Number}"));
        Assert.Contains("<b>隆江农商银行</b> 会签到第", page);
        Assert.DoesNotContain("上链", page);
        var same = await anyone.PostAsync("/evidence/receipts/C1/compare", new StringContent("{\"Bank\":\"B1\"}"));
        Assert.True((await same.Content.ReadFromJsonAsync<Dictionary<string, object>>())!["matches"].ToString() == "True");
    }
}
