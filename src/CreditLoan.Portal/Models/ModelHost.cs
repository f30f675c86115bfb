using CreditLoan.Jobs.Models;

namespace CreditLoan.Portal.Models;

/// <summary>Does the trusted room's work in the background, and counts the months of models in force.</summary>
public sealed class ModelHost(ModelWork work, StabilityJob stability, TimeProvider clock, ILogger<ModelHost> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        var counted = DateOnly.MinValue;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await work.RunNext(stoppingToken)) counted = DateOnly.MinValue;
                var today = DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime);
                // One month at a time, so that a run that was asked for never waits long.
                if (counted != today && !await stability.RunNext(today, stoppingToken)) counted = today;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "The trusted room's work stopped; the next try is in {Pause}.", Pause);
            }
        }
    }
}
