using CreditLoan.Ledger;

var builder = WebApplication.CreateBuilder(args);
await using var database = await Database.Open(
    builder.Configuration["CREDITLOAN_DB"] ?? throw new InvalidOperationException("CREDITLOAN_DB is not set: the bank API needs a database."));
builder.Services.AddSingleton(database);

var app = builder.Build();
app.MapGet("/health/live", () => "ok");
app.MapGet("/health/ready", async (Database db, CancellationToken stop) =>
{
    await using var command = db.ReaderSource.CreateCommand("select 1");
    await command.ExecuteScalarAsync(stop);
    return "ok";
});
await app.RunAsync();

/// <summary>Named so that tests can start it.</summary>
public partial class Program;
