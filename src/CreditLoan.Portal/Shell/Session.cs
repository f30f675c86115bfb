using System.Security.Claims;
using CreditLoan.Domain.Access;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace CreditLoan.Portal.Shell;

/// <summary>Who sits in front of the page, and which day it is there.</summary>
public sealed class Session(AuthenticationStateProvider state, TimeProvider time, Sessions sessions, NavigationManager navigation)
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
    /// <exception cref="SignedOutException">The sign-in has ended, or the role was taken away: looked up at each act.</exception>
    /// <exception cref="StepUpException">The act is one of <see cref="StepUpActs"/>, and the person was not checked within five minutes.</exception>
    public Command Command(string act, object? body, long? seen = null)
    {
        var actor = StepUpActs.All.Contains(act) ? SteppedUpActor : CheckedActor;
        return Ledger.Command.For(actor, Today, act, body, seen);
    }

    /// <summary>The person, looked up now: for acts that are no commands on streams.</summary>
    /// <exception cref="SignedOutException">As of <see cref="Command"/>.</exception>
    public Actor CheckedActor => SessionId is { } session && sessions.Holds(session) ? Actor : throw new SignedOutException();

    /// <summary>The person, looked up now and checked within five minutes: for what hands out roles.</summary>
    /// <exception cref="StepUpException">As of <see cref="Command"/>.</exception>
    public Actor SteppedUpActor => CheckedActor is var actor && NeedsStepUp() ? throw new StepUpException() : actor;

    /// <summary>False where the person was checked within five minutes; otherwise leads to the check, and back to this address.</summary>
    /// <remarks>Ask before a consent, an approval, a key or a role: <c>if (Session.NeedsStepUp()) return;</c> — keep the draft first.</remarks>
    public bool NeedsStepUp()
    {
        if (IsSteppedUp) return false;
        navigation.NavigateTo("/step-up?return=" + Uri.EscapeDataString("/" + navigation.ToBaseRelativePath(navigation.Uri)), forceLoad: true);
        return true;
    }

    /// <summary>Whether the person was checked within five minutes.</summary>
    public bool IsSteppedUp => SessionId is { } session && sessions.IsSteppedUp(session);

    private Guid? SessionId => Guid.TryParse(User.FindFirstValue(Claims.SessionId), out var session) ? session : null;
}

/// <summary>The person is no longer signed in, or no longer in this role.</summary>
public sealed class SignedOutException() : Exception("The session does not hold any more.");
