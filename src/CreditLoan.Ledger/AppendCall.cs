using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace CreditLoan.Ledger;

/// <summary>What the append says of a command that it could not do.</summary>
/// <param name="Command">Its place in the batch, from 0.</param>
internal sealed record Verdict(int Command, string What, string? Detail, string? More);

/// <summary>The calls of <c>append_smooth</c> and <c>append_batch</c>: one array a column, because rows of parameters cost more than the rows themselves; a text that repeats comes once where all goes as decided.</summary>
internal sealed class AppendCall
{
    /// <summary>Whether <c>append_smooth</c> said that not everything can be done as it was decided: a command that came before is one of its reasons.</summary>
    public static bool IsNotSmooth(PostgresException e) => e.SqlState == "XY001" || e is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "command_pkey" };

    /// <summary>Seconds that the server has; then nothing is known.</summary>
    public const int Patience = 8;

    private static readonly string SmoothText = $"select append_smooth({Numbers(32)})";
    private static readonly string CarefulText = $"select command_number, verdict, detail, more from append_batch({Numbers(36)})";

    private const string Accepted = "accepted";

    private readonly bool _careful;

    /// <summary>The texts that repeat, each with its place; the careful way repeats them.</summary>
    private readonly Dictionary<string, int> _words = new(StringComparer.Ordinal) { [Accepted] = 1 };

    private AppendCall(bool careful, IReadOnlyList<Pending> commands, IReadOnlyList<Folded> streams, IReadOnlyList<Added> facts, DateTimeOffset now)
    {
        _careful = careful;
        Statement = new NpgsqlBatchCommand(careful ? CarefulText : SmoothText);
        Add(now, NpgsqlDbType.TimestampTz);
        AddStreams(streams);
        AddCommands(commands);
        AddFacts(facts, now);
        AddKeysAndLeaves(facts);
        if (!careful) Add(_words.Keys.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);
    }

    private NpgsqlBatchCommand Statement { get; }

    /// <summary>All of it or an error, as one statement of a batch.</summary>
    /// <param name="facts">By command, and within one by stream and version.</param>
    public static NpgsqlBatchCommand Smooth(IReadOnlyList<Pending> commands, IReadOnlyList<Folded> streams, IReadOnlyList<Added> facts, DateTimeOffset now) =>
        new AppendCall(careful: false, commands, streams, facts, now).Statement;

    /// <summary>Appends what can be, in a transaction that it begins and leaves open.</summary>
    /// <param name="streams">In the order of locking.</param>
    public static List<Verdict> Careful(NpgsqlConnection connection, IReadOnlyList<Pending> commands, IReadOnlyList<Folded> streams, IReadOnlyList<Added> facts, DateTimeOffset now)
    {
        using var batch = new NpgsqlBatch(connection) { Timeout = Patience };
        batch.BatchCommands.Add(new NpgsqlBatchCommand("begin"));
        // A process that hangs now must not hold its streams for long.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("set local idle_in_transaction_session_timeout = '10s'"));
        batch.BatchCommands.Add(new AppendCall(careful: true, commands, streams, facts, now).Statement);
        using var reader = batch.ExecuteReader();
        var verdicts = new List<Verdict>();
        while (reader.Read())
            verdicts.Add(new Verdict(reader.GetInt32(0) - 1, reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3)));
        return verdicts;
    }

    private void AddStreams(IReadOnlyList<Folded> streams)
    {
        for (var i = 0; i < streams.Count; i++) streams[i].Place = i + 1;
        Array(streams, s => s.Handle.Id, NpgsqlDbType.Text);
        Words(streams, s => s.Handle.Slice.Alias);
        Array(streams, s => s.Base.Version, NpgsqlDbType.Bigint);
        Array(streams, s => s.Version, NpgsqlDbType.Bigint);
    }

    private void AddCommands(IReadOnlyList<Pending> commands)
    {
        for (var i = 0; i < commands.Count; i++) commands[i].Place = i + 1;
        Array(commands, c => c.Command.Id, NpgsqlDbType.Uuid);
        Array(commands, c => c.Command.Content, NpgsqlDbType.Text);
        Array(commands, c => c.Candidate is Outcome.Done done ? Versions(done.Versions) : null, NpgsqlDbType.Text);
        Words(commands, c => c.Candidate switch { Outcome.Done => Accepted, Outcome.Refused refused => refused.Why.Code, _ => null });
        Words(commands, c => c.Command.Actor.Account);
        Words(commands, c => c.Command.Actor.Role.ToString());
        Words(commands, c => c.Command.Actor.Tenant);
        Words(commands, c => c.Command.Act);
        if (!_careful) Array(commands, c => c.Folded is [var only] ? only.Place : 0, NpgsqlDbType.Integer);
        Array(commands, c => _careful || c.Folded.Length > 1 ? Column.ArrayLiteral(c.Streams.Select(s => s.Id)) : null, NpgsqlDbType.Text);
        Array(commands, c => c.Command.BusinessDate, NpgsqlDbType.Date);
        if (!_careful)
        {
            Array(commands, c => EventHeaders.Of(c.Command), NpgsqlDbType.Jsonb);
            return;
        }
        var uses = commands.SelectMany(c => c.Folded.Select(s => (Command: c.Place, Stream: s.Place))).ToList();
        Array(uses, u => u.Command, NpgsqlDbType.Integer);
        Array(uses, u => u.Stream, NpgsqlDbType.Integer);
    }

    private void AddFacts(IReadOnlyList<Added> facts, DateTimeOffset now)
    {
        if (_careful) Array(facts, f => f.By.Place, NpgsqlDbType.Integer);
        Array(facts, _ => Guid.CreateVersion7(now), NpgsqlDbType.Uuid);
        if (_careful) Array(facts, f => f.Stream.Handle.Id, NpgsqlDbType.Text);
        else
        {
            Array(facts, f => f.By.Place, NpgsqlDbType.Integer);
            Array(facts, f => f.Stream.Place, NpgsqlDbType.Integer);
        }
        Array(facts, f => f.Version, NpgsqlDbType.Bigint);
        Array(facts, f => f.Json, NpgsqlDbType.Jsonb);
        Words(facts, f => f.Stream.Handle.Slice.NameOf(f.Happened));
        Words(facts, f => Slice.DotnetName(f.Happened.GetType()));
        if (!_careful) return;
        Array(facts, f => f.By.Command.Id.ToString(), NpgsqlDbType.Text);
        Array(facts, f => EventHeaders.Of(f.By.Command), NpgsqlDbType.Jsonb);
        Array(facts, f => f.By.Command.Actor.Account, NpgsqlDbType.Text);
    }

    private void AddKeysAndLeaves(IReadOnlyList<Added> facts)
    {
        var keys = new List<(Added Fact, Key Key, bool Takes)>();
        var leaves = new List<(Added Fact, Leaf Leaf)>();
        foreach (var fact in facts)
        {
            keys.AddRange(fact.Stream.Handle.Slice.Released(fact.Happened).Select(key => (fact, key, false)));
            keys.AddRange(fact.Stream.Handle.Slice.Taken(fact.Happened).Select(key => (fact, key, true)));
            leaves.AddRange(fact.Stream.Handle.Slice.Sealed(fact.Happened, fact.Stream.Handle.Id).Select(leaf => (fact, leaf)));
        }
        if (_careful) Array(keys, k => k.Fact.By.Place, NpgsqlDbType.Integer);
        Array(keys, k => k.Fact.Stream.Handle.Id, NpgsqlDbType.Text);
        Array(keys, k => k.Key.Kind, NpgsqlDbType.Text);
        Array(keys, k => k.Key.Value, NpgsqlDbType.Text);
        Array(keys, k => k.Takes, NpgsqlDbType.Boolean);

        if (_careful) Array(leaves, l => l.Fact.By.Place, NpgsqlDbType.Integer);
        Array(leaves, l => l.Leaf.Kind, NpgsqlDbType.Text);
        Array(leaves, l => l.Leaf.Subject, NpgsqlDbType.Text);
        Array(leaves, l => Encoding.UTF8.GetString(l.Fact.Json), NpgsqlDbType.Text);
    }

    private static string Numbers(int count) => string.Join(',', Enumerable.Range(1, count).Select(n => $"${n}"));

    private static string Versions(IReadOnlyList<long> versions) => versions.Count == 1 ? $"[{versions[0]}]" : "[" + string.Join(',', versions) + "]";

    private void Words<T>(IReadOnlyList<T> rows, Func<T, string?> value)
    {
        if (_careful) Array(rows, value, NpgsqlDbType.Text);
        else Array(rows, row => value(row) is { } word ? PlaceOf(word) : 0, NpgsqlDbType.Integer);
    }

    private int PlaceOf(string word) => _words.TryGetValue(word, out var place) ? place : _words[word] = _words.Count + 1;

    private void Array<T, TValue>(IReadOnlyList<T> rows, Func<T, TValue> value, NpgsqlDbType type)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++) values[i] = value(rows[i]);
        Add(values, NpgsqlDbType.Array | type);
    }

    private void Add<T>(T value, NpgsqlDbType type) => Statement.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
}
