using System.Net;
using System.Text.Json;
using CreditLoan.Domain.Access;
using CreditLoan.Jobs.Evidence;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Evidence;

namespace CreditLoan.Jobs.Tests.Evidence;

public sealed class Copying_the_audit_trail : IAsyncLifetime
{
    private static readonly Uri Target = new("http://log-store.example/v1/logs");
    private readonly string folder = Directory.CreateTempSubdirectory("creditloan-copy-").FullName;
    private readonly Receiver receiver = new();
    private TestDatabase db = null!;
    private AuditCopy copy = null!;

    public async Task InitializeAsync()
    {
        db = await TestDatabase.Create();
        copy = new AuditCopy(new AuditCopyBook(db.Database.Sealer, TimeProvider.System), new HttpClient(receiver), Target);
    }

    public async Task DisposeAsync()
    {
        receiver.Dispose();
        await db.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Sends_every_sealed_row_once_in_order_and_goes_on_where_it_stopped()
    {
        await Record(3);
        Assert.Equal(0, await copy.Send()); // not sealed yet
        await Seal();
        Assert.Equal(3, await copy.Send());
        Assert.Equal(0, await copy.Send());
        await Record(AuditCopy.Together + 20);
        await Seal();
        // Another process goes on where this one stopped.
        using var other = new HttpClient(receiver, disposeHandler: false);
        Assert.Equal(AuditCopy.Together + 20, await new AuditCopy(new AuditCopyBook(db.Database.Sealer, TimeProvider.System), other, Target).Send());
        Assert.Equal(await All(), receiver.Rows.Select(r => r.Id));
        Assert.Equal(["loan/LJ01/0"], receiver.Rows[0].Subject);
        Assert.Equal(("ann", "loan.repay", "done"), (receiver.Rows[0].Account, receiver.Rows[0].Act, receiver.Rows[0].Outcome));
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, "")]
    [InlineData(HttpStatusCode.OK, """{"partialSuccess":{"rejectedLogRecords":"2","errorMessage":"full"}}""")]
    public async Task Sends_again_what_was_not_taken_whole(HttpStatusCode status, string said)
    {
        await Record(3);
        await Seal();
        receiver.Next = (status, said);
        await Assert.ThrowsAsync<HttpRequestException>(() => copy.Send());
        Assert.Equal(3, await copy.Send());
        Assert.Equal(await All(), receiver.Rows.Select(r => r.Id).Distinct());
    }

    private async Task<IReadOnlyList<long>> All() => [.. (await db.Value<string>("select string_agg(id::text, ',' order by id) from audit where id <= (select max(last_id) from audit_range)")).Split(',').Select(long.Parse)];

    private async Task Record(int rows)
    {
        await using var connection = await db.Database.Writer.OpenConnectionAsync();
        for (var i = 0; i < rows; i++) await Ledger.Access.Audit.Write(connection, DateTimeOffset.UtcNow, new Actor("ann", Role.BankOfficer, "LJ01"), "loan.repay", [$"loan/LJ01/{i}"], "done");
    }

    private Task Seal() => new Sealer(db.Database.Sealer, new SettledLog(db.Database.Sealer, db.Store), SigningKeys.Open(folder), TimeProvider.System).Seal();

    /// <summary>A log store that reads OTLP's JSON.</summary>
    private sealed class Receiver : HttpMessageHandler
    {
        public List<AuditAct> Rows { get; } = [];
        public (HttpStatusCode Status, string Said)? Next { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.Equal("application/json", request.Content!.Headers.ContentType!.MediaType);
            using var body = JsonDocument.Parse(await request.Content.ReadAsStringAsync(cancellationToken));
            foreach (var record in body.RootElement.GetProperty("resourceLogs")[0].GetProperty("scopeLogs")[0].GetProperty("logRecords").EnumerateArray())
            {
                var row = JsonSerializer.Deserialize<AuditAct>(record.GetProperty("body").GetProperty("stringValue").GetString()!)!;
                Assert.Equal((row.At.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100, long.Parse(record.GetProperty("timeUnixNano").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
                Rows.Add(row);
            }
            var (status, said) = Next ?? (HttpStatusCode.OK, "{}");
            Next = null;
            return new HttpResponseMessage(status) { Content = new StringContent(said) };
        }
    }
}
