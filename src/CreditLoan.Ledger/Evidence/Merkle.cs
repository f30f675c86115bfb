namespace CreditLoan.Ledger.Evidence;

/// <summary>The hash tree of RFC 6962, section 2.1 (默克尔树): leaves and nodes are hashed with different first bytes, so that none can pass for the other.</summary>
public static class Merkle
{
    public const int HashSize = 32;

    /// <summary>The root of a tree without leaves.</summary>
    public static byte[] Empty(CryptoSuite suite) => suite.Hash([]);

    public static byte[] Leaf(ReadOnlySpan<byte> data, CryptoSuite suite)
    {
        var input = new byte[data.Length + 1];
        data.CopyTo(input.AsSpan(1));
        return suite.Hash(input);
    }

    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, CryptoSuite suite)
    {
        Span<byte> input = stackalloc byte[1 + 2 * HashSize];
        input[0] = 1;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + HashSize)..]);
        return suite.Hash(input);
    }

    /// <summary>Whether a leaf is in the tree of this size and root, at this place.</summary>
    public static bool Includes(ReadOnlySpan<byte> leafHash, long index, long size, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> root, CryptoSuite suite)
    {
        if (index < 0 || index >= size || leafHash.Length != HashSize || proof.Any(p => p.Length != HashSize)) return false;
        var (node, last) = (index, size - 1);
        var hash = leafHash.ToArray();
        foreach (var step in proof)
        {
            if (last == 0) return false;
            if ((node & 1) == 1 || node == last)
            {
                hash = Node(step, hash, suite);
                while ((node & 1) == 0 && node != 0) (node, last) = (node >> 1, last >> 1);
            }
            else hash = Node(hash, step, suite);
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && root.SequenceEqual(hash);
    }

    /// <summary>Whether the tree of the second size and root is the tree of the first with leaves added at its end.</summary>
    public static bool Extends(long first, long second, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> firstRoot, ReadOnlySpan<byte> secondRoot, CryptoSuite suite)
    {
        if (first < 0 || first > second || proof.Any(p => p.Length != HashSize)) return false;
        if (first == second) return proof.Count == 0 && firstRoot.SequenceEqual(secondRoot);
        if (first == 0) return proof.Count == 0 && firstRoot.SequenceEqual(Empty(suite));
        if (proof.Count == 0) return false;
        // A first tree that is one whole subtree is its own first step.
        var steps = (first & (first - 1)) == 0 ? [firstRoot.ToArray(), .. proof] : proof;
        var (node, last) = (first - 1, second - 1);
        while ((node & 1) == 1) (node, last) = (node >> 1, last >> 1);
        var (old, whole) = (steps[0], steps[0]);
        foreach (var step in steps.Skip(1))
        {
            if (last == 0) return false;
            if ((node & 1) == 1 || node == last)
            {
                (old, whole) = (Node(step, old, suite), Node(step, whole, suite));
                while ((node & 1) == 0 && node != 0) (node, last) = (node >> 1, last >> 1);
            }
            else whole = Node(whole, step, suite);
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && firstRoot.SequenceEqual(old) && secondRoot.SequenceEqual(whole);
    }
}
