using CreditLoan.Domain.Access;
using CreditLoan.Domain.Models;
using CreditLoan.Domain.Values;
using Npgsql;

namespace CreditLoan.Ledger.Models;

/// <summary>One month of one feature over its bins, or of the score over its tenths where the feature is empty (月度分布).</summary>
public sealed record StabilityRow(DateOnly Month, string Feature, int[] Counts);

/// <summary>Keeps how the population lay over a model's bins, month by month (稳定性台账).</summary>
public sealed class StabilityCounts(NpgsqlDataSource writer)
{
    public static Task<IReadOnlyList<StabilityRow>> Of(Reader reader, Viewer viewer, ModelProjectId project, int run) =>
        reader.Rows<StabilityRow>(viewer, $"select month, feature, counts from model_stability where project = {project} and run = {run} order by month, feature");

    public async Task<HashSet<DateOnly>> Months(ModelProjectId project, int run, CancellationToken stop)
    {
        await using var connection = await writer.OpenConnectionAsync(stop);
        return [.. await Reader.Rows<DateOnly>(connection, $"select distinct month from model_stability where project = {project.Value} and run = {run}", stop)];
    }

    /// <summary>The same enterprises each month: those that let the platform use their data, in the order of a digest of their code.</summary>
    public async Task<IReadOnlyList<EnterpriseCode>> Enterprises(DateOnly today, int most, CancellationToken stop)
    {
        await using var connection = await writer.OpenConnectionAsync(stop);
        return await Reader.Rows<EnterpriseCode>(connection, $"""
            select distinct enterprise, md5(enterprise) from consent_book
            where recipient = 'platform' and purpose = 'Matching' and status = 'Active' and starts_on <= {today} and expires_on >= {today}
              and not exists (select from data_date d where d.enterprise = consent_book.enterprise)
            order by md5(enterprise) limit {most}
            """, stop);
    }

    public async Task Write(ModelProjectId project, int run, DateOnly month, Dictionary<string, int[]> counts, CancellationToken stop)
    {
        await using var connection = await writer.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        foreach (var (feature, bins) in counts)
        {
            await using var command = Sql.Of($"""
                insert into model_stability (project, run, month, feature, counts) values ({project.Value}, {run}, {month}, {feature}, {bins})
                on conflict (project, run, month, feature) do update set counts = excluded.counts
                """).On(connection);
            await command.ExecuteNonQueryAsync(stop);
        }
        await transaction.CommitAsync(stop);
    }
}
