using System.Threading.RateLimiting;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Access;
using CreditLoan.Portal.Shell;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CreditLoan.Portal.Identity;

/// <summary>What signing in is made of.</summary>
public static class IdentityHosting
{
    /// <summary>The rate limit of everything that takes a password or a code.</summary>
    public const string Guessing = "guessing";

    /// <summary>The rate limit of forms that make something for anybody: opening an account.</summary>
    public const string Opening = "opening";

    /// <param name="secure">The portal is reached by https: the cookie is bound to it.</param>
    /// <param name="host">The name that people reach it by: passkeys are bound to it.</param>
    public static void AddAccounts(this IServiceCollection services, Database database, bool secure, string host)
    {
        services.AddSingleton(_ => MasterKey.FromFile());
        services.AddSingleton<Accounts>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<AccountDesk>();
        services.AddSingleton<AuditQueries>();
        services.AddScoped<SignIns>();
        services.AddScoped<Passkeys>();
        services.AddScoped<PasskeyAssertions>();
        services.AddSingleton<Openings>();
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            options.ServerDomain = host;
            // The authenticator asks for PIN or finger, and keeps the key by itself: the passkey is both factors, without a name typed.
            options.UserVerificationRequirement = options.ResidentKeyRequirement = "required";
        });
        services.AddSingleton<OpenCircuits>();
        services.AddHostedService(provider => provider.GetRequiredService<OpenCircuits>());
        services.AddScoped<CircuitHandler, CircuitGuard>();

        services.AddDbContext<AccountContext>(options => options.UseNpgsql(database.Writer));
        services.AddIdentityCore<Account>(options =>
            {
                options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
            })
            .AddEntityFrameworkStores<AccountContext>();
        // The rules in words of our own take the place of the framework's.
        services.RemoveAll<IPasswordValidator<Account>>();
        services.AddScoped<IPasswordValidator<Account>, PasswordRules>();
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = PasswordHash.Rounds);

        services.AddDataProtection().SetApplicationName("creditloan");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, UseProtectionKeys>();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options => Configure(options, secure));
        services.AddAuthorization();
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.AddPolicy(Guessing, context => RateLimitPartition.GetFixedWindowLimiter(
                context.Connection.RemoteIpAddress?.ToString() ?? "",
                _ => new FixedWindowRateLimiterOptions { PermitLimit = 60, Window = TimeSpan.FromMinutes(1) }));
            options.AddPolicy(Opening, context => HttpMethods.IsPost(context.Request.Method)
                ? RateLimitPartition.GetFixedWindowLimiter(context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new FixedWindowRateLimiterOptions { PermitLimit = 20, Window = TimeSpan.FromMinutes(10) })
                : RateLimitPartition.GetNoLimiter(""));
        });
    }

    /// <summary>Lets people in whom another issuer vouches for.</summary>
    public static void AddOidc(this IServiceCollection services, OidcSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(provider => new Oidc(settings, provider.GetRequiredService<IDataProtectionProvider>(), new HttpClient { Timeout = TimeSpan.FromSeconds(10) }));
        services.AddScoped<LinkedSignIns>();
    }

    private static void Configure(CookieAuthenticationOptions options, bool secure)
    {
        options.Cookie.Name = secure ? "__Host-xyd" : "xyd";
        options.Cookie.SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.HttpOnly = true;
        options.LoginPath = "/sign-in";
        options.ReturnUrlParameter = "return";
        // The session in the database has the limits; the ticket only outlives the longest of them.
        options.ExpireTimeSpan = TimeSpan.FromHours(12);
        options.SlidingExpiration = false;
        options.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
        options.Events.OnValidatePrincipal = async context =>
        {
            var sessions = context.HttpContext.RequestServices.GetRequiredService<Sessions>();
            if (Guid.TryParse(context.Principal?.FindFirst(Claims.SessionId)?.Value, out var session) && await sessions.HoldsAsync(session)) return;
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync();
        };
    }
}
