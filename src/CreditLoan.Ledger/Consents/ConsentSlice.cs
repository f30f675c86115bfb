using CreditLoan.Domain.Consents;

namespace CreditLoan.Ledger.Consents;

public static class ConsentSlice
{
    public static readonly Slice Slice = new Slice<ConsentEvent>("consent")
        .Event<ConsentEvent.Requested>("consent_requested")
        .Event<ConsentEvent.Granted>("consent_granted")
        .Event<ConsentEvent.Rejected>("consent_rejected")
        .Event<ConsentEvent.Paused>("consent_paused")
        .Event<ConsentEvent.Resumed>("consent_resumed")
        .Event<ConsentEvent.Confirmed>("consent_confirmed")
        .Event<ConsentEvent.Revoked>("consent_revoked")
        .Event<ConsentEvent.Expired>("consent_expired")
        .Event<ConsentEvent.Superseded>("consent_superseded")
        .Keep(ConsentBook.View)
        .Seal(happened => happened switch
        {
            ConsentEvent.Granted e => new Leaf("consent-granted", e.Consent.Value),
            ConsentEvent.Revoked e => new Leaf("consent-revoked", e.Consent.Value),
            _ => null,
        });

    /// <summary>What stands between one enterprise and one recipient; pages never read it.</summary>
    public static readonly Slice Door = new Slice<ConsentDoorEvent>("consent-door")
        .Event<ConsentDoorEvent.Knocked>("consent_door_knocked")
        .Event<ConsentDoorEvent.Closed>("consent_door_closed")
        .Event<ConsentDoorEvent.Opened>("consent_door_opened")
        .Event<ConsentDoorEvent.Left>("consent_door_left");
}
