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
public sealed record ProfileReadRow(DateTimeOffset At, string Bank, string Account, string Purpose, string? Application, string[] Classes, DateOnly AsOf, string Consent, string? Officer = null);

/// <summary>Tags of an enterprise that were put right after the bank had read them (更正通知).</summary>
public sealed record CorrectionNotice(EnterpriseCode Enterprise, string Name, DateTimeOffset At, string[] Tags);

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
            select r.at, r.bank, r.account, r.purpose, r.application, r.classes, r.as_of, r.consent, p.name as officer
            from profile_read r left join profile_reader p on p.account = r.account where r.enterprise = {enterprise} order by r.at desc limit {most}
            """, stop);

    /// <summary>An enterprise's own score under the model of the day.</summary>
    public async Task<ProfileScore?> Score(Viewer viewer, EnterpriseCode enterprise, DateOnly asOf, DateOnly today) =>
        await reader.Row<StoredScore>(viewer, $"""
            select s.detail::text as detail from profile_score s join champion({today}) c on c.project = s.project and c.run = s.run
            where s.enterprise = {enterprise} and s.as_of = {asOf}
            """) is { } stored ? Read<ProfileScore>(stored.Detail) : null;

    /// <summary>What was put right in profiles that the bank had read; what it says now takes a live consent to read.</summary>
    public Task<IReadOnlyList<CorrectionNotice>> Corrections(Viewer viewer, DateTimeOffset since) => reader.Rows<CorrectionNotice>(viewer, $"""
        select n.enterprise, coalesce(e.name, n.enterprise) as name, max(n.at) as at, array_agg(distinct n.tag) as tags
        from profile_correction_notice n left join enterprise_book e on e.code = n.enterprise
        where n.at > {since} and not exists (select from profile_read r where r.enterprise = n.enterprise and r.bank = {viewer.Tenant} and r.at > n.at)
        group by n.enterprise, e.name order by max(n.at) desc
        """);

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, EventJson.Options)!;

    private sealed record StoredScore(string Detail);

    private sealed record Stored(EnterpriseCode Enterprise, DateOnly AsOf, DateTimeOffset ComputedAt, DateOnly? DataDate, string Features, string Tags, string Trends, string Coverage);
}
