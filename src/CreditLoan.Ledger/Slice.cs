using System.Collections.Concurrent;
using System.Text.Json;
using CreditLoan.Domain;

namespace CreditLoan.Ledger;

/// <summary>A key that one stream has at a time (唯一键): a credit code, an active claim on a loan.</summary>
public sealed record Key(string Kind, string Value);

/// <summary>A leaf that stands alone in the evidence tree (存证): what kind of act, about what.</summary>
public sealed record Leaf(string Kind, string Subject);

/// <summary>What the ledger knows of one slice: stored names of its events, views kept beside them, keys they take, leaves they make.</summary>
public abstract class Slice(string alias, Type events)
{
    private readonly Dictionary<string, Type> _types = [];
    private readonly Dictionary<Type, string> _names = [];
    private static readonly ConcurrentDictionary<Type, string> DotnetNames = new();

    public string Alias { get; } = alias;
    public Type Events { get; } = events;
    public IReadOnlyDictionary<string, Type> Types => _types;
    public List<KeptView> Views { get; } = [];

    protected List<Func<object, Key?>> Takes { get; } = [];
    protected List<Func<object, Key?>> Releases { get; } = [];
    protected List<Func<object, string, Leaf?>> Leaves { get; } = [];

    protected void Name(Type type, string name)
    {
        _types.Add(name, type);
        _names.Add(type, name);
    }

    /// <summary>The class behind an event, as Marten writes it beside the stored name.</summary>
    internal static string DotnetName(Type type) => DotnetNames.GetOrAdd(type, static t => $"{t.FullName}, {t.Assembly.GetName().Name}");

    public string NameOf(object happened) => _names.TryGetValue(happened.GetType(), out var name)
        ? name
        : throw new InvalidOperationException($"{happened.GetType().FullName} has no stored name in slice {Alias}.");

    public object Read(string name, string json) => _types.TryGetValue(name, out var type)
        ? JsonSerializer.Deserialize(json, type, EventJson.Options)!
        : throw new InvalidOperationException($"Slice {Alias} knows no event stored as {name}.");

    public object Read(string name, ReadOnlySpan<byte> json) => _types.TryGetValue(name, out var type)
        ? JsonSerializer.Deserialize(json, type, EventJson.Options)!
        : throw new InvalidOperationException($"Slice {Alias} knows no event stored as {name}.");

    public IEnumerable<Key> Taken(object happened) => Takes.Select(take => take(happened)).OfType<Key>();
    public IEnumerable<Key> Released(object happened) => Releases.Select(release => release(happened)).OfType<Key>();
    public IEnumerable<Leaf> Sealed(object happened, string stream) => Leaves.Select(leaf => leaf(happened, stream)).OfType<Leaf>();
}

/// <inheritdoc cref="Slice"/>
public sealed class Slice<TEvent>(string alias) : Slice(alias, typeof(TEvent)) where TEvent : class
{
    /// <summary>Chooses the stored name of an event; it never changes, the class may.</summary>
    public Slice<TEvent> Event<T>(string name) where T : TEvent
    {
        Name(typeof(T), name);
        return this;
    }

    /// <summary>Keeps a view of one row a stream in the append's transaction.</summary>
    public Slice<TEvent> Keep<TRow>(View<TRow, TEvent> view) where TRow : class
    {
        Views.Add(new KeptView(view.Table, typeof(TRow), (row, happened) => view.Fold((TRow?)row, (TEvent)happened), null));
        return this;
    }

    /// <summary>Keeps a view to which each event adds rows in the append's transaction.</summary>
    public Slice<TEvent> Keep<TRow>(LineView<TRow, TEvent> view) where TRow : class
    {
        Views.Add(new KeptView(view.Table, typeof(TRow), null, happened => view.Lines((TEvent)happened)));
        return this;
    }

    /// <summary>An event that takes a key no other stream may have.</summary>
    public Slice<TEvent> Take(Func<TEvent, Key?> take)
    {
        Takes.Add(happened => take((TEvent)happened));
        return this;
    }

    /// <summary>An event that gives a key back.</summary>
    public Slice<TEvent> Release(Func<TEvent, Key?> release)
    {
        Releases.Add(happened => release((TEvent)happened));
        return this;
    }

    /// <summary>An event that becomes a leaf of its own in the evidence tree.</summary>
    public Slice<TEvent> Seal(Func<TEvent, Leaf?> leaf) => Seal((happened, _) => leaf(happened));

    /// <summary>The same where the fact does not say whose it is: the second argument is its stream's id.</summary>
    public Slice<TEvent> Seal(Func<TEvent, string, Leaf?> leaf)
    {
        Leaves.Add((happened, stream) => leaf((TEvent)happened, stream));
        return this;
    }
}

/// <summary>A view as the append sees it: either folded, one row a stream, or only added to, lines a fact.</summary>
public sealed record KeptView(string Table, Type Row, Func<object?, object, object?>? Fold, Func<object, IEnumerable<object>>? Lines);
