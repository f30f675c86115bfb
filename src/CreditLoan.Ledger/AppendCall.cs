using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace CreditLoan.Ledger;

/// <summary>What the append says of a command that it could not do.</summary>
/// <param name="Command">Its place in the batch, from 0.</param>
internal sealed record Verdict(int Command, string What, string? Detail, string? More);

/// <summary>The arguments of <c>append_batch</c>: one array a column, because rows of parameters cost more than the rows themselves.</summary>
internal static class AppendCall
{
    private const string Text =
        "select command_number, verdict, detail, more from append_batch(" +
        "$1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25,$26,$27,$28,$29,$30,$31,$32,$33,$34,$35,$36)";

    /// <summary>Appends in a transaction that it begins and leaves open.</summary>
    /// <param name="streams">In the order of locking.</param>
    public static List<Verdict> Run(NpgsqlConnection connection, IReadOnlyList<Pending> commands, IReadOnlyList<Folded> streams, DateTimeOffset now)
    {
        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("begin"));
        batch.BatchCommands.Add(Make(commands, streams, now));
        using var reader = batch.ExecuteReader();
        var verdicts = new List<Verdict>();
        while (reader.Read())
            verdicts.Add(new Verdict(reader.GetInt32(0) - 1, reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3)));
        return verdicts;
    }

    private static NpgsqlBatchCommand Make(IReadOnlyList<Pending> commands, IReadOnlyList<Folded> streams, DateTimeOffset now)
    {
        var call = new NpgsqlBatchCommand(Text);
        var place = new Dictionary<Pending, int>(commands.Count);
        for (var i = 0; i < commands.Count; i++) place.Add(commands[i], i + 1);
        var number = new Dictionary<string, int>(streams.Count, StringComparer.Ordinal);
        for (var i = 0; i < streams.Count; i++) number.Add(streams[i].Handle.Id, i + 1);

        Add(call, now, NpgsqlDbType.TimestampTz);
        Array(call, streams, s => s.Handle.Id, NpgsqlDbType.Text);
        Array(call, streams, s => s.Handle.Slice.Alias, NpgsqlDbType.Text);
        Array(call, streams, s => s.Base.Version, NpgsqlDbType.Bigint);
        Array(call, streams, s => s.Version, NpgsqlDbType.Bigint);

        Array(call, commands, c => c.Command.Id, NpgsqlDbType.Uuid);
        Array(call, commands, c => c.Command.Content, NpgsqlDbType.Text);
        Array(call, commands, c => c.Candidate is Outcome.Done done ? Versions(done.Versions) : null, NpgsqlDbType.Text);
        Array(call, commands, c => c.Candidate switch { Outcome.Done => "accepted", Outcome.Refused refused => refused.Why.Code, _ => null }, NpgsqlDbType.Text);
        Array(call, commands, c => c.Command.Actor.Account, NpgsqlDbType.Text);
        Array(call, commands, c => c.Command.Actor.Role.ToString(), NpgsqlDbType.Text);
        Array(call, commands, c => c.Command.Actor.Tenant, NpgsqlDbType.Text);
        Array(call, commands, c => c.Command.Act, NpgsqlDbType.Text);
        Array(call, commands, c => Column.ArrayLiteral(c.Streams.Select(s => s.Id)), NpgsqlDbType.Text);
        Array(call, commands, c => c.Command.BusinessDate, NpgsqlDbType.Date);

        var uses = commands.SelectMany(c => c.Streams.Select(s => (Command: place[c], Stream: number[s.Id]))).ToList();
        Array(call, uses, u => u.Command, NpgsqlDbType.Integer);
        Array(call, uses, u => u.Stream, NpgsqlDbType.Integer);

        // By command, and within one by stream and version: a stream's facts come in the order of their versions.
        var facts = streams.SelectMany(s => s.Added.Select(a => (Stream: s, Added: a, Command: place[a.By]))).OrderBy(f => f.Command).ToList();
        var headers = new Dictionary<Pending, string>(commands.Count);
        Array(call, facts, f => f.Command, NpgsqlDbType.Integer);
        Array(call, facts, _ => Guid.CreateVersion7(now), NpgsqlDbType.Uuid);
        Array(call, facts, f => f.Stream.Handle.Id, NpgsqlDbType.Text);
        Array(call, facts, f => f.Added.Version, NpgsqlDbType.Bigint);
        Array(call, facts, f => f.Added.Json, NpgsqlDbType.Text);
        Array(call, facts, f => f.Stream.Handle.Slice.NameOf(f.Added.Happened), NpgsqlDbType.Text);
        Array(call, facts, f => Slice.DotnetName(f.Added.Happened.GetType()), NpgsqlDbType.Text);
        Array(call, facts, f => f.Added.By.Command.Id.ToString(), NpgsqlDbType.Text);
        Array(call, facts, f => headers.TryGetValue(f.Added.By, out var known) ? known : headers[f.Added.By] = Headers(f.Added.By.Command), NpgsqlDbType.Text);
        Array(call, facts, f => f.Added.By.Command.Actor.Account, NpgsqlDbType.Text);

        var keys = facts.SelectMany(f =>
            f.Stream.Handle.Slice.Released(f.Added.Happened).Select(key => (f, key, Takes: false))
                .Concat(f.Stream.Handle.Slice.Taken(f.Added.Happened).Select(key => (f, key, Takes: true)))).ToList();
        Array(call, keys, k => k.f.Command, NpgsqlDbType.Integer);
        Array(call, keys, k => k.f.Stream.Handle.Id, NpgsqlDbType.Text);
        Array(call, keys, k => k.key.Kind, NpgsqlDbType.Text);
        Array(call, keys, k => k.key.Value, NpgsqlDbType.Text);
        Array(call, keys, k => k.Takes, NpgsqlDbType.Boolean);

        var leaves = facts.SelectMany(f => f.Stream.Handle.Slice.Sealed(f.Added.Happened).Select(leaf => (f, leaf))).ToList();
        Array(call, leaves, l => l.f.Command, NpgsqlDbType.Integer);
        Array(call, leaves, l => l.leaf.Kind, NpgsqlDbType.Text);
        Array(call, leaves, l => l.leaf.Subject, NpgsqlDbType.Text);
        Array(call, leaves, l => l.f.Added.Json, NpgsqlDbType.Text);
        return call;
    }

    private static string Versions(IEnumerable<long> versions) => "[" + string.Join(',', versions) + "]";

    private static string Headers(Command command) => JsonSerializer.Serialize(
        new EventHeaders(command.Actor.Account, command.Actor.Role.ToString(), command.Actor.Tenant, command.BusinessDate, command.Act), EventJson.Options);

    private static void Array<T, TValue>(NpgsqlBatchCommand call, IReadOnlyList<T> rows, Func<T, TValue> value, NpgsqlDbType type)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++) values[i] = value(rows[i]);
        Add(call, values, NpgsqlDbType.Array | type);
    }

    private static void Add<T>(NpgsqlBatchCommand call, T value, NpgsqlDbType type) =>
        call.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
}
