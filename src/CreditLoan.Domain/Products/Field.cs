using System.Globalization;

namespace CreditLoan.Domain.Products;

/// <summary>What is known about an enterprise in one respect (事实值).</summary>
public abstract record Fact
{
    private Fact() { }
    public sealed record Number(decimal Value) : Fact;
    public sealed record Choice(string Value) : Fact;
    public sealed record Flag(bool Holds) : Fact;
}

/// <summary>One option of a choice, as stored and as printed.</summary>
public sealed record Option(string Value, string Label);

/// <summary>What kind of values a field has, and thereby which operators a rule on it may use (字段类型).</summary>
public abstract record FieldKind
{
    private FieldKind() { }

    /// <summary>A number with its unit (数值).</summary>
    public sealed record Number(string Unit) : FieldKind;

    /// <summary>One of several options without an order (单选).</summary>
    public sealed record Choice(IReadOnlyList<Option> Options) : FieldKind;

    /// <summary>One of several options, the least first (等级).</summary>
    public sealed record Scale(IReadOnlyList<Option> Options) : FieldKind;

    /// <summary>Holds or does not (是否), with the sentence of each.</summary>
    public sealed record Flag(string Yes, string No) : FieldKind;
}

/// <summary>Something that an eligibility rule may look at (规则字段).</summary>
/// <param name="Key">The stored name: it never changes.</param>
/// <param name="Class">The data it comes from; null for what the enterprise states itself.</param>
/// <param name="Remedy">What an enterprise can do about it, in one sentence; null where the rule itself says it.</param>
public sealed record Field(string Key, string Name, FieldKind Kind, Values.DataClass? Class, string? Remedy = null)
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    public string Print(Fact fact) => (Kind, fact) switch
    {
        (FieldKind.Number number, Fact.Number n) => Print(n.Value, number.Unit),
        (FieldKind.Flag flag, Fact.Flag f) => f.Holds ? flag.Yes : flag.No,
        (_, Fact.Choice c) => Label(c.Value),
        _ => throw new ArgumentException($"{fact.GetType().Name} is no value of {Key}.", nameof(fact)),
    };

    public string Label(string value) => Options.FirstOrDefault(o => o.Value == value)?.Label ?? value;

    public IReadOnlyList<Option> Options => Kind switch
    {
        FieldKind.Choice c => c.Options,
        FieldKind.Scale s => s.Options,
        _ => [],
    };

    public static string Print(decimal value, string unit) =>
        value.ToString("#,##0.##", Plain) + (unit is "%" ? "%" : " " + unit);
}
