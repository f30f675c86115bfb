using System.Text.Json;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Models;
using Npgsql;

namespace CreditLoan.Ledger.Models;

/// <summary>Keeps the scorecard of every run as its table's lines (评分卡库); a run's scorecard never changes.</summary>
public sealed class ModelScorecards(NpgsqlDataSource writer, Reader reader)
{
    /// <summary>Writes a run's scorecard; the same one again adds nothing.</summary>
    public async Task Write(ModelProjectId project, int run, string[][] lines)
    {
        await using var connection = await writer.OpenConnectionAsync();
        await using var command = Sql.Of($"""
            insert into model_scorecard (project, run, lines) values ({project.Value}, {run}, {JsonSerializer.Serialize(lines, EventJson.Options)}::jsonb) on conflict do nothing
            """).On(connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The lines of a run's scorecard, if the viewer may see its project.</summary>
    public async Task<string[][]> Lines(Viewer viewer, ModelProjectId project, int run) =>
        await reader.Row<Stored>(viewer, $"select lines::text as lines from model_scorecard where project = {project} and run = {run}") is { } stored
            ? JsonSerializer.Deserialize<string[][]>(stored.Lines, EventJson.Options)!
            : [];

    private sealed record Stored(string Lines);
}
