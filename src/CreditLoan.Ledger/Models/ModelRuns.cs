using System.Text.Json;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Models;
using Npgsql;

namespace CreditLoan.Ledger.Models;

/// <summary>A model in force with all that scoring needs (在用模型).</summary>
/// <param name="Levels">The texts of each categorical feature in the order the challenger knows them.</param>
public sealed record ModelInUse(
    ModelProjectId Project, string Title, DateOnly Since, int Run, string[] Features, string[][] Lines, ModelReport Report, byte[] Challenger, Dictionary<string, string[]> Levels);

/// <summary>Keeps what runs produced (运行产物库): the scorecard's lines, the report, the challenger. A run's products never change.</summary>
public sealed class ModelRuns(NpgsqlDataSource writer, Reader reader)
{
    /// <summary>Writes a run's products; the same again adds nothing.</summary>
    public async Task Write(ModelProjectId project, int run, string[][] lines, ModelReport report, byte[] challenger, Dictionary<string, string[]> levels)
    {
        await using var connection = await writer.OpenConnectionAsync();
        await using var command = Sql.Of($"""
            with card as (insert into model_scorecard (project, run, lines) values ({project.Value}, {run}, {Json(lines)}::jsonb) on conflict do nothing)
            insert into model_report (project, run, report, challenger, levels)
            values ({project.Value}, {run}, {Json(report)}::jsonb, {challenger}, {Json(levels)}::jsonb) on conflict do nothing
            """).On(connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The lines of a run's scorecard, if the viewer may see its project.</summary>
    public async Task<string[][]> Lines(Viewer viewer, ModelProjectId project, int run) =>
        await reader.Row<Stored>(viewer, $"select lines::text as text from model_scorecard where project = {project} and run = {run}") is { } stored
            ? JsonSerializer.Deserialize<string[][]>(stored.Text, EventJson.Options)!
            : [];

    /// <summary>What was measured in a run, if the viewer may see its project.</summary>
    public async Task<ModelReport?> Report(Viewer viewer, ModelProjectId project, int run) =>
        await reader.Row<Stored>(viewer, $"select report::text as text from model_report where project = {project} and run = {run}") is { } stored
            ? JsonSerializer.Deserialize<ModelReport>(stored.Text, EventJson.Options)
            : null;

    /// <summary>All models in force on a day, the champion first.</summary>
    public async Task<IReadOnlyList<ModelInUse>> InUse(DateOnly today, CancellationToken stop = default)
    {
        await using var connection = await writer.OpenConnectionAsync(stop);
        await using var command = Sql.Of($"""
            select b.project, b.title, b.in_force_from, r.run, b.features, s.lines::text, r.report::text, r.challenger, r.levels::text
            from model_project_book b
            join model_report r on r.project = b.project and r.run = (b.run ->> 'Number')::integer
            join model_scorecard s on s.project = r.project and s.run = r.run
            where b.stage = 'InForce' and b.in_force_from <= {today} order by b.in_force_from desc, b.project desc
            """).On(connection);
        await using var rows = await command.ExecuteReaderAsync(stop);
        var models = new List<ModelInUse>();
        while (await rows.ReadAsync(stop))
            models.Add(new ModelInUse(new ModelProjectId(rows.GetString(0)), rows.GetString(1), rows.GetFieldValue<DateOnly>(2), rows.GetInt32(3), rows.GetFieldValue<string[]>(4),
                JsonSerializer.Deserialize<string[][]>(rows.GetString(5), EventJson.Options)!, JsonSerializer.Deserialize<ModelReport>(rows.GetString(6), EventJson.Options)!,
                rows.GetFieldValue<byte[]>(7), JsonSerializer.Deserialize<Dictionary<string, string[]>>(rows.GetString(8), EventJson.Options)!));
        return models;
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, EventJson.Options);

    private sealed record Stored(string Text);
}
