using CreditLoan.Domain.Access;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Consents;

/// <summary>What may happen to a consent; every answer that ends or opens one is a decision over the consent and its door.</summary>
public static class ConsentDecisions
{
    /// <summary>How long a "no" is remembered (拒绝记忆期).</summary>
    public const int RememberNoDays = 30;

    /// <summary>A bank asks for a consent (申请授权).</summary>
    public static Decisions Request(
        ConsentDoor door, Consent consent, Actor by, ConsentId id, EnterpriseCode enterprise, ConsentTerms terms, string? application, DateOnly today)
    {
        if (by.Role is not (Role.BankOfficer or Role.BankApprover or Role.BankSystem)) return ConsentRefusals.NotOfficer;
        if (by.Tenant != terms.Recipient.Value) return ConsentRefusals.OtherBank;
        if (consent is not Consent.Unknown) return ConsentRefusals.Used;
        if (Problem(terms, today) is { } problem) return problem;
        if (door.Asked.ContainsKey(terms.Purpose)) return ConsentRefusals.AlreadyAsked;
        if (door.NotBefore.TryGetValue(terms.Purpose, out var notBefore) && today < notBefore) return ConsentRefusals.SaidNo(notBefore);
        return Decisions.Of<ConsentDoorEvent, ConsentEvent>(
            new ConsentDoorEvent.Knocked(terms.Purpose, id),
            new ConsentEvent.Requested(id, enterprise, terms, application, today));
    }

    /// <summary>The enterprise agrees (授权): to what was asked or less, or of its own accord; what stood for the same purpose is superseded.</summary>
    /// <param name="before">The consent that stands for the same recipient and purpose, <see cref="Consent.Unknown"/> where none does.</param>
    public static Decisions Grant(
        ConsentDoor door, Consent consent, Consent before, Actor by, ConsentId id, EnterpriseCode enterprise, ConsentTerms terms, Notice notice, Signature? signature,
        SignatureCheck isSigned, string? application, DateOnly today)
    {
        if (by.Tenant != enterprise.Value) return ConsentRefusals.NotYours;
        if (by.Role != Role.LegalRepresentative) return ConsentRefusals.NotSigner;
        if (Problem(terms, today) is { } problem) return problem;
        if (signature is null || notice.Hash.Length == 0) return ConsentRefusals.NotSigned;
        if (!isSigned(ConsentText.Canonical(id, enterprise, terms, notice), signature)) return ConsentRefusals.OtherSigned;
        switch (consent)
        {
            case Consent.Requested asked when asked.Enterprise != enterprise: return ConsentRefusals.NotYours;
            case Consent.Requested asked when !terms.IsWithin(asked.Terms): return ConsentRefusals.Wider;
            case not (Consent.Unknown or Consent.Requested): return ConsentRefusals.Used;
        }
        if (door.StandingFor(terms.Purpose) != IdOf(before)) return ConsentRefusals.NotStanding;
        return Decisions.Of<ConsentDoorEvent, ConsentEvent, ConsentEvent>(
            new ConsentDoorEvent.Opened(terms.Purpose, id),
            new ConsentEvent.Granted(id, enterprise, terms, notice, signature, by.Account, application ?? (consent as Consent.Requested)?.Application, today),
            IdOf(before) is null ? Array.Empty<ConsentEvent>() : new ConsentEvent[] { new ConsentEvent.Superseded(id, today) });
    }

    /// <summary>The enterprise says no (暂不授权); the bank may ask again after thirty days.</summary>
    public static Decisions Reject(ConsentDoor door, Consent consent, Actor by, DateOnly today) => consent switch
    {
        Consent.Requested c when Stranger(by, c.Enterprise) is { } refusal => refusal,
        Consent.Requested c => Decisions.Of<ConsentDoorEvent, ConsentEvent>(
            new ConsentDoorEvent.Closed(c.Terms.Purpose, today.AddDays(RememberNoDays)),
            new ConsentEvent.Rejected(today, today.AddDays(RememberNoDays))),
        _ => ConsentRefusals.NotRequested,
    };

    /// <summary>The enterprise takes a consent back (撤回); an agent may, as this only protects.</summary>
    public static Decisions Revoke(Consent consent, Actor by, DateOnly today) => consent switch
    {
        Consent.Active c when Stranger(by, c.Enterprise) is { } refusal => refusal,
        Consent.Paused c when Stranger(by, c.Enterprise) is { } refusal => refusal,
        Consent.Active c => Leave(c.Terms, c.Id, new ConsentEvent.Revoked(c.Id, today)),
        Consent.Paused c => Leave(c.Terms, c.Id, new ConsentEvent.Revoked(c.Id, today)),
        _ => ConsentRefusals.Over,
    };

    /// <summary>The enterprise lets a consent rest (暂停).</summary>
    public static Decision<ConsentEvent> Pause(Consent consent, Actor by, DateOnly today) => consent switch
    {
        Consent.Active c when Stranger(by, c.Enterprise) is { } refusal => refusal,
        Consent.Active => new ConsentEvent.Paused(Unconfirmed: false, today),
        _ => ConsentRefusals.NotActive,
    };

    /// <summary>Lets a resting consent hold again (恢复): the signer alone, as this opens data.</summary>
    public static Decision<ConsentEvent> Resume(Consent consent, Actor by, DateOnly today) => consent switch
    {
        Consent.Paused c when by.Tenant != c.Enterprise.Value => ConsentRefusals.NotYours,
        Consent.Paused when by.Role != Role.LegalRepresentative => ConsentRefusals.NotSigner,
        Consent.Paused c when today > c.Terms.Expiry => ConsentRefusals.Over,
        Consent.Paused => new ConsentEvent.Resumed(today),
        _ => ConsentRefusals.NotPaused,
    };

    /// <summary>Confirms a standing consent (定期确认).</summary>
    public static Decision<ConsentEvent> Confirm(Consent consent, Actor by, DateOnly today) => consent switch
    {
        Consent.Active c when by.Tenant != c.Enterprise.Value => ConsentRefusals.NotYours,
        Consent.Active when by.Role != Role.LegalRepresentative => ConsentRefusals.NotSigner,
        Consent.Active => new ConsentEvent.Confirmed(today),
        _ => ConsentRefusals.NotActive,
    };

    /// <summary>What the daily close does: expires what is past, and lets rest what nobody confirmed for ninety days.</summary>
    public static Decisions Lapse(Consent consent, DateOnly today) => consent switch
    {
        Consent.Active c when today > c.Terms.Expiry => Leave(c.Terms, c.Id, new ConsentEvent.Expired(today)),
        Consent.Paused c when today > c.Terms.Expiry => Leave(c.Terms, c.Id, new ConsentEvent.Expired(today)),
        Consent.Requested c when today > c.Terms.Expiry => Leave(c.Terms, c.Id, new ConsentEvent.Expired(today)),
        Consent.Active { Terms.Frequency.Unit: not FrequencyUnit.Whole } c when today.DayNumber - c.ConfirmedOn.DayNumber >= Consent.ConfirmDays =>
            Decisions.Of<ConsentDoorEvent, ConsentEvent>(Array.Empty<ConsentDoorEvent>(), new ConsentEvent.Paused(Unconfirmed: true, today)),
        _ => ConsentRefusals.NotDueYet,
    };

    private static Decisions Leave(ConsentTerms terms, ConsentId id, ConsentEvent happened) =>
        Decisions.Of<ConsentDoorEvent, ConsentEvent>(new ConsentDoorEvent.Left(terms.Purpose, id), happened);

    private static ConsentId? IdOf(Consent consent) => consent switch
    {
        Consent.Active c => c.Id,
        Consent.Paused c => c.Id,
        _ => null,
    };

    private static Refusal? Stranger(Actor by, EnterpriseCode enterprise) =>
        by.Tenant != enterprise.Value ? ConsentRefusals.NotYours
        : by.Role is Role.EnterpriseAgent or Role.LegalRepresentative ? null
        : ConsentRefusals.NotAgent;

    private static Refusal? Problem(ConsentTerms t, DateOnly today) =>
        t.Scopes.Length == 0 ? ConsentRefusals.ScopesMissing
        : t.Recipient.IsPlatform != (t.Purpose == Purpose.Matching) ? ConsentRefusals.PurposeWrong
        : t.Recipient.IsPlatform && t.Personal.Length > 0 ? ConsentRefusals.PlatformNeedsNoPersons
        : t.Start < today || t.Expiry < t.Start ? ConsentRefusals.StartsWrong(today)
        : t.Expiry > t.Start.AddMonths(12) ? ConsentRefusals.PeriodTooLong
        : t.Range.From > t.Range.To ? ConsentRefusals.RangeWrong
        : t.Frequency.Times is < 1 or > 100 ? ConsentRefusals.FrequencyWrong
        : t.KeepDays is < 0 or > 730 || (t.Mode != ConsentMode.Store && t.KeepDays != 0) ? ConsentRefusals.KeepWrong
        : null;
}
