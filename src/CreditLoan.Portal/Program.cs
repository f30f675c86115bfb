using System.Globalization;
using CreditLoan.Jobs;
using CreditLoan.Ledger;
using CreditLoan.Portal.Identity;
using CreditLoan.Portal.Shell;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.GetCultureInfo("zh-CN");

var builder = WebApplication.CreateBuilder(args);
if (builder.Configuration["CREDITLOAN_DB"] is not { Length: > 0 } connection)
{
    await Console.Error.WriteLineAsync("CREDITLOAN_DB is not set: the owner's connection string of the database. infra/up.sh sets it.");
    return 1;
}
Database database;
OidcSettings? oidc;
try
{
    oidc = OidcSettings.From(builder.Configuration);
    database = await Database.Open(builder.Environment.IsProduction() ? Database.Encrypted(connection) : connection);
}
catch (SchemaException refused)
{
    await Console.Error.WriteLineAsync(refused.Message);
    return 1;
}
await using var closes = database;
var address = new Uri(builder.Configuration["CREDITLOAN_URL"] is { Length: > 0 } url ? url : "http://localhost");
using var telemetry = Telemetry.Start("creditloan-portal", builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
builder.WebHost.UseStaticWebAssets();
builder.Services.AddPortal(database, await Platform.Read(database), address, oidc);

var app = builder.Build();
app.UsePortal(address);
await app.RunAsync();
return 0;
