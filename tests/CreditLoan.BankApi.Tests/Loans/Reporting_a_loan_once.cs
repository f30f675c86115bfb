using System.Net;
using System.Text.Json.Nodes;
using CreditLoan.Domain.Access;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Bureau;

namespace CreditLoan.BankApi.Tests.Loans;

public sealed class Reporting_a_loan_once(SandboxApi sandbox) : IClassFixture<SandboxApi>
{
    private static readonly DateOnly Today = RunningApi.Today;

    private object Payout(JsonNode contract, string loan, string principal) => new
    {
        contract = (string)contract["number"]!, loan, principal, rate = "4.10", valueDate = SandboxApi.Day(Today), maturity = SandboxApi.Day(Today.AddMonths(6)), security = "Unsecured",
    };

    [Fact]
    public async Task Tells_it_to_the_bureau_too()
    {
        var contract = await sandbox.Contract(0);
        using var paidOut = await sandbox.Bank.Send(HttpMethod.Post, "/v1/disbursements", Payout(contract, "jj-0001", "50000.00"));
        Assert.Equal(HttpStatusCode.Created, paidOut.StatusCode);
        Assert.Equal("/v1/loans/JJ-0001", paidOut.Headers.Location!.AbsolutePath);
        var repaid = await sandbox.Bank.Call(HttpMethod.Post, "/v1/loans/JJ-0001/repayments", new { principal = "8000.00", interest = "170.83", on = SandboxApi.Day(Today) });
        Assert.Equal(("42000.00", "170.83", "Running"), ((string)repaid["outstanding"]!, (string)repaid["interestPaid"]!, (string)repaid["stage"]!));

        var store = sandbox.Api.Store;
        await new Followers(sandbox.Api.Db.Database.Writer, new SettledLog(sandbox.Api.Db.Database.Writer, store), [new BureauFollower()]).CatchUp();
        var reported = await sandbox.Api.Db.Value<long>("select sum(reported)::bigint from bureau_flow where bank = 'SB01'");
        Assert.True(reported >= 5_000_000);
        Assert.Equal(await sandbox.Api.Db.Value<long>("select sum(principal)::bigint from loan_book where bank = 'SB01'"), reported);
    }

    [Fact]
    public async Task Goes_through_grades_write_off_and_recovery()
    {
        var contract = await sandbox.Contract(1);
        await sandbox.Bank.Call(HttpMethod.Post, "/v1/disbursements", Payout(contract, "JJ-0002", "20000.00"));
        var bad = await sandbox.Bank.Call(HttpMethod.Post, "/v1/loans/JJ-0002/class", new { grade = "Loss", reason = "企业停业" });
        Assert.Equal("Loss", (string)bad["grade"]!);
        var off = await sandbox.Bank.Call(HttpMethod.Post, "/v1/loans/JJ-0002/write-off", new { reason = "经审批核销" });
        Assert.Equal(("WrittenOff", "20000.00"), ((string)off["stage"]!, (string)off["writtenOff"]!));
        var back = await sandbox.Bank.Call(HttpMethod.Post, "/v1/loans/JJ-0002/recoveries", new { amount = "1234.56", on = SandboxApi.Day(Today), words = "处置设备" });
        Assert.Equal("1234.56", (string)back["recovered"]!);
        Assert.Equal(["Disbursed", "Reclassified", "WrittenOff", "Recovered"], (await sandbox.Bank.Call(HttpMethod.Get, "/v1/loans/JJ-0002/timeline")).AsArray().Select(s => (string)s!["step"]!));
    }

    [Fact]
    public async Task Does_the_same_thing_once_however_often_it_is_sent()
    {
        var contract = await sandbox.Contract(0);
        await sandbox.Bank.Call(HttpMethod.Post, "/v1/disbursements", Payout(contract, "JJ-0003", "30000.00"), "disburse-JJ-0003");
        var paid = new { principal = "1000.00", interest = "10.00", on = SandboxApi.Day(Today) };
        using var first = await sandbox.Bank.Send(HttpMethod.Post, "/v1/loans/JJ-0003/repayments", paid, "repay-JJ-0003-1");
        using var again = await sandbox.Bank.Send(HttpMethod.Post, "/v1/loans/JJ-0003/repayments", paid, "repay-JJ-0003-1");
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal("true", again.Headers.GetValues("Idempotency-Replayed").Single());
        using var other = await sandbox.Bank.Send(HttpMethod.Post, "/v1/loans/JJ-0003/repayments", new { principal = "2000.00", interest = "10.00", on = SandboxApi.Day(Today) }, "repay-JJ-0003-1");
        Assert.Equal((HttpStatusCode)422, other.StatusCode);

        // The answer is forgotten after a week, or lost with a process; the command is not.
        await sandbox.Api.Db.Execute("delete from api_answer where key = 'repay-JJ-0003-1'");
        using var later = await sandbox.Bank.Send(HttpMethod.Post, "/v1/loans/JJ-0003/repayments", paid, "repay-JJ-0003-1");
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
        Assert.Equal("29000.00", (string)(await sandbox.Bank.Call(HttpMethod.Get, "/v1/loans/JJ-0003"))["outstanding"]!);
        using var keyless = await sandbox.Bank.Send(HttpMethod.Post, "/v1/loans/JJ-0003/repayments", paid, "short");
        Assert.Equal(HttpStatusCode.BadRequest, keyless.StatusCode);
    }

    [Fact]
    public async Task Answers_409_with_Retry_After_while_the_same_is_under_way()
    {
        var what = $"POST /v1/loans/JJ-0009/class {System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.SHA256.HashData("{\"grade\":\"Pass\",\"reason\":\"x\"}"u8))}";
        await sandbox.Api.Db.Execute($"insert into api_answer (bank, key, request, lease_until) values ('SB01', 'under-way-1', '{what}', now() + interval '20 seconds')");
        using var meanwhile = await sandbox.Bank.Send(HttpMethod.Post, "/v1/loans/JJ-0009/class", new { grade = "Pass", reason = "x" }, "under-way-1");
        Assert.Equal(HttpStatusCode.Conflict, meanwhile.StatusCode);
        Assert.InRange(meanwhile.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 5);
        Assert.Equal("idempotency.in_flight", (string)JsonNode.Parse(await meanwhile.Content.ReadAsStringAsync())!["code"]!);

        // Its process died: once the lease is over, the next try works on it.
        await sandbox.Api.Db.Execute("update api_answer set lease_until = now() - interval '1 second' where key = 'under-way-1'");
        using var after = await sandbox.Bank.Send(HttpMethod.Post, "/v1/loans/JJ-0009/class", new { grade = "Pass", reason = "x" }, "under-way-1");
        Assert.Equal("loan.not_disbursed", (string)JsonNode.Parse(await after.Content.ReadAsStringAsync())!["code"]!);
    }

    [Fact]
    public async Task Sent_twenty_times_at_once_is_done_once()
    {
        var contract = await sandbox.Contract(1);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => sandbox.Bank.Send(HttpMethod.Post, "/v1/disbursements", Payout(contract, "JJ-0004", "10000.00"), "disburse-JJ-0004")));
        Assert.All(answers, a => Assert.True(a.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict));
        Assert.Contains(answers, a => a.StatusCode == HttpStatusCode.Created);
        Assert.Equal(1, await sandbox.Api.Db.Value<long>("select count(*) from mt_events where stream_id = 'loan/SB01/JJ-0004'"));
    }
}
