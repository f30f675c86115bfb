using CreditLoan.Domain.Access;
using CreditLoan.Ledger;

namespace CreditLoan.Portal.Admin;

/// <summary>Checks every invariant once a night, after 02:00 in Shanghai: of several portals the elected one.</summary>
public sealed class InvariantHost(Database database, Invariants invariants, LedgerState state, TimeProvider clock, ILogger<InvariantHost> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var election = new Election(database.Writer, "invariants");
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (!await election.Hold(stoppingToken) || !await IsDue(stoppingToken)) continue;
                foreach (var broken in (await invariants.Check(clock, stoppingToken)).Where(c => c.Broken > 0))
                    log.LogCritical("The invariant {Name} is broken {Count} times.", broken.Name, broken.Broken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "The invariants were not checked; they will be.");
            }
        }
    }

    /// <summary>Tonight's hour has come and nobody has checked since.</summary>
    private async Task<bool> IsDue(CancellationToken stop)
    {
        var now = clock.GetUtcNow().ToOffset(Shanghai);
        var due = new DateTimeOffset(now.Date, Shanghai) + Hour;
        if (now < due) due -= TimeSpan.FromDays(1);
        var checks = await state.Invariants(Actor.Job("invariants").AsViewer, stop);
        return checks.Count == 0 || checks.Min(c => c.At) < due;
    }
}
