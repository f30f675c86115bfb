using System.Text.Encodings.Web;
using System.Text.Unicode;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Bureau;
using CreditLoan.Ledger.Evidence;
using CreditLoan.Ledger.Products;
using CreditLoan.Portal.Admin;
using CreditLoan.Portal.Evidence;
using CreditLoan.Portal.ClaimPages;
using CreditLoan.Portal.Identity;
using CreditLoan.Portal.Pools;
using CreditLoan.Portal.Public;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.FileProviders;
using Radzen;

namespace CreditLoan.Portal.Shell;

/// <summary>What the portal is made of, and the order in which a request passes through it.</summary>
public static class Hosting
{
    /// <param name="oidc">Another issuer that people may sign in through; null where the portal keeps to its own accounts.</param>
    /// <param name="address">Where people reach the portal: https there binds cookies, its host binds passkeys.</param>
    public static void AddPortal(this IServiceCollection services, Database database, Platform platform, Uri address, OidcSettings? oidc = null)
    {
        var secure = address.Scheme == Uri.UriSchemeHttps;
        // Files come in through circuits, piece by piece; no form and no endpoint needs more.
        services.Configure<KestrelServerOptions>(kestrel => (kestrel.Limits.MaxRequestBodySize, kestrel.AddServerHeader) = (1 << 20, false));
        // Chinese text as it is, not as references of eight bytes a character.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddRadzenComponents();
        services.AddCascadingAuthenticationState();
        services.AddHttpContextAccessor();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(database);
        services.AddSingleton(database.Reader);
        services.AddSingleton<LedgerState>();
        services.AddSingleton(platform);
        services.AddSingleton(provider => new EventStore(database.Writer, provider.GetRequiredService<TimeProvider>(), pulse: database.Pulse));
        services.AddScoped<Session>();
        services.AddScoped<Drafts>();
        services.AddScoped<TodoDesk>();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = secure ? "__Host-xyd-form" : "xyd-form";
            options.Cookie.SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            options.SuppressXFrameOptionsHeader = true;
        });
        services.AddAccounts(database, secure, address.Host);
        if (oidc is not null) services.AddOidc(oidc);
        services.AddSingleton<PublicFigures>();
        services.AddSingleton<Shelf>();
        services.AddSingleton(new Invariants(database.Owner));
        services.AddHostedService<InvariantHost>();
        services.AddSingleton(provider => SigningKeys.Open(provider.GetRequiredService<IConfiguration>()["CREDITLOAN_EVIDENCE"] is { Length: > 0 } folder ? folder : SigningKeys.DefaultFolder));
        services.AddSlices();
        services.AddHealthChecks().AddAsyncCheck("database", stop => database.Pulse.Wait(async () =>
        {
            await using var ask = database.ReaderSource.CreateCommand("select 1");
            await ask.ExecuteScalarAsync(stop);
            return HealthCheckResult.Healthy();
        }));
    }

    public static void UsePortal(this WebApplication app, Uri address)
    {
        var secure = address.Scheme == Uri.UriSchemeHttps;
        app.UseSecurityHeaders(secure);
        app.UseExceptionHandler("/status/500", createScopeForErrors: true);
        app.UseBusyPage();
        app.UseStatusCodePagesWithReExecute("/status/{0}", createScopeForStatusCodePages: true);
        app.ReadErrorPages();
        app.UseStaticFiles();
        if (Path.Combine(AppContext.BaseDirectory, "wwwroot") is var built && Directory.Exists(built))
            app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(built) });
        app.UseBusyGate();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseAntiforgery();
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready");
        app.MapInvariants();
        app.MapAccounts();
        app.MapPasskeys();
        if (app.Services.GetService<OidcSettings>() is not null) app.MapOidc(address);
        app.MapEvidence();
        app.MapAuditExport();
        app.MapStatements();
        Consents.ConsentSigning.Map(app);
        Consents.ConsentCopies.Map(app);
        app.MapPapers();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
    }
}
