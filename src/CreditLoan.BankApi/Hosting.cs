using System.Threading.RateLimiting;
using CreditLoan.BankApi.Identity;
using CreditLoan.BankApi.Wire;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.BankClients;
using CreditLoan.Ledger.Enterprises;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Metadata;

namespace CreditLoan.BankApi;

/// <summary>What the bank API is made of, and the order in which a request passes through it.</summary>
public static class Hosting
{
    /// <summary>The largest body of a request that is no file.</summary>
    private const long MostBytes = 64 << 10;

    /// <summary>Tries to get a token from one address a minute: who guesses is slowed down before it fills the audit trail.</summary>
    private const int TokensAMinute = 300;

    public static void AddBankApi(this WebApplicationBuilder builder, Database database, ApiSettings settings)
    {
        var services = builder.Services;
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBytes;
            if (settings.MutualTls) kestrel.ConfigureHttpsDefaults(https =>
            {
                https.ClientCertificateMode = Microsoft.AspNetCore.Server.Kestrel.Https.ClientCertificateMode.AllowCertificate;
                // The certificate's key is looked up among the client's own; who issued it does not matter (RFC 8705 §2.2).
                https.AllowAnyClientCertificate();
            });
        });
        services.AddSingleton(database);
        services.AddSingleton(database.Reader);
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(MasterKey.FromFile());
        services.AddSingleton(provider => new EventStore(database.Writer, provider.GetRequiredService<TimeProvider>(), pulse: database.Pulse));
        services.AddSingleton<ApiKeyStore>();
        services.AddSingleton<PersonVault>();
        services.AddSingleton(CreditLoan.Files.VirusScan.FromEnvironment());
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<ClientDoor>();
        services.AddSingleton<AnswerBook>();
        services.AddSingleton<ClientAssertions>();
        services.AddSingleton<DpopProofs>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<TokenEndpoint>();
        services.AddSlices();
        services.AddDescription(settings);
        services.AddHttpClient("issuers", client => client.Timeout = TimeSpan.FromSeconds(5));
        services.AddHostedService<Housekeeping>();
        services.AddAuthentication(BankAuthentication.Name).AddScheme<AuthenticationSchemeOptions, BankAuthentication>(BankAuthentication.Name, null);
        services.AddAuthorization();
        services.ConfigureHttpJsonOptions(options => WireJson.Set(options.SerializerOptions));
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.AddPolicy("tokens", context => RateLimitPartition.GetFixedWindowLimiter(
                context.Connection.RemoteIpAddress, _ => new FixedWindowRateLimiterOptions { PermitLimit = TokensAMinute, Window = TimeSpan.FromMinutes(1) }));
        });
    }

    public static void UseBankApi(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<ApiSettings>();
        // The host would put authentication before everything, where no fault of the database's is told as one.
        ((IApplicationBuilder)app).Properties["__AuthenticationMiddlewareSet"] = true;
        app.UseSecurityHeaders(settings.Url.StartsWith("https:", StringComparison.Ordinal));
        app.UseRouting();
        app.UseWhen(context => !context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal), other =>
        {
            other.UseMiddleware<Faults>();
            other.Use(Faults.Complete);
        });
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal), v1 =>
        {
            v1.UseMiddleware<Faults>(); // of the body itself
            v1.UseAuthentication();
            v1.UseMiddleware<Answers>();
            v1.UseMiddleware<Faults>();
            v1.Use(Faults.Complete);
        });
        app.UseAuthorization();
        app.UseRateLimiter();

        app.MapGet("/health/live", () => "ok");
        app.MapGet("/health/ready", (Database db, CancellationToken stop) => db.Pulse.Wait(async () =>
        {
            await using var command = db.ReaderSource.CreateCommand("select 1");
            await command.ExecuteScalarAsync(stop);
            return "ok";
        }));
        app.MapPost("/connect/token", (TokenEndpoint tokens, HttpContext context) => tokens.Issue(context)).RequireRateLimiting("tokens");
        app.MapGet("/.well-known/oauth-authorization-server", (TokenEndpoint tokens) => Results.Json(tokens.Metadata()));
        app.MapGet("/.well-known/jwks.json", (SigningKeys keys) => Results.Content(keys.Jwks, "application/jwk-set+json"));
        app.MapV1();
        app.MapDescription();
    }
}
