using CreditLoan.BankApi.BankClients;
using CreditLoan.BankApi.Claims;
using CreditLoan.BankApi.Consents;
using CreditLoan.BankApi.CreditLines;
using CreditLoan.BankApi.Demands;
using CreditLoan.BankApi.Loans;
using CreditLoan.BankApi.Pools;
using CreditLoan.BankApi.Products;
using CreditLoan.BankApi.Profiles;
using CreditLoan.BankApi.Reconciliation;
using CreditLoan.BankApi.Wire;
using CreditLoan.Jobs.Reconciliation;
using CreditLoan.Ledger;
using CreditLoan.Ledger.BankClients;
using CreditLoan.Ledger.Claims;
using CreditLoan.Ledger.Consents;
using CreditLoan.Ledger.CreditLines;
using CreditLoan.Ledger.Demands;
using CreditLoan.Ledger.Loans;
using CreditLoan.Ledger.Pools;
using CreditLoan.Ledger.Products;
using CreditLoan.Ledger.Profiles;
using CreditLoan.Ledger.Reconciliation;

namespace CreditLoan.BankApi;

/// <summary>Who is signed in, as the platform understands it.</summary>
/// <param name="Client">The system.</param>
/// <param name="BusinessDate">Today in Asia/Shanghai (业务日).</param>
public sealed record SessionOut(string Client, string Bank, string Role, DateOnly BusinessDate);

/// <summary>Every endpoint of the first version, by slice.</summary>
public static class V1
{
    public static void AddSlices(this IServiceCollection services)
    {
        services.AddSingleton<CreditLineQueries>();
        services.AddSingleton<LoanQueries>();
        services.AddSingleton<LoanEndpoints.Desk>();
        services.AddSingleton<DemandQueries>();
        services.AddSingleton<ProductQueries>();
        services.AddSingleton<ConsentQueries>();
        services.AddSingleton<ProfileDoor>();
        services.AddSingleton<PoolQueries>();
        services.AddSingleton<EnrolmentQueries>();
        services.AddSingleton<ClaimQueries>();
        services.AddSingleton<PaperStore>();
        services.AddSingleton<ReconciliationQueries>();
        services.AddSingleton(provider => new SettledLog(provider.GetRequiredService<Database>().Writer, provider.GetRequiredService<EventStore>()));
        services.AddSingleton(provider => new BankFileImport(provider.GetRequiredService<EventStore>(), new BankLines(provider.GetRequiredService<Database>().Writer)));
        services.AddSingleton<LedgerReconciliation>();
        services.AddSingleton<BankFeedQueries>();
        services.AddSingleton<Webhooks>();
        services.AddHostedService<FeedHost>();
    }

    public static void MapV1(this WebApplication app)
    {
        var v1 = app.MapGroup("/v1").RequireAuthorization();
        v1.MapGet("/session", (BankCaller caller) => new SessionOut(caller.Actor.Account, caller.Actor.Tenant, caller.Actor.Role.ToString(), caller.Today))
            .WithTags("Session").Named("session", "Who is signed in (当前身份)");
        v1.MapApplications();
        v1.MapNeeds();
        v1.MapProfiles();
        v1.MapConsents();
        v1.MapLoans();
        v1.MapEnrolments();
        v1.MapClaims();
        v1.MapFiles();
        v1.MapProducts();
        v1.MapFeed();
    }
}
