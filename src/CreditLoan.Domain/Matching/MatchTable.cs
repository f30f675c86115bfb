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

/// <summary>Some enterprises' part of the answers: best fits enterprise by enterprise, first failed conditions product by product.</summary>
internal sealed record MatchBlock(short[] Best, byte[] FirstFailed);

/// <summary>What came of matching many enterprises (批量匹配结果).</summary>
public sealed class MatchTable
{
    internal const int Block = 512;
    private readonly MatchBlock[] _blocks;

    internal MatchTable(int most, int products, int enterprises, MatchBlock[] blocks) => (Most, Products, Enterprises, _blocks) = (most, products, enterprises, blocks);

    public int Most { get; }
    public int Products { get; }
    public int Enterprises { get; }

    /// <summary>The best fits of an enterprise by their place on the shelf, the best first; -1 where there are no more.</summary>
    public ReadOnlySpan<short> Best(int enterprise) => _blocks[enterprise / Block].Best.AsSpan(enterprise % Block * Most, Most);

    /// <summary>The first condition of a product that an enterprise fails, or <see cref="CompiledShelf.None"/>.</summary>
    public byte FirstFailed(int enterprise, int product) => _blocks[enterprise / Block].FirstFailed[(product * Block) + (enterprise % Block)];
}
