using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace CreditLoan.BankApi.Tests.Reconciliation;

public sealed class Sending_a_file(SandboxApi sandbox) : IClassFixture<SandboxApi>
{
    private const string Header = "类别,借据号,借款人统一社会信用代码,产品编号,金额（元）,日期\n";

    private static HttpContent Csv(string rows)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Header + rows));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return content;
    }

    [Fact]
    public async Task Is_held_against_what_was_reported_and_counts_once()
    {
        var contract = await sandbox.Contract(0);
        var today = SandboxApi.Day(RunningApi.Today);
        await sandbox.Bank.Call(HttpMethod.Post, "/v1/disbursements", new { contract = (string)contract["number"]!, loan = "JJ-F1", principal = "10000.00", rate = "4.00", valueDate = today, maturity = SandboxApi.Day(RunningApi.Today.AddMonths(6)), security = "Unsecured" });
        var rows = $"放款,JJ-F1,{contract["enterprise"]},SX01,10000.00,{today}\n放款,JJ-F2,{contract["enterprise"]},SX01,999.00,{today}\n";
        using var first = await sandbox.Bank.Send(HttpMethod.Post, "/v1/files?name=a.csv", Csv(rows));
        var file = JsonNode.Parse(await first.Content.ReadAsStringAsync())!;
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal((2, 1, 1), ((int)file["rows"]!, (int)file["agreed"]!, (int)file["broken"]!));
        using var again = await sandbox.Bank.Send(HttpMethod.Post, "/v1/files?name=b.csv", Csv(rows));
        Assert.Equal((string)file["digest"]!, (string)JsonNode.Parse(await again.Content.ReadAsStringAsync())!["digest"]!);
        Assert.Single((await sandbox.Bank.Call(HttpMethod.Get, "/v1/files")).AsArray());
    }

    [Fact]
    public async Task Says_what_is_wrong_with_a_file_that_cannot_be_read()
    {
        foreach (var content in new[] { Csv("放款,JJ-F1,not-a-code,SX01,x,yesterday\n"), new ByteArrayContent([0x50, 0x4b, 3, 4, 0, 0]), new ByteArrayContent([]) })
        {
            using var response = await sandbox.Bank.Send(HttpMethod.Post, "/v1/files?name=bad.csv", content);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Equal("request.malformed", (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["code"]!);
        }
    }
}
