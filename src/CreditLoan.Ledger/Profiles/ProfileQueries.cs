using System.Text.Json;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Profiles;
using CreditLoan.Domain.Values;

namespace CreditLoan.Ledger.Profiles;

/// <summary>An enterprise's newest profile as itself sees it.</summary>
/// <param name="DataDate">The day its data ends, where it lives in the past.</param>
public sealed record OwnProfile(
    EnterpriseCode Enterprise, DateOnly AsOf, DateTimeOffset ComputedAt, DateOnly? DataDate, IReadOnlyDictionary<string, FeatureValue> Features,
    IReadOnlyList<ProfileTag> Tags, IReadOnlyList<Trend> Trends, IReadOnlyDictionary<DataClass, DateOnly> Coverage);

/// <summary>One read of an enterprise's profile, as the enterprise and the bank that read see it (谁查过我).</summary>
public sealed record ProfileReadRow(DateTimeOffset At, string Bank, string Account, string Purpose, string? Application, string[] Classes, DateOnly AsOf, string Consent);

/// <summary>Profiles and their readers; row level security lets an enterprise see its own, and a bank its own reads.</summary>
public sealed class ProfileQueries(Reader reader)
{
    /// <summary>The newest profile of an enterprise that may see it; null where there is none.</summary>
    public async Task<OwnProfile?> Newest(Viewer viewer, EnterpriseCode enterprise, CancellationToken stop = default)
    {
        var stored = await reader.Row<Stored>(viewer, $"""
            select p.enterprise, p.as_of, p.computed_at, (select d.day from data_date d where d.enterprise = p.enterprise) as data_date,
              p.features::text as features, p.tags::text as tags, p.trends::text as trends, p.coverage::text as coverage
            from profile p where p.enterprise = {enterprise} order by p.as_of desc limit 1
            """, stop);
        return stored is null ? null : new OwnProfile(stored.Enterprise, stored.AsOf, stored.ComputedAt, stored.DataDate, ProfileJson.ReadFeatures(stored.Features),
            Read<ProfileTag[]>(stored.Tags), Read<Trend[]>(stored.Trends), Read<Dictionary<DataClass, DateOnly>>(stored.Coverage));
    }

    /// <summary>The latest reads of an enterprise's profile.</summary>
    public Task<IReadOnlyList<ProfileReadRow>> Reads(Viewer viewer, EnterpriseCode enterprise, int most, CancellationToken stop = default) =>
        reader.Rows<ProfileReadRow>(viewer, $"""
            select at, bank, account, purpose, application, classes, as_of, consent from profile_read where enterprise = {enterprise} order by at desc limit {most}
            """, stop);

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, EventJson.Options)!;

    private sealed record Stored(EnterpriseCode Enterprise, DateOnly AsOf, DateTimeOffset ComputedAt, DateOnly? DataDate, string Features, string Tags, string Trends, string Coverage);
}
