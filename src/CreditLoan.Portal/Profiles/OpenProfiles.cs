using System.Collections.Concurrent;
using CreditLoan.Ledger.Profiles;

namespace CreditLoan.Portal.Profiles;

/// <summary>The profiles that are open in this process, each under its consent: when the consent ends, its page closes within the next look.</summary>
/// <remarks>Looked at every 200 ms, and only while a profile is open. The store is asked for the state of just these consents, so a late commit cannot be missed.</remarks>
public sealed class OpenProfiles(ProfileDoor door, TimeProvider clock, ILogger<OpenProfiles> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private readonly ConcurrentDictionary<Guid, (string Consent, Func<Task> Closed)> _open = new();

    /// <summary>Watches a consent until the answer is disposed of; <paramref name="closed"/> is called once when it ends.</summary>
    public IDisposable Watch(string consent, Func<Task> closed)
    {
        var id = Guid.NewGuid();
        _open[id] = (consent, closed);
        return new Watching(this, id);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CloseEnded(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "Consents of open profiles could not be looked at; the next look is in {Look}.", Look);
            }
        }
    }

    /// <summary>One look: closes the pages whose consent has ended.</summary>
    public async Task CloseEnded(CancellationToken stop)
    {
        if (_open.IsEmpty) return;
        var ended = await door.Ended([.. _open.Values.Select(o => o.Consent).Distinct()], stop);
        if (ended.Count == 0) return;
        foreach (var (id, (consent, closed)) in _open)
            if (ended.Contains(consent) && _open.TryRemove(id, out _)) await closed();
    }

    private sealed class Watching(OpenProfiles profiles, Guid id) : IDisposable
    {
        public void Dispose() => profiles._open.TryRemove(id, out _);
    }
}
