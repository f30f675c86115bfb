using CreditLoan.Domain.Access;
using CreditLoan.Ledger;
using Npgsql;

namespace CreditLoan.Portal.Tests;

/// <summary>Row level security by itself (行级安全): no filter of the application stands in these queries, only the database's.</summary>
/// <remarks>tables.tsv says which rows of each relation a kind of viewer sees; the owner, who sees all, counts them by that rule.</remarks>
[Collection(CityVisitors.Name)]
public sealed class Rows_of_others(City city)
{
    private static readonly IReadOnlyDictionary<string, IReadOnlyDictionary<TenantKind, string>> Rules =
        File.ReadAllLines(Path.Combine(Repository.Root, "tests/CreditLoan.Portal.Tests/Access/tables.tsv")).Select(line => line.Split('\t')).ToDictionary(
            parts => parts[0],
            IReadOnlyDictionary<TenantKind, string> (parts) => parts.Skip(1).Select(p => p.Split('=', 2)).ToDictionary(p => Enum.Parse<TenantKind>(p[0]), p => p[1]),
            StringComparer.Ordinal);

    [Fact]
    public async Task Are_listed_for_every_relation_that_pages_may_read()
    {
        var readable = (await city.Value("""
            select string_agg(relname, ',') from pg_class
            where relkind in ('r', 'v', 'm', 'p') and relnamespace = 'public'::regnamespace and has_table_privilege('creditloan_reader', oid, 'select')
            """)).Split(',');
        Assert.Equal(readable.Order(StringComparer.Ordinal), Rules.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Stay_hidden_without_any_filter_of_the_application()
    {
        var (wrong, checks) = (new List<string>(), 0);
        foreach (var (relation, rules) in Rules)
        {
            foreach (var (role, whose) in City.Principals)
            {
                var viewer = city.Viewer(role, whose);
                var rule = rules.TryGetValue(viewer.Kind, out var kept) ? kept : "false";
                var meant = await Owner($"select count(*) from {relation} where {rule}", viewer);
                var seen = await city.Portal.Db.Reader.Scalar<long>(viewer, Sql.Of($"select count(*) from {Sql.Name(relation)}"));
                if (seen != meant) wrong.Add($"{relation}: {role} of {whose} sees {seen}, meant are {meant}");
                checks++;
            }
        }
        Assert.Empty(wrong);
        Assert.True(checks >= 18 * 3 * 20, $"only {checks} checks");
        // A rule that holds because there is nothing to see proves nothing.
        foreach (var relation in new[] { "claim_book", "enrolment_book", "loan_book", "loan_timeline", "credit_line_book", "consent_book", "demand_book", "profile", "pool_journal", "enterprise_book" })
            Assert.True(await city.Portal.Db.Value<long>($"select count(*) from {relation}") > 1, $"{relation} is empty");
    }

    /// <summary>Counts as the owner, row level security off, with the viewer's settings for rules that name a function.</summary>
    private async Task<long> Owner(string sql, Viewer viewer)
    {
        await using var connection = await city.Portal.Db.Database.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var set = new NpgsqlCommand("select set_config('creditloan.kind', $1, true), set_config('creditloan.tenant', $2, true)", connection))
        {
            set.Parameters.AddWithValue(viewer.Kind.ToString());
            set.Parameters.AddWithValue(viewer.Tenant);
            await set.ExecuteNonQueryAsync();
        }
        await using var command = new NpgsqlCommand(sql.Replace("$t", $"'{viewer.Tenant}'", StringComparison.Ordinal).Replace("$role", $"'{viewer.Role}'", StringComparison.Ordinal), connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
