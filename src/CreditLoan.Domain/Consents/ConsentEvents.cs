using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Consents;

/// <summary>Everything that can happen to a consent (授权), in the order of its life.</summary>
public abstract record ConsentEvent
{
    private ConsentEvent() { }

    /// <summary>A bank asks an enterprise for a consent (申请授权).</summary>
    /// <param name="Application">The application it needs it for (申请编号); null where there is none yet.</param>
    public sealed record Requested(ConsentId Consent, EnterpriseCode Enterprise, ConsentTerms Terms, string? Application, DateOnly On) : ConsentEvent;

    /// <summary>The enterprise agreed, asked or of its own accord (授权).</summary>
    public sealed record Granted(
        ConsentId Consent, EnterpriseCode Enterprise, ConsentTerms Terms, Notice Notice, Signature Signature, string Signer, string? Application, DateOnly On)
        : ConsentEvent;

    /// <summary>The enterprise said no (暂不授权); it is not asked again until the day given.</summary>
    public sealed record Rejected(DateOnly On, DateOnly NotBefore) : ConsentEvent;

    /// <summary>The consent rests (暂停): by the enterprise, or because nobody confirmed it in time.</summary>
    public sealed record Paused(bool Unconfirmed, DateOnly On) : ConsentEvent;

    /// <summary>A resting consent holds again (恢复).</summary>
    public sealed record Resumed(DateOnly On) : ConsentEvent;

    /// <summary>The enterprise confirmed that it still wants it (定期确认).</summary>
    public sealed record Confirmed(DateOnly On) : ConsentEvent;

    /// <summary>The enterprise took it back (撤回): no read after this.</summary>
    public sealed record Revoked(ConsentId Consent, DateOnly On) : ConsentEvent;

    /// <summary>Its last day is past (到期).</summary>
    public sealed record Expired(DateOnly On) : ConsentEvent;

    /// <summary>A newer consent for the same recipient and purpose took its place (被替代).</summary>
    public sealed record Superseded(ConsentId By, DateOnly On) : ConsentEvent;
}
