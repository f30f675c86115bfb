using System.Globalization;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Bureau;
using CreditLoan.Ledger.Evidence;
using Npgsql;
using Store = CreditLoan.Ledger.EventStore;

namespace CreditLoan.Tool.Torture;

/// <summary>Holds the database against what the writers wrote down: nothing acknowledged is lost, nothing happened twice, money is conserved, views equal their rebuild.</summary>
public sealed class Proof(string folder, Database database)
{
    private readonly Store store = new(database.Writer, TimeProvider.System);

    /// <summary>Everything that is wrong; empty where all holds.</summary>
    public async Task<IReadOnlyList<string>> Find(CancellationToken stop)
    {
        var wrong = new List<string>();
        var sent = Enumerable.Range(0, TortureWorker.Writers).SelectMany(w => Journal.Read(Path.Combine(folder, $"writer-{w}"))).ToList();
        wrong.AddRange(sent.Where(e => e.Versions is null).Select(e => $"Command {e.Id} has no known end."));
        await Commands(sent, wrong, stop);
        await Money(sent, wrong, stop);
        wrong.AddRange((await new Invariants(database.Owner).Check(TimeProvider.System, stop)).Where(c => c.Broken > 0).Select(c => $"{c.Name} is broken {c.Broken} times: {c.Example}"));
        await Views(wrong, stop);
        await Evidence(wrong, stop);
        return wrong;
    }

    private async Task Commands(List<Journal.Entry> sent, List<string> wrong, CancellationToken stop)
    {
        var kept = new Dictionary<Guid, string>();
        var facts = new Dictionary<string, long>(StringComparer.Ordinal);
        await using (var command = database.Owner.CreateCommand("select c.id, c.answer::text, count(e.seq_id) from command c left join mt_events e on e.correlation_id = c.id::text where exists (select from audit a where a.command = c.id and a.act like 'torture.%') group by c.id, c.answer"))
        await using (var row = await command.ExecuteReaderAsync(stop))
            while (await row.ReadAsync(stop))
            {
                kept[row.GetGuid(0)] = row.GetString(1);
                facts[row.GetGuid(0).ToString()] = row.GetInt64(2);
            }
        foreach (var entry in sent.Where(e => e.Versions is not null))
        {
            var (act, expected) = TortureWorld.Life[entry.Number % TortureWorld.Life.Length];
            if (!kept.TryGetValue(entry.Id, out var answer)) wrong.Add($"{act} {entry.Id} was acknowledged and is lost.");
            else if (answer.Replace(" ", "", StringComparison.Ordinal) != $"[{entry.Versions}]") wrong.Add($"{act} {entry.Id} was acknowledged with {entry.Versions} and is kept with {answer}.");
            else if (facts[entry.Id.ToString()] != expected) wrong.Add($"{act} {entry.Id} has {facts[entry.Id.ToString()]} facts instead of {expected}.");
        }
        if (kept.Count != sent.Count) wrong.Add($"{kept.Count} commands are kept, {sent.Count} were sent.");
        if (await Value<long>("select count(*) from audit where act like 'torture.%' and outcome = 'accepted'", stop) != kept.Count) wrong.Add("Not every accepted command has one audit row.");
    }

    private async Task Money(List<Journal.Entry> sent, List<string> wrong, CancellationToken stop)
    {
        long Times(string act) => sent.Count(e => e.Versions is not null && TortureWorld.Life[e.Number % TortureWorld.Life.Length].Act == act);
        async Task Is(string what, long fen, string sum)
        {
            var found = await Value<long>(sum, stop);
            if (found != fen) wrong.Add($"{what}: {new Money(found)} instead of {new Money(fen)}.");
        }
        await Is("granted", Times("fund") * TortureWorld.FundEach.Fen, "select sum(granted)::bigint from pool_book");
        await Is("paid", Times("pay") * Domain.Values.Money.Wan(135).Fen, "select sum(compensated)::bigint from pool_book");
        await Is("returned", Times("share") * Domain.Values.Money.Wan(45).Fen, "select sum(recovered)::bigint from pool_book");
        await Is("all money", (Times("fund") * TortureWorld.FundEach.Fen) - (Times("pay") * Domain.Values.Money.Wan(135).Fen) + (Times("share") * Domain.Values.Money.Wan(45).Fen), "select sum(cash + earmarked)::bigint from pool_book");
        if (await Value<long>("select count(*) from (select stream_id from mt_events where type = 'claim_paid' group by stream_id having count(*) > 1) twice", stop) is > 0 and var twice) wrong.Add($"{twice} claims were paid twice.");
        var reconciled = Path.Combine(folder, "reconciled");
        var files = File.Exists(reconciled) ? int.Parse(await File.ReadAllTextAsync(reconciled, stop), CultureInfo.InvariantCulture) : 0;
        var breaks = await Value<long>($"select count(*) from mt_events where type = 'break_found' and substring(data->>'Number' from '^X([0-9]+)-')::int < {files}", stop);
        if (breaks != files * TortureWorker.LinesAFile) wrong.Add($"{files} files gave {breaks} breaks instead of {files * TortureWorker.LinesAFile}.");
    }

    private async Task Views(List<string> wrong, CancellationToken stop)
    {
        var rebuild = new Rebuild(database.Owner, new SettledLog(database.Writer, store));
        foreach (var view in rebuild.Views)
        {
            var before = await Digest(view, stop);
            await rebuild.Run(view, stop);
            if (await Digest(view, stop) != before) wrong.Add($"{view} is not equal to its rebuild.");
        }
        if (!await BureauEqualsItsRebuild(stop)) wrong.Add("The bureau's figures are not equal to their rebuild.");
    }

    /// <summary>Folds the whole log into the emptied tables, compares, and takes it all back.</summary>
    private async Task<bool> BureauEqualsItsRebuild(CancellationToken stop)
    {
        string[] tables = ["bureau_flow", "bureau_funnel", "bureau_answer", "bureau_restatement", "bureau_counted"];
        var log = new SettledLog(database.Writer, store);
        var follower = new BureauFollower();
        await new Followers(database.Writer, log, [follower]).CatchUp(stop);
        var before = new List<string>();
        foreach (var table in tables) before.Add(await Digest(table, stop));
        await using var connection = await database.Owner.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await Run(connection, "delete from " + string.Join("; delete from ", tables), stop);
        var end = await log.Settle(stop);
        for (var last = 0L; last < end;)
        {
            var events = await log.Read(last, end, 5_000, stop);
            if (events.Count == 0) break;
            await follower.Apply(connection, events, stop);
            last = events[^1].Sequence;
        }
        for (var i = 0; i < tables.Length; i++)
            if (await Digest(connection, tables[i], stop) != before[i]) return false;
        return true;
    }

    private async Task Evidence(List<string> wrong, CancellationToken stop)
    {
        var keys = Path.Combine(folder, "keys");
        await new Sealer(database.Sealer, new SettledLog(database.Sealer, store), SigningKeys.Open(keys), TimeProvider.System, Path.Combine(keys, SigningKeys.AnchorFile)).Seal(stop);
        var verified = await new Verification(database.Owner).Run(Checkpoint.ReadAll(Path.Combine(keys, SigningKeys.AnchorFile)), null, stop: stop);
        if (verified.Problem is { } problem) wrong.Add(problem);
        if (verified.Unsealed > 0) wrong.Add($"{verified.Unsealed} events are not sealed.");
        if (await Value<long>("select count(*) from evidence_leaf where kind = 'compensation-decision'", stop) != await Value<long>("select count(*) from mt_events where type in ('claim_approved', 'claim_refused', 'claim_revoked')", stop)) wrong.Add("Not every decision has one leaf.");
    }

    private async Task<string> Digest(string table, CancellationToken stop)
    {
        await using var connection = await database.Owner.OpenConnectionAsync(stop);
        return await Digest(connection, table, stop);
    }

    private static async Task<string> Digest(NpgsqlConnection connection, string table, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand($"select coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') from {table} t", connection) { CommandTimeout = 300 };
        return (string)(await command.ExecuteScalarAsync(stop))!;
    }

    private async Task<T> Value<T>(string sql, CancellationToken stop)
    {
        await using var command = database.Owner.CreateCommand(sql);
        command.CommandTimeout = 300;
        return await command.ExecuteScalarAsync(stop) is T value ? value : default!;
    }

    private static async Task Run(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(stop);
    }
}
