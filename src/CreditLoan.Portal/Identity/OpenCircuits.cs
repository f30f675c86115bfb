using System.Collections.Concurrent;
using System.Security.Claims;
using CreditLoan.Ledger.Access;
using CreditLoan.Portal.Shell;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace CreditLoan.Portal.Identity;

/// <summary>Looks once a second whether the people behind the open pages may still be there: a lock, a lost role or a sign-out ends their pages.</summary>
public sealed class OpenCircuits(Sessions sessions, TimeProvider time, ILogger<OpenCircuits> log) : BackgroundService
{
    private readonly ConcurrentDictionary<CircuitGuard, Guid> open = new();

    public void Add(CircuitGuard circuit, Guid session) => open[circuit] = session;

    public void Remove(CircuitGuard circuit) => open.TryRemove(circuit, out _);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (await second.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var lapsed = (await sessions.Lapsed([.. open.Values.Distinct()])).ToHashSet();
                foreach (var (circuit, session) in open)
                    if (lapsed.Contains(session)) await circuit.End();
            }
            catch (Exception problem) when (problem is Npgsql.NpgsqlException or TimeoutException)
            {
                log.LogWarning(problem, "Rights could not be looked up; trying again in a second.");
            }
        }
    }
}

/// <summary>One open page: registers its session, counts the person's acts as activity, and ends when told.</summary>
public sealed class CircuitGuard(OpenCircuits circuits, Sessions sessions, AuthenticationStateProvider state, TimeProvider time) : CircuitHandler
{
    private Guid? session;
    private DateTimeOffset seen;

    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        var user = (await state.GetAuthenticationStateAsync()).User;
        if (!Guid.TryParse(user.FindFirstValue(Claims.SessionId), out var id)) return;
        session = id;
        seen = time.GetUtcNow();
        circuits.Add(this, id);
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        circuits.Remove(this);
        return Task.CompletedTask;
    }

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => context =>
    {
        // Once a minute is enough to tell rest from work.
        if (session is { } id && time.GetUtcNow() - seen > TimeSpan.FromMinutes(1))
        {
            seen = time.GetUtcNow();
            sessions.Holds(id);
        }
        return next(context);
    };

    /// <summary>Takes the person out of the page; the router then leads to the sign-in.</summary>
    public Task End()
    {
        circuits.Remove(this);
        if (state is IHostEnvironmentAuthenticationStateProvider host)
            host.SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));
        return Task.CompletedTask;
    }
}
