namespace CreditLoan.Ledger.Evidence;

/// <summary>A tree kept in tiles: 256 hashes of one level each, so that ten million leaves are forty thousand tiles and a proof reads a few.</summary>
/// <param name="read">The tile at a level of tiles and a place in it; empty where there is none. Level 0 holds the leaves' hashes, level 1 the roots of 256 leaves, and so on.</param>
public sealed class MerkleTree(long size, Func<(int Level, long Index), byte[]> read, CryptoSuite suite)
{
    private const int Height = 8;
    private const int Width = 1 << Height;
    private readonly Dictionary<(int Level, long Index), Tile> _tiles = [];
    private readonly HashSet<(int Level, long Index)> _changed = [];

    public long Size { get; private set; } = size;

    /// <summary>The tiles that <see cref="Append"/> changed.</summary>
    public IEnumerable<((int Level, long Index) Place, byte[] Hashes)> Changed => _changed.Order().Select(place => (place, _tiles[place].Hashes));

    public void Append(ReadOnlySpan<byte> leafHash)
    {
        Add((0, Size / Width), leafHash);
        Size++;
        for (var (level, count) = (1, Size); count % Width == 0; level++)
        {
            count /= Width;
            Add((level, (count - 1) / Width), Fold(At((level - 1, count - 1)), 0, Width));
        }
    }

    public byte[] Root() => RootAt(Size);

    public byte[] RootAt(long size) => size == 0 ? Merkle.Empty(suite) : Hash(0, size);

    public byte[] LeafHash(long index) => Complete(0, index);

    /// <summary>The hashes that lead from a leaf to the root of the tree of this size.</summary>
    public List<byte[]> Inclusion(long index, long size)
    {
        Require(index >= 0 && index < size && size <= Size);
        var proof = new List<byte[]>();
        Path(index, 0, size, proof);
        return proof;
    }

    /// <summary>The hashes that show that the tree of the second size continues that of the first.</summary>
    public List<byte[]> Consistency(long first, long second)
    {
        Require(first >= 0 && first <= second && second <= Size);
        var proof = new List<byte[]>();
        if (first > 0 && first < second) Sub(first, 0, second, true, proof);
        return proof;
    }

    private void Path(long index, long low, long high, List<byte[]> proof)
    {
        if (high - low == 1) return;
        var middle = low + Left(high - low);
        if (index < middle)
        {
            Path(index, low, middle, proof);
            proof.Add(Hash(middle, high));
        }
        else
        {
            Path(index, middle, high, proof);
            proof.Add(Hash(low, middle));
        }
    }

    /// <summary>SUBPROOF of RFC 6962, section 2.1.2, over the leaves from low to high, of which the first tree has those below its size.</summary>
    private void Sub(long first, long low, long high, bool whole, List<byte[]> proof)
    {
        if (first == high)
        {
            if (!whole) proof.Add(Hash(low, high));
            return;
        }
        var middle = low + Left(high - low);
        if (first <= middle)
        {
            Sub(first, low, middle, whole, proof);
            proof.Add(Hash(middle, high));
        }
        else
        {
            Sub(first, middle, high, false, proof);
            proof.Add(Hash(low, middle));
        }
    }

    /// <summary>The greatest power of two below a count.</summary>
    private static long Left(long count) => 1L << (63 - (int)long.LeadingZeroCount(count - 1));

    private byte[] Hash(long low, long high)
    {
        var count = high - low;
        if ((count & (count - 1)) == 0) return Complete((int)long.TrailingZeroCount(count), low / count);
        var middle = low + Left(count);
        return Merkle.Node(Hash(low, middle), Hash(middle, high), suite);
    }

    /// <summary>A node whose leaves are all there: folded from the tile below it.</summary>
    private byte[] Complete(int height, long index)
    {
        var (level, inside) = (height / Height, height % Height);
        var first = index << inside;
        return Fold(At((level, first / Width)), (int)(first % Width), 1 << inside);
    }

    private byte[] Fold(Tile tile, int first, int count) => count == 1
        ? tile.Hash(first)
        : Merkle.Node(Fold(tile, first, count / 2), Fold(tile, first + count / 2, count / 2), suite);

    private Tile At((int Level, long Index) place)
    {
        if (!_tiles.TryGetValue(place, out var tile)) _tiles[place] = tile = new Tile(read(place));
        return tile;
    }

    private void Add((int Level, long Index) place, ReadOnlySpan<byte> hash)
    {
        At(place).Add(hash);
        _changed.Add(place);
    }

    private sealed class Tile
    {
        private readonly byte[] _hashes = new byte[Width * Merkle.HashSize];
        private int _length;

        public Tile(byte[] hashes)
        {
            hashes.CopyTo(_hashes, 0);
            _length = hashes.Length;
        }

        public byte[] Hashes => _hashes[.._length];

        public byte[] Hash(int index) => (index + 1) * Merkle.HashSize <= _length
            ? _hashes.AsSpan(index * Merkle.HashSize, Merkle.HashSize).ToArray()
            : throw new InvalidDataException("A tile of the evidence tree is incomplete.");

        public void Add(ReadOnlySpan<byte> hash)
        {
            hash.CopyTo(_hashes.AsSpan(_length));
            _length += hash.Length;
        }
    }

    private static void Require(bool holds)
    {
        if (!holds) throw new ArgumentOutOfRangeException(nameof(holds), "No such leaf or size in this tree.");
    }
}
