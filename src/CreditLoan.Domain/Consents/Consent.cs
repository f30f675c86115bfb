using System.Diagnostics;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Consents;

/// <summary>A consent (授权), by its stage.</summary>
public abstract record Consent
{
    private Consent() { }

    /// <summary>Nobody has asked for or given a consent of this number.</summary>
    public sealed record Unknown : Consent;

    /// <summary>A bank asks; the enterprise has not answered (待授权).</summary>
    public sealed record Requested(ConsentId Id, EnterpriseCode Enterprise, ConsentTerms Terms, string? Application) : Consent;

    /// <summary>It holds (有效).</summary>
    /// <param name="ConfirmedOn">The day it was given or last confirmed.</param>
    public sealed record Active(ConsentId Id, EnterpriseCode Enterprise, ConsentTerms Terms, DateOnly ConfirmedOn) : Consent;

    /// <summary>It rests (已暂停).</summary>
    public sealed record Paused(ConsentId Id, EnterpriseCode Enterprise, ConsentTerms Terms, bool Unconfirmed) : Consent;

    /// <summary>Rejected, revoked, expired or superseded: nothing follows (已终止).</summary>
    public sealed record Ended(EnterpriseCode Enterprise, ConsentTerms Terms) : Consent;

    /// <summary>A standing consent is confirmed at least so often, or it rests (确认周期).</summary>
    public const int ConfirmDays = 90;

    public static EventStream<Consent, ConsentEvent> Stream(ConsentId id) => new($"consent/{id}", "consent", new Unknown(), Evolve);

    /// <summary>The one question that guards every read: may this recipient use this class of data for this purpose on this day?</summary>
    public bool Allows(Recipient recipient, Purpose purpose, DataClass scope, DateOnly day) =>
        this is Active active && active.Terms.Recipient == recipient && active.Terms.Purpose == purpose && active.Terms.Covers(scope) && active.Terms.IsLive(day);

    private static Consent Evolve(Consent consent, ConsentEvent happened) => (consent, happened) switch
    {
        (Unknown, ConsentEvent.Requested e) => new Requested(e.Consent, e.Enterprise, e.Terms, e.Application),
        (Unknown or Requested, ConsentEvent.Granted e) => new Active(e.Consent, e.Enterprise, e.Terms, e.On),
        (Requested c, ConsentEvent.Rejected) => new Ended(c.Enterprise, c.Terms),
        (Requested c, ConsentEvent.Expired) => new Ended(c.Enterprise, c.Terms),
        (Active c, ConsentEvent.Paused e) => new Paused(c.Id, c.Enterprise, c.Terms, e.Unconfirmed),
        (Paused c, ConsentEvent.Resumed e) => new Active(c.Id, c.Enterprise, c.Terms, e.On),
        (Active c, ConsentEvent.Confirmed e) => c with { ConfirmedOn = e.On },
        (Active c, ConsentEvent.Revoked or ConsentEvent.Expired or ConsentEvent.Superseded) => new Ended(c.Enterprise, c.Terms),
        (Paused c, ConsentEvent.Revoked or ConsentEvent.Expired or ConsentEvent.Superseded) => new Ended(c.Enterprise, c.Terms),
        _ => throw new UnreachableException($"{happened.GetType().Name} cannot follow {consent.GetType().Name}."),
    };
}
