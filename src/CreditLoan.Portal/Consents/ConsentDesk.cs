using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;
using CreditLoan.Portal.Shell;

namespace CreditLoan.Portal.Consents;

/// <summary>Asks for consents and ends them, for the bank or the enterprise at the page: the consent and its door in one change.</summary>
public sealed class ConsentDesk(EventStore store, Database database, Session session)
{
    /// <summary>Signs a consent that goes with an application, by an account without a passkey: confirmed in its session.</summary>
    public async Task<Outcome> Grant(ConsentTerms terms, string recipientName, string application)
    {
        var artefact = ConsentArtefact.Of(new EnterpriseCode(session.Viewer.Tenant), terms, recipientName, session.Today, asked: null) with { Application = application };
        var command = session.Command("consent.grant", terms);
        await artefact.Keep(database);
        return await artefact.Grant(store, command, artefact.InSession(session.Viewer.Account));
    }

    /// <summary>The bank at the page asks an enterprise for a consent.</summary>
    public Task<Outcome> Ask(EnterpriseCode enterprise, ConsentTerms terms, string application)
    {
        var (actor, today, id) = (session.Actor, session.Today, new ConsentId($"A-{session.Today.Year}-{Guid.NewGuid():N}"));
        return store.Change(session.Command("consent.request", terms), ConsentDoor.Stream(enterprise, terms.Recipient), Consent.Stream(id),
            (door, consent) => ConsentDecisions.Request(door, consent, actor, id, enterprise, terms, application, today));
    }

    public Task<Outcome> Revoke(ConsentRow row) => Both("consent.revoke", row, (_, consent, actor, today) => ConsentDecisions.Revoke(consent, actor, today));

    public Task<Outcome> Reject(ConsentRow row) => Both("consent.reject", row, ConsentDecisions.Reject);

    public Task<Outcome> Resume(ConsentRow row)
    {
        var (actor, today) = (session.Actor, session.Today);
        return store.Change(session.Command("consent.resume", row.Consent), Consent.Stream(row.Consent), c => ConsentDecisions.Resume(c, actor, today));
    }

    public Task<Outcome> Confirm(ConsentRow row)
    {
        var (actor, today) = (session.Actor, session.Today);
        return store.Change(session.Command("consent.confirm", row.Consent), Consent.Stream(row.Consent), c => ConsentDecisions.Confirm(c, actor, today));
    }

    public Task<Outcome> Pause(ConsentRow row)
    {
        var (actor, today) = (session.Actor, session.Today);
        return store.Change(session.Command("consent.pause", row.Consent), Consent.Stream(row.Consent), c => ConsentDecisions.Pause(c, actor, today));
    }

    private Task<Outcome> Both(string act, ConsentRow row, Func<ConsentDoor, Consent, Domain.Access.Actor, DateOnly, Domain.Decisions> decide)
    {
        var (actor, today) = (session.Actor, session.Today);
        return store.Change(session.Command(act, row.Consent), ConsentDoor.Stream(row.Enterprise, new Recipient(row.Recipient)), Consent.Stream(row.Consent),
            (door, consent) => decide(door, consent, actor, today));
    }
}
