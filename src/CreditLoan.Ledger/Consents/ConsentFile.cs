using System.Text.Json;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Values;

namespace CreditLoan.Ledger.Consents;

/// <summary>A consent as its enterprise takes it along (授权文件): the artefact, the words of its notice, the signature. Everything that checks it is in it.</summary>
/// <param name="Notice">The paragraphs that the signer read.</param>
public sealed record ConsentFile(ConsentId Consent, EnterpriseCode Enterprise, ConsentTerms Terms, string NoticeVersion, IReadOnlyList<string> Notice, Signature Signature, string Signer, DateOnly SignedOn)
{
    /// <summary>The file of a consent that was given, with the words that were signed; null while it is only asked for.</summary>
    public static async Task<ConsentFile?> Of(EventStore store, ConsentQueries consents, Viewer viewer, ConsentId consent) =>
        (await store.History(Domain.Consents.Consent.Stream(consent).Id)).Select(e => e.Happened).OfType<ConsentEvent.Granted>().FirstOrDefault() is { } given
            ? new ConsentFile(given.Consent, given.Enterprise, given.Terms, given.Notice.Version, await consents.Words(viewer, given.Notice.Hash), given.Signature, given.Signer, given.On)
            : null;

    public string Write() => JsonSerializer.Serialize(this, EventJson.Options);

    public static ConsentFile? TryRead(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<ConsentFile>(text, EventJson.Options) is { Terms: not null, Notice: not null, Signature: { Value: not null, Algorithm: not null } } file ? file : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What does not hold, in a sentence; null where the signature is over this very artefact and these very words.</summary>
    public string? Problem()
    {
        var notice = new Notice(NoticeVersion, ConsentText.Hash(string.Join('\n', Notice)));
        if (ConsentSignatures.Hold(ConsentText.Canonical(Consent, Enterprise, Terms, notice), Signature)) return null;
        return "the signature is not over these contents: something was changed, or it was signed under other words.";
    }
}
