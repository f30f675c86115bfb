using System.Text.Json;
using CreditLoan.Domain.Profiles;
using CreditLoan.Domain.Values;
using Npgsql;

namespace CreditLoan.Ledger.Profiles;

/// <summary>The score of a profile under one model, and what its challenger says in shadow (评分结果).</summary>
/// <param name="Shadow">The challenger's default rate; null where it is not there.</param>
public sealed record ScoredProfile(EnterpriseCode Enterprise, DateOnly AsOf, ProfileScore Score, Share? Shadow);

/// <summary>Keeps computed profiles, one per enterprise and day, with their scores (画像库).</summary>
public sealed class ProfileStore(NpgsqlDataSource writer)
{
    /// <summary>Writes profiles; one of the same enterprise and day is replaced.</summary>
    public void Write(IReadOnlyList<Profile> profiles, IReadOnlyList<ScoredProfile> scores, DateTimeOffset now)
    {
        if (profiles.Count == 0) return;
        using var connection = writer.OpenConnection();
        using var transaction = connection.BeginTransaction();
        Correct(connection, profiles, now);
        Write(connection, profiles, now);
        if (scores.Count > 0) Write(connection, scores, now);
        transaction.Commit();
    }

    private static void Write(NpgsqlConnection connection, IReadOnlyList<Profile> profiles, DateTimeOffset now)
    {
        using var command = Sql.Of($"""
            insert into profile (enterprise, as_of, computed_at, features, tags, trends, coverage)
            select enterprise, as_of::date, {now}, features::jsonb, tags::jsonb, trends::jsonb, coverage::jsonb
            from unnest({profiles.Select(p => p.Enterprise.Value).ToArray()}, {profiles.Select(p => p.AsOf.ToString("O")).ToArray()},
              {profiles.Select(p => ProfileJson.Write(p.Features)).ToArray()}, {profiles.Select(p => Json(p.Tags)).ToArray()},
              {profiles.Select(p => Json(p.Trends)).ToArray()}, {profiles.Select(p => Json(p.Coverage)).ToArray()}) as made (enterprise, as_of, features, tags, trends, coverage)
            on conflict (enterprise, as_of) do update set computed_at = excluded.computed_at, features = excluded.features, tags = excluded.tags,
              trends = excluded.trends, coverage = excluded.coverage
            """).On(connection);
        command.ExecuteNonQuery();
    }

    private static void Write(NpgsqlConnection connection, IReadOnlyList<ScoredProfile> scores, DateTimeOffset now)
    {
        using var command = Sql.Of($"""
            insert into profile_score (enterprise, as_of, project, run, score, band, rate, shadow, classes, detail, scored_at)
            select enterprise, as_of::date, project, run, score, band, rate, nullif(shadow, -1), classes::text[], detail::jsonb, {now}
            from unnest({scores.Select(s => s.Enterprise.Value).ToArray()}, {scores.Select(s => s.AsOf.ToString("O")).ToArray()}, {scores.Select(s => s.Score.Model).ToArray()},
              {scores.Select(s => s.Score.Run).ToArray()}, {scores.Select(s => s.Score.Score).ToArray()}, {scores.Select(s => s.Score.Band.ToString()).ToArray()},
              {scores.Select(s => s.Score.Rate.BasisPoints).ToArray()}, {scores.Select(s => s.Shadow?.BasisPoints ?? -1).ToArray()},
              {scores.Select(s => Column.ArrayLiteral(s.Score.Classes.Select(c => c.ToString()))).ToArray()}, {scores.Select(s => Json(s.Score)).ToArray()})
              as made (enterprise, as_of, project, run, score, band, rate, shadow, classes, detail)
            on conflict (enterprise, as_of, project) do update set run = excluded.run, score = excluded.score, band = excluded.band, rate = excluded.rate,
              shadow = excluded.shadow, classes = excluded.classes, detail = excluded.detail, scored_at = excluded.scored_at
            """).On(connection);
        command.ExecuteNonQuery();
    }

    /// <summary>Notes the tags over facts that were put right since a profile was read: an objection opened or ended, a mark of notice gone.</summary>
    private static void Correct(NpgsqlConnection connection, IReadOnlyList<Profile> profiles, DateTimeOffset now)
    {
        var before = new Dictionary<string, ProfileTag[]>(StringComparer.Ordinal);
        using (var issued = Sql.Of($"""
            select distinct on (p.enterprise) p.enterprise, p.tags::text from profile p
            where p.enterprise = any({profiles.Select(p => p.Enterprise.Value).ToArray()}) and exists (select from profile_read r where r.enterprise = p.enterprise)
            order by p.enterprise, p.as_of desc
            """).On(connection))
        using (var reader = issued.ExecuteReader())
            while (reader.Read()) before[reader.GetString(0)] = JsonSerializer.Deserialize<ProfileTag[]>(reader.GetString(1), EventJson.Options)!;
        foreach (var profile in profiles.Where(p => before.ContainsKey(p.Enterprise.Value)))
            foreach (var was in before[profile.Enterprise.Value].Where(t => Tags.FactsOf(t.Key).Count > 0))
            {
                if (profile.Tags.FirstOrDefault(t => t.Key == was.Key) is not { } tag || (tag.Disputed == was.Disputed && !(was.Tone == TagTone.Notice && tag.Label != was.Label))) continue;
                using var command = Sql.Of($"""
                    insert into profile_correction (enterprise, tag, on_day, after, before, class, at)
                    values ({profile.Enterprise}, {tag.Key}, {DateOnly.FromDateTime(now.UtcDateTime.AddHours(8))}, {Told(tag)}, {Told(was)}, {tag.Class.ToString()}, {now}) on conflict do nothing
                    """).On(connection);
                command.ExecuteNonQuery();
            }
    }

    private static string Told(ProfileTag tag) => tag.Disputed ? tag.Label + "（异议中）" : tag.Label;

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, EventJson.Options);
}
