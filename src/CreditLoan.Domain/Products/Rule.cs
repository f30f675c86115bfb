using System.Globalization;

namespace CreditLoan.Domain.Products;

/// <summary>How a rule compares (运算符).</summary>
public enum Comparison
{
    /// <summary>不低于.</summary>
    AtLeast = 1,
    /// <summary>不超过.</summary>
    AtMost = 2,
    /// <summary>属于.</summary>
    OneOf = 3,
    /// <summary>不属于.</summary>
    NoneOf = 4,
    /// <summary>是.</summary>
    Yes = 5,
    /// <summary>否.</summary>
    No = 6,
}

/// <summary>One condition of a product (准入规则): a field, a comparison and what it is compared with.</summary>
/// <remarks>The language is closed: number fields know 不低于 and 不超过, scales these and 属于/不属于, choices 属于/不属于, flags 是/否.</remarks>
public sealed record Rule(string Field, Comparison Comparison, params string[] Values)
{
    /// <summary>The comparisons that a kind of field knows.</summary>
    public static IReadOnlyList<Comparison> ComparisonsOf(FieldKind kind) => kind switch
    {
        FieldKind.Number => [Comparison.AtLeast, Comparison.AtMost],
        FieldKind.Scale => [Comparison.AtLeast, Comparison.AtMost, Comparison.OneOf, Comparison.NoneOf],
        FieldKind.Choice => [Comparison.OneOf, Comparison.NoneOf],
        _ => [Comparison.Yes, Comparison.No],
    };

    /// <summary>What is wrong with the rule, in words; null where it can be evaluated.</summary>
    public string? Problem()
    {
        if (Fields.Find(Field) is not { } field) return $"没有字段“{Field}”。";
        if (!ComparisonsOf(field.Kind).Contains(Comparison)) return $"“{field.Name}”不能这样比较。";
        return (field.Kind, Comparison) switch
        {
            (FieldKind.Flag, _) => Values.Length == 0 ? null : $"“{field.Name}”只有是或否，不需要填写数值。",
            (FieldKind.Number, _) => Values.Length == 1 && TryNumber(Values[0], out _) ? null : $"请为“{field.Name}”填写一个数。",
            (_, Comparison.AtLeast or Comparison.AtMost) when Values.Length != 1 => $"请为“{field.Name}”选择一档。",
            _ when Values.Length == 0 => $"请为“{field.Name}”至少选择一项。",
            _ => Array.Find(Values, v => field.Options.All(o => o.Value != v)) is { } unknown ? $"“{field.Name}”没有选项“{unknown}”。" : null,
        };
    }

    /// <summary>The rule as people read it: 近 12 月开票额不低于 2,000 万元.</summary>
    public string Sentence()
    {
        if (Fields.Find(Field) is not { } field) return Field;
        return (field.Kind, Comparison) switch
        {
            (FieldKind.Flag flag, Comparison.Yes) => flag.Yes,
            (FieldKind.Flag flag, _) => flag.No,
            (_, Comparison.AtLeast) => $"{field.Name}不低于 {Bound(field)}",
            (_, Comparison.AtMost) => $"{field.Name}不超过 {Bound(field)}",
            (_, Comparison.OneOf) => $"{field.Name}属于{Labels(field)}",
            _ => $"{field.Name}不属于{Labels(field)}",
        };
    }

    /// <summary>Whether an enterprise keeps the rule, its own value, and what would change a no.</summary>
    public Check Evaluate(IReadOnlyDictionary<string, Fact> facts)
    {
        var field = Fields.Find(Field) ?? throw new InvalidOperationException($"No field {Field}: a product with it cannot have been published.");
        if (!facts.TryGetValue(Field, out var fact))
            return new Check(Field, Sentence(), false, "没有数据",
                field is { Class: Domain.Values.DataClass.Registration, Remedy: { } own } ? own : "授权平台使用这类数据，数据到位后重新匹配");
        return Holds(field, fact)
            ? new Check(Field, Sentence(), true, Own(field, fact), "")
            : new Check(Field, Sentence(), false, Own(field, fact), field.Remedy ?? Change(field));
    }

    private bool Holds(Field field, Fact fact) => (field.Kind, Comparison, fact) switch
    {
        (_, Comparison.Yes, Fact.Flag f) => f.Holds,
        (_, Comparison.No, Fact.Flag f) => !f.Holds,
        (_, Comparison.AtLeast, Fact.Number n) => n.Value >= Number(Values[0]),
        (_, Comparison.AtMost, Fact.Number n) => n.Value <= Number(Values[0]),
        (FieldKind.Scale scale, Comparison.AtLeast, Fact.Choice c) => Rank(scale, c.Value) >= Rank(scale, Values[0]),
        (FieldKind.Scale scale, Comparison.AtMost, Fact.Choice c) => Rank(scale, c.Value) is var rank and >= 0 && rank <= Rank(scale, Values[0]),
        (_, Comparison.OneOf, Fact.Choice c) => Values.Contains(c.Value),
        (_, Comparison.NoneOf, Fact.Choice c) => !Values.Contains(c.Value),
        _ => throw new InvalidOperationException($"{fact.GetType().Name} is no value of {field.Key}."),
    };

    private string Change(Field field) => Comparison switch
    {
        Comparison.AtLeast => $"达到 {Bound(field)}后可申请",
        Comparison.AtMost => $"降到 {Bound(field)}以内后可申请",
        Comparison.OneOf => $"这个产品只面向{Labels(field)}",
        _ => $"这个产品不面向{Labels(field)}",
    };

    private static string Own(Field field, Fact fact) =>
        field.Kind is FieldKind.Flag ? field.Print(fact) : field.Name + " " + field.Print(fact);

    private string Bound(Field field) =>
        field.Kind is FieldKind.Number number && TryNumber(Values[0], out var value) ? Products.Field.Print(value, number.Unit) : field.Label(Values[0]);

    private string Labels(Field field) => string.Join("、", Values.Select(field.Label));

    private static int Rank(FieldKind.Scale scale, string value) => scale.Options.ToList().FindIndex(o => o.Value == value);

    private static bool TryNumber(string text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>How one condition came out for one enterprise (规则结果).</summary>
/// <param name="Sentence">The condition.</param>
/// <param name="Own">The enterprise's own value.</param>
/// <param name="Remedy">What would change a no; empty where it holds.</param>
public sealed record Check(string Field, string Sentence, bool Holds, string Own, string Remedy);
