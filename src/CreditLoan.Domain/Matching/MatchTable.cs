namespace CreditLoan.Domain.Matching;

/// <summary>What is known of many enterprises in one respect, an entry each (事实列).</summary>
public abstract record FactColumn
{
    private FactColumn() { }
    /// <summary>Numbers; not a number is no data.</summary>
    public sealed record Numbers(double[] Values) : FactColumn;
    /// <summary>Grades or choices as places in a list; -1 is no data.</summary>
    public sealed record Choices(string[] Levels, int[] Codes) : FactColumn;
    /// <summary>Yes or no; null is no data.</summary>
    public sealed record Flags(bool?[] Values) : FactColumn;
}

/// <summary>What came of matching many enterprises (批量匹配结果).</summary>
/// <remarks>Enterprises lie in blocks: within one, best fits enterprise by enterprise, first failed conditions product by product.</remarks>
public sealed class MatchTable
{
    internal const int Block = 512;
    private readonly short[] _best;
    private readonly byte[] _firstFailed;

    internal MatchTable(int most, int products, int enterprises)
    {
        (Most, Products, Enterprises) = (most, products, enterprises);
        _best = GC.AllocateUninitializedArray<short>(Blocks * most * Block);
        _firstFailed = GC.AllocateUninitializedArray<byte>(Blocks * products * Block);
    }

    public int Most { get; }
    public int Products { get; }
    public int Enterprises { get; }

    internal int Blocks => (Enterprises + Block - 1) / Block;

    /// <summary>The best fits of an enterprise by their place on the shelf, the best first; -1 where there are no more.</summary>
    public ReadOnlySpan<short> Best(int enterprise) => BestOf(enterprise / Block).Slice(enterprise % Block * Most, Most);

    /// <summary>The first condition of a product that an enterprise fails, or <see cref="CompiledShelf.None"/>.</summary>
    public byte FirstFailed(int enterprise, int product) => FirstFailedOf(enterprise / Block, product)[enterprise % Block];

    internal Span<short> BestOf(int block) => _best.AsSpan(block * Most * Block, Most * Block);

    internal Span<byte> FirstFailedOf(int block, int product) => _firstFailed.AsSpan(((block * Products) + product) * Block, Block);
}
