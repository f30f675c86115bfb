using CreditLoan.Jobs.Profiles;

namespace CreditLoan.Portal.Profiles;

/// <summary>Makes due profiles in the background: seconds after a consent to the platform or a delivery of data, and once a day.</summary>
/// <remarks>Several processes may do the same work at the same time; they write the same profile.</remarks>
public sealed class ProfileHost(ProfileJob job, TimeProvider clock, ILogger<ProfileHost> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            try
            {
                var run = await job.RunDue(DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime), stoppingToken);
                if (run.Computed > 0) log.LogInformation("{Computed} profiles were made.", run.Computed);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "Profiles could not be made; the next try is in {Pause}.", Pause);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
