using CreditLoan.Ledger;
using CreditLoan.Ledger.Evidence;

namespace CreditLoan.Portal.Evidence;

/// <summary>Seals every second while the portal runs: of several portals the elected one.</summary>
public sealed class SealerHost(Database database, EventStore store, TimeProvider clock, IConfiguration configuration, ILogger<SealerHost> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Sealer? sealer = null;
        var election = new Election(database.Writer, "seal");
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (!await election.Hold(stoppingToken)) continue;
                sealer ??= Make();
                await sealer.Seal(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "The sealer stopped for now and tries again.");
            }
        }
    }

    /// <summary>Checkpoints are kept outside the database where the operator has named the folder, which then belongs to this log alone.</summary>
    private Sealer Make()
    {
        var named = configuration["CREDITLOAN_EVIDENCE"] is { Length: > 0 } folder ? folder : null;
        return new Sealer(database.Sealer, new SettledLog(database.Sealer, store), SigningKeys.Open(named ?? SigningKeys.DefaultFolder), clock,
            named is null ? null : Path.Combine(named, SigningKeys.AnchorFile));
    }
}
