using System.Text.Json;
using CreditLoan.Domain.Profiles;
using Npgsql;

namespace CreditLoan.Ledger.Profiles;

/// <summary>Keeps computed profiles, one per enterprise and day (画像库).</summary>
public sealed class ProfileStore(NpgsqlDataSource writer)
{
    /// <summary>Writes profiles; one of the same enterprise and day is replaced.</summary>
    public void Write(IReadOnlyList<Profile> profiles, DateTimeOffset now)
    {
        if (profiles.Count == 0) return;
        using var connection = writer.OpenConnection();
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

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, EventJson.Options);
}
