using CreditLoan.Domain.Access;
using CreditLoan.Domain.Values;
using Npgsql;

namespace CreditLoan.Ledger.BankClients;

/// <summary>Something that happened to a thing of the bank (变更).</summary>
/// <param name="Seq">Its place in the platform's log: the cursor.</param>
/// <param name="Kind">What the thing is: <c>credit-line</c>, <c>loan</c>, <c>claim</c> …</param>
/// <param name="Subject">Its number.</param>
/// <param name="Event">What happened, by its stored name.</param>
public sealed record FeedRow(long Seq, DateTimeOffset At, string Kind, string Subject, string Event, long Version, DateOnly BusinessDate);

/// <summary>Writes the banks' change feed, and what is to be told to their systems, behind the appends.</summary>
public sealed class BankFeedFollower() : Follower("bank_feed")
{
    private static readonly string[] Kinds = ["credit-line", "loan", "product", "consent", "enrolment", "claim", "bank_file", "break", "bank-client"];

    public override IReadOnlyList<string> Tables => ["bank_feed"];

    public override bool Acts => true;

    public override async Task Apply(NpgsqlConnection connection, IReadOnlyList<StoredEvent> events, CancellationToken stop)
    {
        if (Rows(events) is not { } rows) return;
        await using var command = Sql.Of($"""
            with told as ({rows})
            insert into webhook_delivery (webhook, bank, seq, next_at) select w.id, t.bank, t.seq, now() from told t join webhook w on w.bank = t.bank and w.ended_at is null
            on conflict do nothing
            """).On(connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>The feed alone: nobody is told a second time.</summary>
    public override async Task Again(NpgsqlConnection connection, IReadOnlyList<StoredEvent> events, CancellationToken stop)
    {
        if (Rows(events) is not { } rows) return;
        await using var command = rows.On(connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Writes the feed's rows and answers those that are new. A stream's bank stands in its name or in its row, which the append has written before.</summary>
    private static Sql? Rows(IReadOnlyList<StoredEvent> events)
    {
        var told = events.Where(e => Kinds.Contains(e.StreamType, StringComparer.Ordinal) && (e.StreamType != "break" || e.Type == "break_sent_back")).ToArray();
        return told.Length == 0 ? null : Sql.Of($"""
            insert into bank_feed (bank, seq, at, kind, subject, event, version, business_date)
            select b.bank, e.seq, e.at::timestamptz, e.kind, substr(e.stream, strpos(e.stream, '/') + 1), e.event, e.version, e.day::date
            from unnest({told.Select(e => e.Sequence).ToArray()}, {told.Select(e => e.RecordedAt.ToString("O")).ToArray()}, {told.Select(e => e.StreamType).ToArray()},
              {told.Select(e => e.Stream).ToArray()}, {told.Select(e => e.Type).ToArray()}, {told.Select(e => e.Version).ToArray()}, {told.Select(e => e.Headers.BusinessDate.ToString("O")).ToArray()})
              e (seq, at, kind, stream, event, version, day)
            cross join lateral (select case e.kind
              when 'loan' then split_part(e.stream, '/', 2) when 'product' then split_part(e.stream, '/', 2) when 'bank_file' then split_part(e.stream, '/', 2)
              when 'enrolment' then split_part(e.stream, '/', 3)
              when 'credit-line' then (select r.bank from credit_line_book r where r.stream_id = e.stream)
              when 'consent' then (select r.recipient from consent_book r where r.stream_id = e.stream and r.recipient <> 'platform')
              when 'claim' then (select r.bank from claim_book r where r.stream_id = e.stream)
              when 'break' then (select r.bank from break_book r where r.stream_id = e.stream)
              when 'bank-client' then (select r.bank from bank_client_book r where r.stream_id = e.stream) end as bank) b
            where b.bank is not null
            on conflict do nothing returning bank, seq
            """);
    }
}

/// <summary>What happened, as a bank's system reads it.</summary>
public sealed class BankFeedQueries(Reader reader)
{
    /// <summary>What happened after a place in the log, in its order.</summary>
    public Task<IReadOnlyList<FeedRow>> After(Viewer viewer, long after, int most, CancellationToken stop = default) => reader.Rows<FeedRow>(viewer, $"""
        select seq, at, kind, subject, event, version, business_date from bank_feed where bank = {new BankCode(viewer.Tenant)} and seq > {after} order by seq limit {most}
        """, stop);
}
