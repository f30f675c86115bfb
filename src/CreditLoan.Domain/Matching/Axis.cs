using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CreditLoan.Domain.Demands;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Matching;

/// <summary>One thing that conditions look at, cut into bins within which no condition changes its answer (匹配维度).</summary>
public sealed class Axis
{
    private static readonly Dictionary<string, Fact> NoFacts = [];
    private readonly Func<Need, IReadOnlyDictionary<string, Fact>, ushort> _binOf;
    private readonly Func<int, ProductTerms, int, bool> _holds;
    private readonly double[] _cuts;
    private readonly Dictionary<string, ushort> _values = new(StringComparer.Ordinal);

    private Axis(string key, int count, double[] cuts, Func<int, ProductTerms, int, bool> holds, Func<Need, IReadOnlyDictionary<string, Fact>, ushort>? binOf = null)
    {
        (Key, Count, _cuts, _holds) = (key, count, cuts, holds);
        _binOf = binOf ?? ((_, facts) => facts.TryGetValue(key, out var fact) ? fact switch
        {
            Fact.Number n => BinOf((double)n.Value),
            Fact.Choice c => BinOf(c.Value),
            Fact.Flag f => BinOf(f.Holds),
            _ => (ushort)0,
        } : (ushort)0);
    }

    /// <summary>The field's key; of the need's four: amount, months, security, purpose.</summary>
    public string Key { get; }

    /// <summary>How many bins there are; bin 0 of a field is "no data".</summary>
    public int Count { get; }

    public ushort BinOf(Need need, IReadOnlyDictionary<string, Fact> facts) => _binOf(need, facts);

    /// <summary>The bin of a need, on the four axes that look at nothing else.</summary>
    public ushort BinOf(Need need) => _binOf(need, NoFacts);

    /// <summary>The bins of many enterprises, from one of them on; all "no data" where there is no column.</summary>
    public void Fill(FactColumn? column, int start, Span<ushort> bins)
    {
        switch (column)
        {
            case FactColumn.Numbers n:
                Fill(n.Values.AsSpan(start, bins.Length), bins);
                break;
            case FactColumn.Choices c:
                var binOf = Array.ConvertAll(c.Levels, BinOf);
                for (var row = 0; row < bins.Length; row++) bins[row] = c.Codes[start + row] is >= 0 and var code ? binOf[code] : (ushort)0;
                break;
            case FactColumn.Flags f:
                for (var row = 0; row < bins.Length; row++) bins[row] = f.Values[start + row] is { } holds ? BinOf(holds) : (ushort)0;
                break;
            default:
                bins.Clear();
                break;
        }
    }

    /// <summary>Every number is held against every cut; not a number has passed none and is not even in the first bin.</summary>
    private void Fill(ReadOnlySpan<double> values, Span<ushort> bins)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        var row = 0;
        for (; row <= values.Length - 32; row += 32)
        {
            var (a, b) = (Vector512.LoadUnsafe(ref value, (nuint)row), Vector512.LoadUnsafe(ref value, (nuint)row + 8));
            var (c, d) = (Vector512.LoadUnsafe(ref value, (nuint)row + 16), Vector512.LoadUnsafe(ref value, (nuint)row + 24));
            // A comparison that holds is minus one.
            var (binA, binB) = (-Vector512.Equals(a, a).AsInt64(), -Vector512.Equals(b, b).AsInt64());
            var (binC, binD) = (-Vector512.Equals(c, c).AsInt64(), -Vector512.Equals(d, d).AsInt64());
            foreach (var cut in _cuts)
            {
                var at = Vector512.Create(cut);
                binA -= Vector512.GreaterThanOrEqual(a, at).AsInt64();
                binB -= Vector512.GreaterThanOrEqual(b, at).AsInt64();
                binC -= Vector512.GreaterThanOrEqual(c, at).AsInt64();
                binD -= Vector512.GreaterThanOrEqual(d, at).AsInt64();
            }
            Vector512.Narrow(Vector512.Narrow(binA, binB), Vector512.Narrow(binC, binD)).AsUInt16().CopyTo(bins[row..]);
        }
        for (; row < values.Length; row++) bins[row] = BinOf(values[row]);
    }

    /// <summary>The bin of a number; none is no data.</summary>
    public ushort BinOf(double value) => double.IsNaN(value) ? (ushort)0 : (ushort)(1 + Passed(_cuts, value));

    /// <summary>The bin of a grade or a choice; what no condition names is a bin of its own.</summary>
    public ushort BinOf(string? value) => value is null ? (ushort)0 : _values.GetValueOrDefault(value, (ushort)1);

    public static ushort BinOf(bool holds) => holds ? (ushort)2 : (ushort)1;

    /// <summary>Whether the k-th condition of a product, which looks here, holds in a bin.</summary>
    public bool Holds(int bin, ProductTerms terms, int place) => _holds(bin, terms, place);

    public static Axis Amount(IReadOnlyList<ProductRow> products) => OfNeed("amount", [.. products.SelectMany(p => new[] { (double)p.Terms.MinAmount.Fen, p.Terms.MaxAmount.Fen + 1.0 })],
        n => n.Amount.Fen, (value, terms) => value >= terms.MinAmount.Fen && value <= terms.MaxAmount.Fen);

    public static Axis Months(IReadOnlyList<ProductRow> products) => OfNeed("months", [.. products.SelectMany(p => new[] { (double)p.Terms.MinMonths, p.Terms.MaxMonths + 1.0 })],
        n => n.Months, (value, terms) => value >= terms.MinMonths && value <= terms.MaxMonths);

    public static readonly Axis SecurityOffered = new("security", 1 << Enum.GetValues<Security>().Length, [], (bin, terms, _) => terms.Securities.Any(s => (bin & Bit(s)) != 0), (need, _) => Bits(need.Securities));

    public static readonly Axis PurposeWanted = new("purpose", 32, [], (bin, terms, _) => terms.Purposes.Length == 0 || terms.Purposes.Contains((LoanPurpose)bin), (need, _) => (ushort)need.Purpose);

    /// <summary>A field of the rules: its bins come from all rules on it.</summary>
    public static Axis Of(string key, IReadOnlyList<ProductRow> products)
    {
        var rules = products.SelectMany(p => p.Terms.Rules).Where(r => r.Field == key).ToArray();
        var field = Fields.Find(key) ?? throw new InvalidOperationException($"No field {key}: a product with it cannot have been published.");
        bool Ask(ProductTerms terms, int place, Fact? fact) =>
            fact is not null && terms.Rules[place - 4].Evaluate(new Dictionary<string, Fact>(StringComparer.Ordinal) { [key] = fact }).Holds;
        switch (field.Kind)
        {
            case FieldKind.Number:
                // "At least t" changes at t, "at most t" just above it.
                var cuts = rules.Select(r => r.Comparison == Comparison.AtLeast ? Number(r) : Math.BitIncrement(Number(r))).Distinct().Order().ToArray();
                return new Axis(key, cuts.Length + 2, cuts, (bin, terms, place) => bin > 0 && HoldsAt(bin == 1 ? double.NegativeInfinity : cuts[bin - 2], terms.Rules[place - 4]));
            case FieldKind.Flag:
                return new Axis(key, 3, [], (bin, terms, place) => Ask(terms, place, bin == 0 ? null : new Fact.Flag(bin == 2)));
            default:
                var values = field.Options.Select(o => o.Value).Concat(rules.SelectMany(r => r.Values)).Distinct(StringComparer.Ordinal).ToArray();
                var choices = new Axis(key, values.Length + 2, [], (bin, terms, place) => Ask(terms, place, bin == 0 ? null : new Fact.Choice(bin == 1 ? "" : values[bin - 2])));
                for (var v = 0; v < values.Length; v++) choices._values[values[v]] = (ushort)(v + 2);
                return choices;
        }
    }

    private static Axis OfNeed(string key, double[] ends, Func<Need, double> value, Func<double, ProductTerms, bool> holds)
    {
        var cuts = ends.Distinct().Order().ToArray();
        return new Axis(key, cuts.Length + 1, cuts, (bin, terms, _) => holds(bin == 0 ? double.NegativeInfinity : cuts[bin - 1], terms), (need, _) => (ushort)Passed(cuts, value(need)));
    }

    /// <summary>How many cuts lie at or below a value.</summary>
    private static int Passed(double[] cuts, double value)
    {
        var (low, high) = (0, cuts.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (cuts[middle] <= value) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static bool HoldsAt(double value, Rule rule) => rule.Comparison == Comparison.AtLeast ? value >= Number(rule) : value <= Number(rule);

    private static double Number(Rule rule) => (double)decimal.Parse(rule.Values[0], CultureInfo.InvariantCulture);

    private static ushort Bits(Security[] securities)
    {
        var bits = 0;
        foreach (var security in securities) bits |= Bit(security);
        return (ushort)bits;
    }

    private static int Bit(Security security) => 1 << (int)security;
}
