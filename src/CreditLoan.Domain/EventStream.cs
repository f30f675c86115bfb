namespace CreditLoan.Domain;

/// <summary>How one stream of facts is named and folded into the state that decisions look at (事件流).</summary>
/// <param name="Id">The stream's key, for example <c>loan/102100/JJ2026-000017</c>.</param>
/// <param name="Type">The aggregate's alias, stored beside the stream: <c>loan</c>.</param>
/// <param name="Initial">The state before anything happened.</param>
/// <param name="Evolve">The state after one more fact; throws on a history that cannot be.</param>
public sealed record EventStream<TState, TEvent>(string Id, string Type, TState Initial, Func<TState, TEvent, TState> Evolve)
    where TState : class where TEvent : class;

/// <summary>A view kept in the append's own transaction: one row a stream (随写视图).</summary>
/// <param name="Table">The table's name; its columns are <c>stream_id</c>, <c>version</c>, <c>changed_at</c> and the row's properties in snake case.</param>
/// <param name="Fold">The row after one more fact; null where the stream has no row (yet, or any more). Pure: columns come from events only.</param>
public sealed record View<TRow, TEvent>(string Table, Func<TRow?, TEvent, TRow?> Fold)
    where TRow : class where TEvent : class;

/// <summary>A view kept in the append's own transaction: rows that are only ever added, any number a fact (流水视图).</summary>
/// <param name="Table">The table's name; its columns are <c>stream_id</c>, <c>version</c> of the fact, <c>line</c> from 0, <c>changed_at</c> and the row's properties in snake case.</param>
/// <param name="Lines">The rows that one fact adds.</param>
public sealed record LineView<TRow, TEvent>(string Table, Func<TEvent, IEnumerable<TRow>> Lines)
    where TRow : class where TEvent : class;
