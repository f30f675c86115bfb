using System.Numerics;
using CreditLoan.Domain.Demands;
using CreditLoan.Domain.Products;

namespace CreditLoan.Domain.Matching;

/// <summary>The shelf made ready for matching (编译后的货架): every condition of every product as bits to look up, one bit a product.</summary>
/// <remarks>
/// The conditions on one field cut its values into a few bins within which none of them changes its answer; a bin's answers are
/// taken from the conditions themselves, at one value of the bin. What an enterprise keeps at the k-th condition of all products
/// is the AND over the fields of one row of bits each, so 256 products are judged at once, and the first condition that fails is known.
/// </remarks>
public sealed class CompiledShelf
{
    /// <summary>The first failed condition of a product that fits.</summary>
    public const byte None = 255;

    private readonly Axis[] _axes;
    private readonly Stage[] _stages;
    private readonly int _words;

    /// <summary>At one place in the order of conditions: the axes that some product looks at there, and their rows of bits.</summary>
    private sealed record Stage(int[] Axes, ulong[][] Rows);

    public CompiledShelf(IReadOnlyList<ProductRow> products)
    {
        Products = products;
        _words = (products.Count + 63) / 64;
        var keys = products.SelectMany(p => p.Terms.Rules.Select(r => r.Field)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        _axes = [Axis.Amount(products), Axis.Months(products), Axis.SecurityOffered, Axis.PurposeWanted, .. keys.Select(key => Axis.Of(key, products))];
        _stages = [.. Enumerable.Range(0, products.Select(p => 4 + p.Terms.Rules.Length).DefaultIfEmpty(0).Max()).Select(Compile)];
    }

    public IReadOnlyList<ProductRow> Products { get; }

    /// <summary>What each axis looks at: the four of the need first, then the fields of the rules.</summary>
    public IReadOnlyList<Axis> Axes => _axes;

    /// <summary>The bins of one enterprise with one need.</summary>
    public void Bins(Need need, IReadOnlyDictionary<string, Fact> facts, Span<ushort> bins)
    {
        for (var a = 0; a < _axes.Length; a++) bins[a] = _axes[a].BinOf(need, facts);
    }

    /// <summary>The first failed condition of every product, and the products that fit as bits; answers how many fit.</summary>
    /// <param name="failures">How many conditions of each product fail; empty where nobody asks.</param>
    public int Judge(ReadOnlySpan<ushort> bins, Span<byte> firstFailed, Span<ulong> fitting, Span<byte> failures)
    {
        firstFailed.Fill(None);
        fitting.Fill(ulong.MaxValue);
        if (Products.Count % 64 is var rest and > 0) fitting[^1] = (1UL << rest) - 1;
        Span<ulong> holds = stackalloc ulong[_words];
        for (var s = 0; s < _stages.Length; s++)
        {
            holds.Fill(ulong.MaxValue);
            var (axes, rows) = (_stages[s].Axes, _stages[s].Rows);
            for (var a = 0; a < axes.Length; a++)
            {
                var row = rows[a].AsSpan(bins[axes[a]] * _words, _words);
                for (var w = 0; w < row.Length; w++) holds[w] &= row[w];
            }
            for (var w = 0; w < _words; w++)
            {
                for (var failed = fitting[w] & ~holds[w]; failed != 0; failed &= failed - 1) firstFailed[(w * 64) + BitOperations.TrailingZeroCount(failed)] = (byte)s;
                if (!failures.IsEmpty)
                    for (var failed = ~holds[w]; failed != 0; failed &= failed - 1)
                        if ((w * 64) + BitOperations.TrailingZeroCount(failed) is var p && p < failures.Length) failures[p]++;
                fitting[w] &= holds[w];
            }
        }
        var fits = 0;
        foreach (var word in fitting) fits += BitOperations.PopCount(word);
        return fits;
    }

    /// <summary>The rows of bits of every axis that some product looks at in its k-th condition; a product that looks elsewhere keeps all its bits.</summary>
    private Stage Compile(int place)
    {
        var (axes, rows) = (new List<int>(), new List<ulong[]>());
        for (var a = 0; a < _axes.Length; a++)
        {
            var looking = Enumerable.Range(0, Products.Count).Where(p => AxisOf(Products[p].Terms, place) == a).ToArray();
            if (looking.Length == 0) continue;
            var bits = new ulong[_axes[a].Count * _words];
            Array.Fill(bits, ulong.MaxValue);
            for (var bin = 0; bin < _axes[a].Count; bin++)
                foreach (var p in looking)
                    if (!_axes[a].Holds(bin, Products[p].Terms, place)) bits[(bin * _words) + (p / 64)] &= ~(1UL << (p % 64));
            axes.Add(a);
            rows.Add(bits);
        }
        return new Stage([.. axes], [.. rows]);
    }

    /// <summary>The axis that a product's k-th condition looks at, and whether it holds bin by bin.</summary>
    internal (int Axis, bool[] Holds) Condition(int product, int place)
    {
        var axis = AxisOf(Products[product].Terms, place);
        var rows = _stages[place].Rows[Array.IndexOf(_stages[place].Axes, axis)];
        return (axis, [.. Enumerable.Range(0, _axes[axis].Count).Select(bin => (rows[(bin * _words) + (product / 64)] >> (product % 64) & 1) != 0)]);
    }

    private int AxisOf(ProductTerms terms, int place) =>
        place < 4 ? place : place - 4 < terms.Rules.Length ? Array.FindIndex(_axes, a => a.Key == terms.Rules[place - 4].Field) : -1;
}
