using CreditLoan.Jobs.Evidence;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Evidence;

namespace CreditLoan.Portal.Evidence;

/// <summary>Copies the audit trail to where <c>CREDITLOAN_AUDIT_TO</c> says, every second while the portal runs: of several portals the elected one.</summary>
public sealed class AuditCopyHost(Database database, TimeProvider clock, Uri target, ILogger<AuditCopyHost> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        var copy = new AuditCopy(new AuditCopyBook(database.Sealer, clock), http, target);
        var election = new Election(database.Writer, "audit-copy");
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var failing = false;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await election.Hold(stoppingToken)) await copy.Send(stoppingToken);
                failing = false;
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // Said once for each time it begins to fail.
                if (!failing) log.LogError(e, "The audit trail is not copied for now; {Target} is asked again every second.", target);
                failing = true;
            }
        }
    }
}
