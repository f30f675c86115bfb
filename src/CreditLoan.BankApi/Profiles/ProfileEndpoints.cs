using CreditLoan.BankApi.Wire;
using CreditLoan.Domain.Profiles;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Profiles;

namespace CreditLoan.BankApi.Profiles;

/// <summary>The consent that a read rests on, and how much of it is used (查询依据).</summary>
public sealed record ReadUnderOut(string Consent, string Purpose, DateOnly ExpiresOn, string? Application, int Times, string TimesPer, int Used, IReadOnlyList<DataClass> Scopes);

/// <summary>An enterprise's profile as far as it consented (信用画像): tags, trends, and what is missing; never a raw row.</summary>
/// <param name="DataDate">The day its data ends, where it lives in the past.</param>
public sealed record ProfileOut(
    EnterpriseCode Enterprise, ReadRegister? Register, DateOnly AsOf, DateOnly? DataDate, ReadUnderOut Under,
    IReadOnlyList<ProfileTag> Tags, IReadOnlyList<Trend> Trends, IReadOnlyDictionary<DataClass, DateOnly> Coverage, IReadOnlyList<MissingClass> Missing, int OtherBanks, int OtherReads)
{
    public static ProfileOut Of(ProfileReading.Opened p) => new(
        p.Enterprise, p.Register, p.AsOf, p.DataDate,
        new ReadUnderOut(p.Consent.Number, p.Consent.Purpose, p.Consent.ExpiresOn, p.Consent.Application, p.Consent.Times, p.Consent.TimesPer, p.Used, p.Consent.Scopes),
        p.Tags, p.Trends, p.Coverage, p.Missing, p.OtherBanks, p.OtherReads);
}

/// <summary>Profiles by consent: every read is checked, recorded and answered by one function in the database.</summary>
public static class ProfileEndpoints
{
    public static void MapProfiles(this RouteGroupBuilder v1) =>
        v1.MapGet("/profiles/{enterprise}", async (HttpContext context, BankCaller caller, ProfileDoor door, string enterprise, string? application) =>
            {
                // Each read is on record, so none is answered from what the caller has already.
                context.Response.Headers["X-Read-Recorded"] = "true";
                return await door.Open(caller.Viewer, new EnterpriseCode(enterprise), application, caller.Today, context.RequestAborted) switch
                {
                    ProfileReading.Opened opened => Results.Json(ProfileOut.Of(opened), WireJson.Options),
                    ProfileReading.Closed closed => Problems.Of(closed.Why),
                    _ => throw new System.Diagnostics.UnreachableException(),
                };
            })
            .WithTags("Profiles").Named("readProfile", "Read a profile under a live consent; the read is on record and the enterprise sees it (信用画像)")
            .Produces<ProfileOut>().Produces<Problem>(403, Problems.ContentType).Produces<Problem>(429, Problems.ContentType);
}
