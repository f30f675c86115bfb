using CreditLoan.BankApi.Identity;
using CreditLoan.Ledger.BankClients;
using CreditLoan.Ledger.Enterprises;

namespace CreditLoan.BankApi;

/// <summary>Reads the signing keys before the first request, and once a minute forgets what has run out and renews keys that are due.</summary>
public sealed class Housekeeping(SigningKeys keys, ClientDoor door, AnswerBook answers, PersonVault persons, TimeProvider clock, ILogger<Housekeeping> log) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await keys.Refresh(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await door.Sweep(stoppingToken);
                await answers.Sweep(stoppingToken);
                await keys.Refresh(stoppingToken);
                await persons.RotateOld(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "Housekeeping failed and tries again in a minute.");
            }
        }
    }
}
