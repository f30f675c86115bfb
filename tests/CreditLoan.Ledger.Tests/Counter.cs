using CreditLoan.Domain;
using CreditLoan.Domain.Access;

namespace CreditLoan.Ledger.Tests;

/// <summary>The smallest slice there can be, for tests of the store alone.</summary>
public sealed record Counter(int Value)
{
    public static EventStream<Counter, CounterEvent> Stream(string id) => new($"counter/{id}", "counter", new Counter(0), Evolve);

    private static Counter Evolve(Counter state, CounterEvent happened) => happened switch
    {
        CounterEvent.Counted e => new Counter(state.Value + e.By),
        CounterEvent.Named => state,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static Decision<CounterEvent> Count(Counter counter, int by) =>
        counter.Value + by > 100 ? new Refusal("counter.full", "计数已满。") : new CounterEvent.Counted(by);

    public static readonly Slice Slice = new Slice<CounterEvent>("counter")
        .Event<CounterEvent.Counted>("counter_counted")
        .Event<CounterEvent.Named>("counter_named")
        .Keep(new View<CounterRow, CounterEvent>("counter_book", (row, e) => e is CounterEvent.Counted c ? new CounterRow((row?.Value ?? 0) + c.By) : row ?? new CounterRow(0)))
        .Keep(new LineView<CounterLine, CounterEvent>("counter_line", e => e is CounterEvent.Counted c ? [new CounterLine(c.By)] : []))
        .Take(e => e is CounterEvent.Named n ? new Key("counter-name", n.Name) : null);

    public const string Tables = """
        create table counter_book (stream_id text primary key, version bigint not null, changed_at timestamptz not null, value integer not null);
        create table counter_line (stream_id text not null, version bigint not null, line integer not null, changed_at timestamptz not null, by integer not null, primary key (stream_id, version, line));
        grant select, insert, update, delete on counter_book, counter_line to creditloan_writer;
        grant select on counter_book, counter_line to creditloan_reader;
        """;

    public static readonly Actor Someone = new("tester", Role.BankOfficer, "B1");

    public static Command Command(object body, Guid? id = null, long? seen = null) =>
        Ledger.Command.For(Someone, new DateOnly(2026, 3, 1), "counter.count", body, seen, id);
}

public abstract record CounterEvent
{
    private CounterEvent() { }
    public sealed record Counted(int By) : CounterEvent;
    public sealed record Named(string Name) : CounterEvent;
}

public sealed record CounterRow(int Value);
public sealed record CounterLine(int By);
