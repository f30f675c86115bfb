using System.Net;
using System.Text.Json.Nodes;

namespace CreditLoan.BankApi.Tests.CreditLines;

public sealed class Working_through_an_application(SandboxApi sandbox) : IClassFixture<SandboxApi>
{
    private static readonly string Until = SandboxApi.Day(RunningApi.Today.AddYears(1));
    private readonly object terms = new { limit = "200000.00", rate = "4.35", termMonths = 12, method = "EqualInstalments", until = Until };

    [Fact]
    public async Task Takes_it_reads_the_profile_and_decides()
    {
        var number = await sandbox.Waiting(0);
        var before = await sandbox.Bank.Call(HttpMethod.Get, $"/v1/applications/{number}");
        var taken = await sandbox.Bank.Call(HttpMethod.Post, $"/v1/applications/{number}/take");
        Assert.Equal(("Requested", "ToContact"), ((string)before["stage"]!, (string)taken["stage"]!));

        var profile = await sandbox.Bank.Call(HttpMethod.Get, $"/v1/profiles/{taken["enterprise"]}?application={number}");
        Assert.Equal(number, (string)profile["under"]!["application"]!);
        Assert.NotEmpty(profile["tags"]!.AsArray());
        Assert.Equal(1, await sandbox.Api.Db.Value<long>($"select count(*) from profile_read where bank = 'SB01' and application = '{number}'"));

        await sandbox.Bank.Call(HttpMethod.Post, $"/v1/applications/{number}/contacts", new { words = "已电话核实" });
        var granted = await sandbox.Bank.Call(HttpMethod.Post, $"/v1/applications/{number}/offer", terms);
        Assert.Equal(("Offered", "200000.00", "4.35"), ((string)granted["stage"]!, (string)granted["offered"]!["limit"]!, (string)granted["offered"]!["rate"]!));
        Assert.Contains((await sandbox.Bank.Call(HttpMethod.Get, "/v1/offers"))["items"]!.AsArray(), o => (string)o!["number"]! == number);
        Assert.Equal(["Requested", "TakenUp", "Contacted", "Granted"], (await sandbox.Bank.Call(HttpMethod.Get, $"/v1/applications/{number}/timeline")).AsArray().Select(s => (string)s!["step"]!));
    }

    [Fact]
    public async Task Says_no_with_a_code_that_never_changes_in_both_languages()
    {
        var number = await sandbox.Waiting(1);
        using var early = await sandbox.Bank.Send(HttpMethod.Post, $"/v1/applications/{number}/offer", terms);
        var problem = JsonNode.Parse(await early.Content.ReadAsStringAsync())!;
        Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        Assert.Equal("credit_line.not_taken_up", (string)problem["code"]!);
        Assert.Equal("这笔申请还没有受理，请先受理。", (string)problem["messages"]!["zh"]!);
        Assert.DoesNotContain(problem["messages"]!["en"]!.ToString(), c => c > '~');
        Assert.EndsWith("#credit_line.not_taken_up", (string)problem["type"]!, StringComparison.Ordinal);
        Assert.NotEmpty((string)problem["traceId"]!);
        Assert.Equal(1, await sandbox.Api.Db.Value<long>("select count(*) from audit where act = 'credit_line.grant' and outcome = 'credit_line.not_taken_up'"));

        var declined = await sandbox.Bank.Call(HttpMethod.Post, $"/v1/applications/{number}/decline", new { reason = "TurnoverTooLow" });
        Assert.Equal("Declined", (string)declined["stage"]!);
    }

    [Fact]
    public async Task Answers_412_where_it_has_moved_since_it_was_read()
    {
        var number = await sandbox.Waiting(1);
        using var read = await sandbox.Bank.Send(HttpMethod.Get, $"/v1/applications/{number}");
        var tag = read.Headers.ETag!.Tag;
        Assert.Equal("\"v1\"", tag);
        using var taken = await sandbox.Bank.Send(HttpMethod.Post, $"/v1/applications/{number}/take", null, null, tag);
        Assert.Equal((HttpStatusCode.OK, "\"v2\""), (taken.StatusCode, taken.Headers.ETag!.Tag));
        using var late = await sandbox.Bank.Send(HttpMethod.Post, $"/v1/applications/{number}/contacts", new { words = "迟到" }, null, tag);
        var problem = JsonNode.Parse(await late.Content.ReadAsStringAsync())!;
        Assert.Equal((HttpStatusCode.PreconditionFailed, "moved", 2), (late.StatusCode, (string)problem["code"]!, (int)problem["version"]!));
        Assert.Equal(["credit_line_taken_up"], problem["changes"]!.AsArray().Select(c => (string)c!));
    }
}
