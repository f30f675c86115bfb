using CreditLoan.BankApi.Wire;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Consents;

namespace CreditLoan.BankApi.Consents;

/// <summary>What you ask an enterprise for (申请授权); the enterprise's legal representative answers on the platform.</summary>
/// <param name="Application">The application it is for, SQ-2026-000123.</param>
/// <param name="Times">How many reads per day, month, or in all.</param>
/// <param name="KeepDays">How long you keep what you read; 0 unless the mode is Store.</param>
public sealed record ConsentIn(
    EnterpriseCode Enterprise, Purpose Purpose, DataClass[] Scopes, PersonalScope[] Personal, DateOnly DataFrom, DateOnly DataTo, ConsentMode Mode,
    int Times, FrequencyUnit TimesPer, int KeepDays, DateOnly StartsOn, DateOnly ExpiresOn, string? Application = null)
{
    public ConsentTerms Terms(BankCode bank) =>
        new(Recipient.Bank(bank), Purpose, Scopes, Personal, new DataRange(DataFrom, DataTo), Mode, new Frequency(Times, TimesPer), KeepDays, StartsOn, ExpiresOn);
}

/// <summary>A consent that names your bank (授权).</summary>
public sealed record ConsentOut(
    ConsentId Number, EnterpriseCode Enterprise, Purpose Purpose, ConsentStatus Status, string[] Scopes, string[] Personal, DateOnly DataFrom, DateOnly DataTo, ConsentMode Mode,
    int Times, FrequencyUnit TimesPer, int KeepDays, DateOnly StartsOn, DateOnly ExpiresOn, string? Application, DateOnly? RequestedOn, DateOnly? GrantedOn, DateOnly? EndedOn)
{
    public static ConsentOut Of(ConsentRow r) => new(
        r.Consent, r.Enterprise, r.Purpose, r.Status, r.Scopes, r.Personal, r.DataFrom, r.DataTo, r.Mode, r.Times, r.TimesPer, r.KeepDays, r.StartsOn, r.ExpiresOn, r.Application,
        r.RequestedOn, r.GrantedOn, r.EndedOn);
}

/// <summary>Consents that name your bank, and asking for one.</summary>
public static class ConsentEndpoints
{
    public static void MapConsents(this RouteGroupBuilder v1)
    {
        var consents = v1.MapGroup("/consents").WithTags("Consents");
        consents.MapGet("", async (BankCaller caller, ConsentQueries queries) => (await queries.All(caller.Viewer)).Select(ConsentOut.Of).ToArray())
            .Named("listConsents", "Consents that name your bank: those that wait first (授权)");
        consents.MapGet("/{number}", async (BankCaller caller, ConsentQueries queries, string number) =>
                await queries.Find(caller.Viewer, new ConsentId(number)) is { } row ? Results.Json(ConsentOut.Of(row), WireJson.Options) : Problems.Missing)
            .Named("getConsent", "One consent (授权)").Answers<ConsentOut>();
        consents.MapPost("", async (HttpContext context, BankCaller caller, EventStore store, ConsentQueries queries, ConsentIn body) =>
            {
                var (command, terms) = (caller.Command("consent.request", body), body.Terms(caller.Bank));
                var id = new ConsentId($"A-{caller.Today.Year}-{command.Id.ToString("N")[..12].ToUpperInvariant()}");
                var outcome = await store.Change(command, ConsentDoor.Stream(body.Enterprise, terms.Recipient), Consent.Stream(id),
                    (door, consent) => ConsentDecisions.Request(door, consent, caller.Actor, id, body.Enterprise, terms, body.Application, caller.Today), context.RequestAborted);
                return await Etags.Written(context, caller, outcome, async () => await queries.Find(caller.Viewer, id) is { } row ? ConsentOut.Of(row) : null, $"/v1/consents/{id}");
            })
            .Named("requestConsent", "Ask an enterprise for a consent (申请授权)").Writes<ConsentOut>(StatusCodes.Status201Created);
    }
}
