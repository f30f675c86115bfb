using System.Text.Json;
using CreditLoan.Domain.Bureau;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Demands;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Values;
using Npgsql;
using NpgsqlTypes;

namespace CreditLoan.Ledger.Bureau;

/// <summary>Keeps the bureau's figures: volume by month and split, funnel, answers and restatements (金融局统计).</summary>
public sealed class BureauFollower() : Follower("bureau")
{
    /// <summary>An application as the answer figures remember it between its facts.</summary>
    private sealed record Asked(Split Split, EnterpriseCode Enterprise, DateOnly On);

    public override IReadOnlyList<string> Tables { get; } = ["bureau_flow", "bureau_funnel", "bureau_answer", "bureau_restatement", "bureau_counted"];

    public override async Task Apply(NpgsqlConnection connection, IReadOnlyList<StoredEvent> events, CancellationToken stop)
    {
        var relevant = events.Where(e => e.Happened is LoanEvent or CreditLineEvent or EnterpriseEvent or ConsentEvent.Granted or DemandEvent.Posted).ToList();
        if (relevant.Count == 0) return;
        var remembered = await Remembered(connection, [.. relevant.Select(e => e.Stream).Distinct()], stop);
        var loans = remembered.Where(r => r.Key.StartsWith("loan/", StringComparison.Ordinal)).ToDictionary(r => r.Key, r => Read<CountedLoan>(r.Value));
        var asked = remembered.Where(r => r.Key.StartsWith("credit-line/", StringComparison.Ordinal)).ToDictionary(r => r.Key, r => Read<Asked>(r.Value));
        var changed = new HashSet<string>();
        var flows = new Dictionary<(DateOnly, Split), Flow>();
        var steps = new FunnelSteps();
        var answers = new Dictionary<string, object?[]>();
        await using var batch = new NpgsqlBatch(connection);

        foreach (var stored in relevant)
        {
            switch (stored.Happened)
            {
                case EnterpriseEvent.Registered e:
                    steps.Reached(e.Registration.Code, e.Registration.District, FunnelStep.Registered, e.On);
                    break;
                case ConsentEvent.Granted { Terms.Recipient.IsPlatform: true } e:
                    steps.Reached(e.Enterprise, null, FunnelStep.Authorised, e.On);
                    break;
                case DemandEvent.Posted e:
                    steps.Reached(e.Enterprise, e.Outline.District, FunnelStep.Needed, e.On);
                    break;
                case LoanEvent e:
                    if (e is LoanEvent.Disbursed paid)
                    {
                        loans[stored.Stream] = Volume.Count(paid);
                        steps.Reached(paid.Enterprise, paid.Borrower.District, FunnelStep.Paid, paid.ValueDate);
                    }
                    var line = 0;
                    foreach (var flow in Volume.Of(loans[stored.Stream], e))
                    {
                        Add(flows, flow);
                        if (!flow.Corrected.IsZero) Restate(batch, stored, line++, flow, e);
                    }
                    loans[stored.Stream] = loans[stored.Stream].After(e);
                    changed.Add(stored.Stream);
                    break;
                case CreditLineEvent.Requested e:
                    asked[stored.Stream] = new Asked(
                        new Split(e.Application.Bank, e.Application.Product?.Number, e.Borrower.District, e.Borrower.Industry?.Section, e.Borrower.Size),
                        e.Application.Enterprise, e.On);
                    changed.Add(stored.Stream);
                    steps.Reached(e.Application.Enterprise, e.Borrower.District, FunnelStep.Applied, e.On);
                    Answer(answers, stored.Stream, asked[stored.Stream], null, "waiting", null);
                    break;
                case CreditLineEvent.Granted e:
                    Add(flows, Volume.Of(asked[stored.Stream].Split, e));
                    steps.Reached(asked[stored.Stream].Enterprise, asked[stored.Stream].Split.District, FunnelStep.Granted, e.On);
                    Answer(answers, stored.Stream, asked[stored.Stream], e.On, "granted", null);
                    break;
                case CreditLineEvent.Declined e:
                    Answer(answers, stored.Stream, asked[stored.Stream], e.On, "declined", e.Reason.ToString());
                    break;
                case CreditLineEvent.Withdrawn e:
                    Answer(answers, stored.Stream, asked[stored.Stream], e.On, "withdrawn", null);
                    break;
            }
        }
        // Set by set: a batch of events changes thousands of rows.
        Rows(batch, """
            insert into bureau_counted (stream_id, counted) select stream, counted::jsonb from unnest($1, $2) c(stream, counted)
            on conflict (stream_id) do update set counted = excluded.counted
            """, [.. changed.Select(stream => new object?[] { stream, loans.TryGetValue(stream, out var loan) ? Write(loan) : Write(asked[stream]) })], NpgsqlDbType.Text, NpgsqlDbType.Text);
        Rows(batch, AddFlow, [.. flows.Values.Select(Values)], FlowTypes);
        Rows(batch, AddAnswer, [.. answers.Values], AnswerTypes);
        foreach (var column in steps.All.GroupBy(s => s.Column))
            Rows(batch, $"""
                insert into bureau_funnel (enterprise, district, {column.Key}) select * from unnest($1, $2, $3)
                on conflict (enterprise) do update set {column.Key} = least(bureau_funnel.{column.Key}, excluded.{column.Key})
                """, [.. column.Select(s => new object?[] { s.Enterprise.Value, s.District?.Value ?? "", s.On })], NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Date);
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(stop);
    }

    private static async Task<Dictionary<string, string>> Remembered(NpgsqlConnection connection, string[] streams, CancellationToken stop)
    {
        await using var command = Sql.Of($"select stream_id, counted::text from bureau_counted where stream_id = any({streams})").On(connection);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var found = new Dictionary<string, string>();
        while (await reader.ReadAsync(stop)) found[reader.GetString(0)] = reader.GetString(1);
        return found;
    }

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, EventJson.Options)!;
    private static string Write<T>(T value) => JsonSerializer.Serialize(value, EventJson.Options);

    private static void Add(Dictionary<(DateOnly, Split), Flow> flows, Flow f)
    {
        flows[(f.Month, f.Split)] = flows.TryGetValue((f.Month, f.Split), out var was)
            ? new Flow(f.Month, f.Split, was.GrantedCount + f.GrantedCount, was.Granted + f.Granted, was.LoanCount + f.LoanCount,
                was.Reported + f.Reported, was.Corrected + f.Corrected, was.FirstTimeCount + f.FirstTimeCount, was.Unsecured + f.Unsecured,
                was.Renewed + f.Renewed, was.RateWeight + f.RateWeight, was.OutstandingChange + f.OutstandingChange)
            : f;
    }

    private const string AddFlow = """
        insert into bureau_flow select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        on conflict (month, bank, product, district, section, size) do update set
          granted_count = bureau_flow.granted_count + excluded.granted_count, granted = bureau_flow.granted + excluded.granted,
          loan_count = bureau_flow.loan_count + excluded.loan_count, reported = bureau_flow.reported + excluded.reported,
          corrected = bureau_flow.corrected + excluded.corrected, first_time_count = bureau_flow.first_time_count + excluded.first_time_count,
          unsecured = bureau_flow.unsecured + excluded.unsecured, renewed = bureau_flow.renewed + excluded.renewed,
          rate_weight = bureau_flow.rate_weight + excluded.rate_weight, outstanding_change = bureau_flow.outstanding_change + excluded.outstanding_change
        """;

    private const string AddAnswer = """
        insert into bureau_answer select * from unnest($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (stream_id) do update set answered_on = excluded.answered_on, working_days = excluded.working_days, answer = excluded.answer, reason = excluded.reason
        """;

    private static readonly NpgsqlDbType[] FlowTypes =
    [
        NpgsqlDbType.Date, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Text,
        NpgsqlDbType.Integer, NpgsqlDbType.Bigint, NpgsqlDbType.Integer, NpgsqlDbType.Bigint, NpgsqlDbType.Bigint, NpgsqlDbType.Integer, NpgsqlDbType.Bigint, NpgsqlDbType.Bigint,
        NpgsqlDbType.Numeric, NpgsqlDbType.Bigint,
    ];

    private static readonly NpgsqlDbType[] AnswerTypes =
        [NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Date, NpgsqlDbType.Date, NpgsqlDbType.Integer, NpgsqlDbType.Text, NpgsqlDbType.Text];

    private static object?[] Values(Flow f) =>
    [
        f.Month, f.Split.Bank.Value, f.Split.Product ?? "", f.Split.District?.Value ?? "", f.Split.Section ?? "", f.Split.Size.ToString(),
        f.GrantedCount, f.Granted.Fen, f.LoanCount, f.Reported.Fen, f.Corrected.Fen, f.FirstTimeCount, f.Unsecured.Fen, f.Renewed.Fen,
        f.RateWeight, f.OutstandingChange.Fen,
    ];

    private static void Restate(NpgsqlBatch batch, StoredEvent stored, int line, Flow flow, LoanEvent happened) =>
        Run(batch, "insert into bureau_restatement values ($1, $2, $3, $4, $5, $6, $7, $8)",
            stored.Sequence, line, stored.RecordedAt.ToUniversalTime(), flow.Month, flow.Split.Bank.Value,
            new LoanId(flow.Split.Bank, stored.Stream[(stored.Stream.LastIndexOf('/') + 1)..]).Fingerprint(), flow.Corrected.Fen,
            happened switch { LoanEvent.DisbursementCorrected e => e.Reason, LoanEvent.Reversed e => e.Reason, _ => "" });

    private static void Answer(Dictionary<string, object?[]> answers, string stream, Asked asked, DateOnly? on, string answer, string? reason) =>
        answers[stream] =
        [
            stream, asked.Split.Bank.Value, asked.Split.District?.Value ?? "", asked.On, on,
            on is { } day ? PublishedCalendar.China.Between(asked.On, day) : null, answer, reason,
        ];

    /// <summary>One statement for all rows, a typed array a column; nothing where there are none.</summary>
    private static void Rows(NpgsqlBatch batch, string text, IReadOnlyList<object?[]> rows, params NpgsqlDbType[] types)
    {
        if (rows.Count == 0) return;
        var command = new NpgsqlBatchCommand(text);
        for (var i = 0; i < types.Length; i++)
        {
            var column = i;
            object values = types[i] switch
            {
                NpgsqlDbType.Date => rows.Select(r => (DateOnly?)r[column]).ToArray(),
                NpgsqlDbType.Integer => rows.Select(r => (int?)r[column]).ToArray(),
                NpgsqlDbType.Bigint => rows.Select(r => (long?)r[column]).ToArray(),
                NpgsqlDbType.Numeric => rows.Select(r => (decimal?)r[column]).ToArray(),
                _ => rows.Select(r => (string?)r[column]).ToArray(),
            };
            command.Parameters.Add(new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | types[i] });
        }
        batch.BatchCommands.Add(command);
    }

    private static void Run(NpgsqlBatch batch, string text, params object?[] values)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        batch.BatchCommands.Add(command);
    }
}
