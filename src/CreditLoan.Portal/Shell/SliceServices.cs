using CreditLoan.Jobs.Models;
using CreditLoan.Jobs.Profiles;
using CreditLoan.Jobs.Reconciliation;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.Bureau;
using CreditLoan.Ledger.Claims;
using CreditLoan.Ledger.Consents;
using CreditLoan.Ledger.CreditLines;
using CreditLoan.Ledger.Demands;
using CreditLoan.Ledger.Enterprises;
using CreditLoan.Ledger.Loans;
using CreditLoan.Ledger.Models;
using CreditLoan.Ledger.Pools;
using CreditLoan.Ledger.Products;
using CreditLoan.Ledger.Profiles;
using CreditLoan.Ledger.Reconciliation;
using CreditLoan.Portal.Consents;
using CreditLoan.Portal.CreditLines;
using CreditLoan.Portal.Demands;
using CreditLoan.Portal.Enterprises;
using CreditLoan.Portal.Matching;
using CreditLoan.Portal.Models;
using CreditLoan.Portal.Pools;
using CreditLoan.Portal.Profiles;

namespace CreditLoan.Portal.Shell;

/// <summary>What the slices bring to the portal: queries and to-do sources, a line each.</summary>
public static class SliceServices
{
    public static void AddSlices(this IServiceCollection services)
    {
        services.AddSingleton<Banks>();
        services.AddSingleton<Colleagues>();
        services.AddSingleton<EnterpriseQueries>();
        services.AddSingleton<PersonVault>();
        services.AddSingleton<AccountRequests>();
        services.AddSingleton<ConsentQueries>();
        services.AddSingleton<ConsentKeys>();
        services.AddSingleton<ProductQueries>();
        services.AddSingleton<CreditLoan.Ledger.Records.RecordQueries>();
        services.AddSingleton<CreditLoan.Ledger.BankClients.BankClientQueries>();
        services.AddSingleton<DemandQueries>();
        services.AddSingleton<ProfileQueries>();
        services.AddSingleton<AppealQueries>();
        services.AddSingleton<ModelProjectQueries>();
        services.AddSingleton(provider => new ModelRuns(provider.GetRequiredService<Database>().Writer, provider.GetRequiredService<Reader>()));
        services.AddSingleton(provider => new TrustedRoom(provider.GetRequiredService<Database>().Writer, provider.GetRequiredService<Reader>()));
        services.AddSingleton<ModelWork>();
        services.AddSingleton<StabilityJob>();
        services.AddHostedService<ModelHost>();
        services.AddSingleton<TodoSource, CorrectionTodos>();
        services.AddSingleton<CreditLineQueries>();
        services.AddSingleton<MatchDesk>();
        services.AddScoped<ConsentDesk>();
        services.AddSingleton<ConsentSigning>();
        services.AddScoped<ApplyDesk>();
        services.AddSingleton<BureauQueries>();
        services.AddSingleton<LoanNames>();
        services.AddSingleton<LoanQueries>();
        services.AddSingleton<TodoSource, EnterpriseLineTodos>();
        services.AddSingleton<TodoSource, EnterpriseTodos>();
        services.AddSingleton<TodoSource, BankLineTodos>();
        services.AddSingleton<PoolQueries>();
        services.AddSingleton<CreditLoan.Ledger.Closing.CloseQueries>();
        services.AddSingleton<CreditLoan.Jobs.Pools.StopRuleRun>();
        services.AddSingleton<EnrolmentQueries>();
        services.AddSingleton<ClaimQueries>();
        services.AddSingleton<PaperStore>();
        services.AddSingleton<ReconciliationQueries>();
        services.AddSingleton(provider => new BankFileImport(provider.GetRequiredService<EventStore>(), new BankLines(provider.GetRequiredService<Database>().Writer)));
        services.AddSingleton(provider => new LedgerReconciliation(provider.GetRequiredService<EventStore>(),
            new SettledLog(provider.GetRequiredService<Database>().Writer, provider.GetRequiredService<EventStore>()),
            provider.GetRequiredService<ReconciliationQueries>(), provider.GetRequiredService<PoolQueries>()));
        services.AddSingleton<TodoSource, PoolTodos>();
        services.AddHostedService<FollowerHost>();
        services.AddSingleton(provider => new CreditLoan.Ledger.Evidence.EvidenceLog(provider.GetRequiredService<Database>()));
        services.AddSingleton(provider => new CreditLoan.Ledger.Evidence.WitnessDesk(provider.GetRequiredService<Database>().Sealer));
        services.AddSingleton<CreditLoan.Ledger.Evidence.ReportRegister>();
        services.AddHostedService<CreditLoan.Portal.Evidence.SealerHost>();
        if (Environment.GetEnvironmentVariable("CREDITLOAN_AUDIT_TO") is { Length: > 0 } target)
            services.AddHostedService(provider => ActivatorUtilities.CreateInstance<CreditLoan.Portal.Evidence.AuditCopyHost>(provider, new Uri(target, UriKind.Absolute)));
        services.AddSingleton(CreditLoan.Files.VirusScan.FromEnvironment());
        services.AddSingleton<ProfileDoor>();
        services.AddSingleton<ReadReviews>();
        services.AddSingleton<DeletionDuties>();
        services.AddSingleton<OpenProfiles>();
        services.AddSingleton<ProfileJob>();
        services.AddHostedService<ProfileHost>();
        services.AddHostedService(provider => provider.GetRequiredService<OpenProfiles>());
    }
}
