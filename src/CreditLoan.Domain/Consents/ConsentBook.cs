using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Consents;

/// <summary>Where a consent stands (授权状态).</summary>
public enum ConsentStatus { Requested, Active, Rejected, Paused, Revoked, Expired, Superseded }

/// <summary>One consent as the enterprise, the bank and every guarded read see it (授权台账).</summary>
/// <param name="Scopes">Names of <see cref="DataClass"/>.</param>
/// <param name="Personal">Names of <see cref="PersonalScope"/>.</param>
/// <param name="EndedOn">The day it was rejected, revoked, superseded or found expired.</param>
public sealed record ConsentRow(
    ConsentId Consent, EnterpriseCode Enterprise, string Recipient, Purpose Purpose, ConsentStatus Status, string[] Scopes, string[] Personal,
    DateOnly DataFrom, DateOnly DataTo, ConsentMode Mode, int Times, FrequencyUnit TimesPer, int KeepDays, DateOnly StartsOn, DateOnly ExpiresOn,
    string? Application, string? NoticeVersion, string? NoticeHash, string? SignatureAlgorithm, string? SignatureValue, string? Signer,
    DateOnly? RequestedOn, DateOnly? GrantedOn, DateOnly? ConfirmedOn, DateOnly? EndedOn)
{
    public bool IsLive(DateOnly day) => Status == ConsentStatus.Active && StartsOn <= day && day <= ExpiresOn;

    /// <summary>Until when a standing consent must be confirmed, or it rests (最迟确认日); null for one that is not read again and again.</summary>
    public DateOnly? ConfirmBy => Status == ConsentStatus.Active && TimesPer != FrequencyUnit.Whole && ConfirmedOn is { } on && on.AddDays(Consents.Consent.ConfirmDays) is var by && by < ExpiresOn ? by : null;

    public ConsentTerms Terms => new(
        new Recipient(Recipient), Purpose, [.. Scopes.Select(Enum.Parse<DataClass>)], [.. Personal.Select(Enum.Parse<PersonalScope>)],
        new DataRange(DataFrom, DataTo), Mode, new Frequency(Times, TimesPer), KeepDays, StartsOn, ExpiresOn);
}

/// <summary>All consents (授权台账).</summary>
public static class ConsentBook
{
    public static readonly View<ConsentRow, ConsentEvent> View = new("consent_book", Fold);

    private static ConsentRow? Fold(ConsentRow? row, ConsentEvent happened) => happened switch
    {
        ConsentEvent.Requested e => Entry(e.Consent, e.Enterprise, e.Terms, e.Application) with { RequestedOn = e.On },
        ConsentEvent.Granted e => Entry(e.Consent, e.Enterprise, e.Terms, e.Application) with
        {
            Status = ConsentStatus.Active,
            NoticeVersion = e.Notice.Version,
            NoticeHash = e.Notice.Hash,
            SignatureAlgorithm = e.Signature.Algorithm,
            SignatureValue = e.Signature.Value,
            Signer = e.Signer,
            RequestedOn = row?.RequestedOn,
            GrantedOn = e.On,
            ConfirmedOn = e.On,
        },
        ConsentEvent.Rejected e when row is not null => row with { Status = ConsentStatus.Rejected, EndedOn = e.On },
        ConsentEvent.Paused when row is not null => row with { Status = ConsentStatus.Paused },
        ConsentEvent.Resumed e when row is not null => row with { Status = ConsentStatus.Active, ConfirmedOn = e.On },
        ConsentEvent.Confirmed e when row is not null => row with { ConfirmedOn = e.On },
        ConsentEvent.Revoked e when row is not null => row with { Status = ConsentStatus.Revoked, EndedOn = e.On },
        ConsentEvent.Expired e when row is not null => row with { Status = ConsentStatus.Expired, EndedOn = e.On },
        ConsentEvent.Superseded e when row is not null => row with { Status = ConsentStatus.Superseded, EndedOn = e.On },
        _ => row,
    };

    private static ConsentRow Entry(ConsentId id, EnterpriseCode enterprise, ConsentTerms t, string? application) => new(
        id, enterprise, t.Recipient.Value, t.Purpose, ConsentStatus.Requested,
        [.. t.Scopes.Select(s => s.ToString())], [.. t.Personal.Select(p => p.ToString())],
        t.Range.From, t.Range.To, t.Mode, t.Frequency.Times, t.Frequency.Unit, t.KeepDays, t.Start, t.Expiry,
        application, null, null, null, null, null, null, null, null, null);
}
