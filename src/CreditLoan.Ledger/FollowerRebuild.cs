using System.Diagnostics;
using Npgsql;

namespace CreditLoan.Ledger;

/// <summary>Makes a follower's tables anew from the log, beside the live ones, and puts them in their place (重建后随视图).</summary>
/// <remarks>
/// The follower writes by the tables' names, and here finds those of the schema <c>rebuilding</c> first. It takes the settled log in
/// short transactions, so that nobody waits for a long one (and what the live one did besides, such as a message, is not done again); then, with the live follower held at its fence and the live tables locked,
/// what is left, and the tables change places. Its position goes to where the new tables are.
/// </remarks>
public sealed class FollowerRebuild(NpgsqlDataSource owner, SettledLog log)
{
    private const int Most = 5_000;

    public async Task<Rebuilt> Run(Follower follower, CancellationToken stop = default)
    {
        if (follower.Tables.Count == 0) throw new ArgumentException($"What {follower.Name} writes cannot be made anew.", nameof(follower));
        await using var connection = await owner.OpenConnectionAsync(stop);
        await Execute(connection, $"select pg_advisory_lock(hashtext({"rebuild " + follower.Name}))", stop);
        try
        {
            foreach (var table in follower.Tables)
            {
                await Execute(connection, $"select rebuild_begin({table})", stop);
                await Execute(connection, $"select rebuild_index({table})", stop);
            }
            await Execute(connection, $"set search_path = rebuilding, public", stop);
            var reached = await log.Settle(stop);
            if (follower.Acts) reached = Math.Min(reached, await Position(connection, follower, stop));
            var events = await Take(connection, follower, 0, reached, stop);
            await using var transaction = await connection.BeginTransactionAsync(stop);
            await Execute(connection, $"insert into mt_event_progression (name, last_seq_id) values ({follower.Name}, 0) on conflict do nothing", stop);
            // What the live one has taken since is settled too; to ask for more would be to wait for this very transaction.
            var live = (await Reader.Rows<long>(connection, $"select last_seq_id from mt_event_progression where name = {follower.Name} for update", stop))[0];
            events += await Take(connection, follower, reached, live, stop);
            var clock = Stopwatch.GetTimestamp();
            foreach (var table in follower.Tables) await Execute(connection, $"lock table public.{Sql.Name(table)} in access exclusive mode", stop);
            foreach (var table in follower.Tables) await Execute(connection, $"select rebuild_swap({table})", stop);
            await Execute(connection, $"update mt_event_progression set last_seq_id = {Math.Max(reached, live)}, last_updated = now() where name = {follower.Name}", stop);
            await Execute(connection, $"delete from view_stopped where name = {follower.Name}", stop);
            await transaction.CommitAsync(stop);
            var locked = Stopwatch.GetElapsedTime(clock);
            var rows = 0L;
            foreach (var table in follower.Tables)
            {
                await Execute(connection, $"drop table if exists replaced.{Sql.Name(table)}", stop);
                rows += (await Reader.Rows<long>(connection, Sql.Of($"select count(*) from public.{Sql.Name(table)}"), stop))[0];
            }
            return new Rebuilt(follower.Name, events, rows, locked);
        }
        finally
        {
            await Execute(connection, $"reset search_path", CancellationToken.None);
            await Execute(connection, $"select pg_advisory_unlock(hashtext({"rebuild " + follower.Name}))", CancellationToken.None);
        }
    }

    private async Task<long> Take(NpgsqlConnection connection, Follower follower, long after, long upTo, CancellationToken stop)
    {
        var count = 0L;
        while (after < upTo)
        {
            var events = await log.Read(after, upTo, Most, stop);
            if (events.Count > 0) await follower.Again(connection, events, stop);
            (after, count) = (events.Count < Most ? upTo : events[^1].Sequence, count + events.Count);
        }
        return count;
    }

    private static async Task<long> Position(NpgsqlConnection connection, Follower follower, CancellationToken stop) =>
        (await Reader.Rows<long>(connection, $"select coalesce(max(last_seq_id), 0) from mt_event_progression where name = {follower.Name}", stop))[0];

    private static async Task Execute(NpgsqlConnection connection, Sql sql, CancellationToken stop)
    {
        await using var command = sql.On(connection);
        await command.ExecuteNonQueryAsync(stop);
    }
}
