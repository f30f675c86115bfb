using CreditLoan.BankApi;
using CreditLoan.Jobs;
using CreditLoan.Ledger;

var builder = WebApplication.CreateBuilder(args);
var connection = builder.Configuration["CREDITLOAN_DB"] ?? throw new InvalidOperationException("CREDITLOAN_DB is not set: the bank API needs a database.");
await using var database = await Database.Open(builder.Environment.IsProduction() ? Database.Encrypted(connection) : connection);
using var telemetry = Telemetry.Start("creditloan-bank-api", builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
builder.AddBankApi(database, ApiSettings.From(builder.Configuration, builder.Environment.IsProduction()));

var app = builder.Build();
app.UseBankApi();
await app.RunAsync();

/// <summary>Named so that tests can start it.</summary>
public partial class Program;
