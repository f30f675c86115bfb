using System.Security.Claims;
using CreditLoan.Domain.Access;
using CreditLoan.Ledger;
using Microsoft.AspNetCore.Components.Authorization;

namespace CreditLoan.Portal.Shell;

/// <summary>Who sits in front of the page, and which day it is there.</summary>
public sealed class Session(AuthenticationStateProvider state, TimeProvider time)
{
    // Both renderers hand the state in before any page runs, so the task has always finished.
    private ClaimsPrincipal User => state.GetAuthenticationStateAsync().GetAwaiter().GetResult().User;

    public Viewer Viewer => User.AsViewer();

    public Actor Actor => Viewer is var viewer ? new Actor(viewer.Account, viewer.Role, viewer.Tenant) : null!;

    public bool IsSignedIn => User.Identity is { IsAuthenticated: true };

    /// <summary>The person's name, as pages show it.</summary>
    public string Name => User.FindFirstValue(Claims.Name) ?? "";

    /// <summary>The tenant's name: the enterprise, the bank; empty for the public.</summary>
    public string TenantName => User.FindFirstValue(Claims.TenantName) ?? "";

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The business day (业务日): today in Asia/Shanghai.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Now.ToOffset(TimeSpan.FromHours(8)).DateTime);

    /// <summary>A command of this person, today.</summary>
    /// <param name="act">The act's stable name: <c>loan.disburse</c>.</param>
    /// <param name="body">What is asked; its digest guards the command's id.</param>
    /// <param name="seen">The version of the first stream that the page showed.</param>
    public Command Command(string act, object? body, long? seen = null) => Ledger.Command.For(Actor, Today, act, body, seen);
}
