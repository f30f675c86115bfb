using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;
using CreditLoan.Portal.Shell;

namespace CreditLoan.Portal.Consents;

/// <summary>Signs and ends consents for the enterprise at the page: the consent, its door, and what stood before, in one change.</summary>
public sealed class ConsentDesk(EventStore store, Session session)
{
    /// <param name="asked">The bank's request that is answered; null for a consent of the enterprise's own accord.</param>
    public async Task<Outcome> Grant(ConsentTerms terms, string recipientName, ConsentId? asked = null, string? application = null)
    {
        var enterprise = new EnterpriseCode(session.Viewer.Tenant);
        var id = asked ?? new ConsentId($"A-{session.Today.Year}-{Guid.NewGuid():N}");
        var door = ConsentDoor.Stream(enterprise, terms.Recipient);
        var standing = (await store.Load(door)).State.StandingFor(terms.Purpose) ?? new ConsentId($"none-{id}");
        var notice = ConsentNotice.Of(recipientName, terms.Purpose);
        var (actor, today) = (session.Actor, session.Today);
        var signature = ConsentText.SignInSession(id, enterprise, terms, notice, actor.Account);
        return await store.Change(session.Command("consent.grant", terms), door, Consent.Stream(id), Consent.Stream(standing),
            (d, c, before) => ConsentDecisions.Grant(d, c, before, actor, id, enterprise, terms, notice, signature, application, today));
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
