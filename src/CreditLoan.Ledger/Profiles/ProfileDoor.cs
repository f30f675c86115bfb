using System.Text.Json;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Profiles;
using CreditLoan.Domain.Values;

namespace CreditLoan.Ledger.Profiles;

/// <summary>The one way in which a bank reads a profile (授权查询): one statement that checks the consent, records the read and answers.</summary>
/// <remarks>The answer is handed on only when the statement has ended, which is after its commit: what was read is on record.</remarks>
public sealed class ProfileDoor(Database database)
{
    private static readonly string[] Purposes = ["CreditApproval", "PreLoanReview", "PostLoan"];

    /// <param name="application">The application that the read is for; null where the consent names it.</param>
    public async Task<ProfileReading> Open(Viewer viewer, EnterpriseCode enterprise, string? application, DateOnly today, CancellationToken stop = default)
    {
        if (viewer.Role is not (Role.BankOfficer or Role.BankApprover or Role.BankSystem) || viewer.Tenant.Length == 0)
            return new ProfileReading.Closed(ProfileRefusals.Of("profile.not_bank"));
        string json;
        await using (var connection = await database.ReaderSource.OpenConnectionAsync(stop))
        await using (var command = Sql.Of($"""
            select read_profile({enterprise}, {viewer.Tenant}, {viewer.Account}, {viewer.Role.ToString()}, {Purposes}, {application}, {today})::text
            """).On(connection))
            json = (string)(await command.ExecuteScalarAsync(stop))!;
        var read = JsonSerializer.Deserialize<Answer>(json, EventJson.Options)!;
        return read.Outcome == "read" ? Opened(read) : new ProfileReading.Closed(ProfileRefusals.Of(read.Outcome));
    }

    /// <summary>Which of these consents no longer open anything: they have ended or rest, or the enterprise has taken back the platform's own.</summary>
    public async Task<HashSet<string>> Ended(string[] consents, CancellationToken stop)
    {
        await using var connection = await database.Writer.OpenConnectionAsync(stop);
        await using var command = Sql.Of($"""
            select c.consent from consent_book c where c.consent = any({consents}) and (c.status <> 'Active' or not exists (
              select from consent_book p where p.enterprise = c.enterprise and p.recipient = 'platform' and p.purpose = 'Matching' and p.status = 'Active'))
            """).On(connection);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var ended = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(stop)) ended.Add(reader.GetString(0));
        return ended;
    }

    private static ProfileReading.Opened Opened(Answer read)
    {
        var missing = Enum.GetValues<DataClass>().Where(c => !read.Coverage!.ContainsKey(c)).Select(c => new MissingClass(c, read.Scopes!.Contains(c)));
        return new ProfileReading.Opened(
            new EnterpriseCode(read.Enterprise!), read.Register, read.AsOf, read.DataDate,
            new ReadConsent(read.Consent!, read.Purpose!, read.ExpiresOn, read.Application, read.Times, read.TimesPer!, read.Scopes!), read.Used,
            read.Tags!, read.Trends!, read.Coverage!, [.. missing], read.Readers!, read.OtherBanks, read.OtherReads,
            read.Score, read.Score is null ? new ScoreGap(read.ModelInForce, read.Uncovered!) : null, read.Threshold, read.ReviewSince, read.Corrections!);
    }

    /// <summary>What <c>read_profile</c> answers; only the outcome where nothing was read.</summary>
    private sealed record Answer(
        string Outcome, string? Enterprise, ReadRegister? Register, DateOnly AsOf, DateOnly? DataDate, string? Consent, string? Purpose, DateOnly ExpiresOn, string? Application,
        int Times, string? TimesPer, int Used, DataClass[]? Scopes, ProfileTag[]? Tags, Trend[]? Trends, Dictionary<DataClass, DateOnly>? Coverage, ReadBefore[]? Readers,
        int OtherBanks, int OtherReads, ProfileScore? Score, bool ModelInForce, DataClass[]? Uncovered, Share? Threshold, DateOnly? ReviewSince, Correction[]? Corrections);
}
