using CreditLoan.Domain.Access;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Consents;

namespace CreditLoan.Portal.Consents;

/// <summary>A consent as it is put before its signer (待签授权): every word of it fixed, its number given, so that nothing else can be signed.</summary>
/// <param name="Recipient">As its notice names it.</param>
public sealed record ConsentArtefact(ConsentId Id, EnterpriseCode Enterprise, ConsentTerms Terms, string Recipient, Notice Notice, string? Application)
{
    public static ConsentArtefact Of(EnterpriseCode enterprise, ConsentTerms terms, string recipientName, DateOnly today, ConsentRow? asked) =>
        new(asked?.Consent ?? new ConsentId($"A-{today.Year}-{Guid.NewGuid():N}"), enterprise, terms, recipientName, ConsentNotice.Of(recipientName, terms.Purpose), asked?.Application);

    public string Text => ConsentText.Canonical(Id, Enterprise, Terms, Notice);

    /// <summary>Keeps the words of its notice, so that the signature can be checked when they have changed.</summary>
    public Task Keep(Database database) => ConsentNotice.Keep(database, Recipient, Terms.Purpose);

    /// <summary>Confirmed in a signed-in session, for accounts without a passkey (会话确认).</summary>
    public Signature InSession(string account) => ConsentText.SignInSession(Id, Enterprise, Terms, Notice, account);

    /// <summary>The consent as it will stand in the book.</summary>
    public ConsentRow Row(DateOnly today) => ConsentBook.View.Fold(null, new ConsentEvent.Requested(Id, Enterprise, Terms, Application, today))!;

    /// <summary>Puts it in force: the consent, its door, and what stood before, in one change.</summary>
    public async Task<Outcome> Grant(EventStore store, Command command, Signature signature)
    {
        var door = ConsentDoor.Stream(Enterprise, Terms.Recipient);
        var standing = (await store.Load(door)).State.StandingFor(Terms.Purpose) ?? new ConsentId($"none-{Id}");
        return await store.Change(command, door, Consent.Stream(Id), Consent.Stream(standing),
            (d, c, before) => ConsentDecisions.Grant(d, c, before, command.Actor, Id, Enterprise, Terms, Notice, signature, ConsentSignatures.Hold, Application, command.BusinessDate));
    }
}
