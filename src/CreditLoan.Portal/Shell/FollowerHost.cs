using CreditLoan.Ledger;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.Bureau;

namespace CreditLoan.Portal.Shell;

/// <summary>Reads the banks' names at the start, and keeps the views over many streams behind the appends while the portal runs: of several portals the elected one.</summary>
public sealed class FollowerHost(Database database, EventStore store, Banks banks, ILogger<FollowerHost> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var followers = new Followers(database.Writer, new SettledLog(database.Writer, store), [new BureauFollower()]);
        await banks.All(stoppingToken);
        var election = new Election(database.Writer, "follow");
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await election.Hold(stoppingToken)) await followers.CatchUp(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "The followers stopped for now and try again.");
            }
        }
    }
}
