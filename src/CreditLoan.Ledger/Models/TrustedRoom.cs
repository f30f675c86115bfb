using CreditLoan.Domain.Access;
using CreditLoan.Domain.Models;
using Npgsql;

namespace CreditLoan.Ledger.Models;

/// <summary>What was asked for in the trusted room, and how it ended (数据安全屋任务).</summary>
/// <param name="Kind">Check or Run.</param>
/// <param name="Refusal">Why nothing came of it; null where something did, or where it is still going on.</param>
public sealed record ModelTaskRow(Guid Id, ModelProjectId Project, string Kind, long? Seed, string Account, DateOnly AskedOn, DateTimeOffset AskedAt, DateTimeOffset? EndedAt, string? Refusal);

/// <summary>The trusted room (数据安全屋): files until they are checked, the aligned samples that runs are reproduced from, and the work to be done there.</summary>
public sealed class TrustedRoom(NpgsqlDataSource writer, Reader reader)
{
    /// <summary>Takes a bank's labelled file in; a second one replaces the first.</summary>
    public Task Receive(ModelProjectId project, byte[] content, DateTimeOffset now) => Execute($"""
        insert into model_file (project, content, received_at) values ({project.Value}, {content}, {now})
        on conflict (project) do update set content = excluded.content, received_at = excluded.received_at
        """);

    /// <summary>Asks for work; false where some is still waiting for this project.</summary>
    public async Task<bool> Ask(ModelProjectId project, string kind, long? seed, Actor by, DateOnly today, DateTimeOffset now) => await Execute($"""
        insert into model_task (id, project, kind, seed, account, asked_on, asked_at) values ({Guid.NewGuid()}, {project.Value}, {kind}, {seed}, {by.Account}, {today}, {now})
        on conflict do nothing
        """) == 1;

    /// <summary>The newest piece of work of a project, if the viewer may see the project.</summary>
    public Task<ModelTaskRow?> Newest(Viewer viewer, ModelProjectId project) =>
        reader.Row<ModelTaskRow>(viewer, $"select * from model_task where project = {project} order by asked_at desc limit 1");

    /// <summary>Whether a file of the project waits to be checked.</summary>
    public async Task<DateTimeOffset?> FileSince(ModelProjectId project)
    {
        await using var connection = await writer.OpenConnectionAsync();
        await using var command = Sql.Of($"select received_at from model_file where project = {project.Value}").On(connection);
        return await command.ExecuteScalarAsync() is DateTime at ? new DateTimeOffset(at, TimeSpan.Zero) : null;
    }

    /// <summary>The oldest piece of work that waits.</summary>
    public async Task<ModelTaskRow?> Next(CancellationToken stop)
    {
        await using var connection = await writer.OpenConnectionAsync(stop);
        return (await Reader.Rows<ModelTaskRow>(connection, $"select * from model_task where ended_at is null order by asked_at limit 1", stop)) is [var first, ..] ? first : null;
    }

    public Task End(Guid task, string? refusal, DateTimeOffset now) => Execute($"update model_task set ended_at = {now}, refusal = {refusal} where id = {task} and ended_at is null");

    public async Task<byte[]?> File(ModelProjectId project)
    {
        await using var connection = await writer.OpenConnectionAsync();
        await using var command = Sql.Of($"select content from model_file where project = {project.Value}").On(connection);
        return await command.ExecuteScalarAsync() as byte[];
    }

    public async Task<string?> Sample(ModelProjectId project)
    {
        await using var connection = await writer.OpenConnectionAsync();
        await using var command = Sql.Of($"select sample from model_sample where project = {project.Value}").On(connection);
        return await command.ExecuteScalarAsync() as string;
    }

    /// <summary>Keeps the aligned sample in the file's place: the file goes.</summary>
    public Task Keep(ModelProjectId project, string sample) => Execute($"""
        with gone as (delete from model_file where project = {project.Value})
        insert into model_sample (project, sample) values ({project.Value}, {sample}) on conflict (project) do update set sample = excluded.sample
        """);

    private async Task<int> Execute(Sql sql)
    {
        await using var connection = await writer.OpenConnectionAsync();
        await using var command = sql.On(connection);
        return await command.ExecuteNonQueryAsync();
    }
}
