using System.Text.Json.Nodes;
using CreditLoan.Ledger.Evidence;

namespace CreditLoan.Ledger.Tests.Evidence;

public sealed class The_evidence_tree
{
    private const int Most = 64;

    private static readonly CryptoSuite Sha256 = CryptoSuite.International;

    /// <summary>Up to the second number of leaves every byte of every proof is mutated; beyond, one in as many as the third says, each proof beginning at another. SM3 runs in software and takes that long.</summary>
    public static TheoryData<string, int, int> Suites => new() { { "intl", Most, 1 }, { "gm", 16, 61 } };

    private static byte[][] Hashes(CryptoSuite suite) => [.. Enumerable.Range(0, Most).Select(i => Merkle.Leaf([(byte)i, 7], suite))];

    private static MerkleTree Tree(IEnumerable<byte[]> leafHashes, CryptoSuite suite)
    {
        var tree = new MerkleTree(0, _ => [], suite);
        foreach (var hash in leafHashes) tree.Append(hash);
        return tree;
    }

    [Fact]
    public void Has_the_published_roots_of_sizes_0_to_8()
    {
        var published = JsonNode.Parse(File.ReadAllText(TestData.File("merkle", "rfc6962_reference_tree.json")))!;
        var leaves = published["leaf_inputs_hex"]!.AsArray().Select(hex => Merkle.Leaf(Convert.FromHexString(hex!.GetValue<string>()), Sha256)).ToList();
        var roots = published["root_by_size_1_to_8"]!.AsArray().Select(hex => hex!.GetValue<string>()).ToList();
        Assert.Equal(8, roots.Count);
        for (var size = 1; size <= 8; size++) Assert.Equal(roots[size - 1], Convert.ToHexStringLower(Tree(leaves.Take(size), Sha256).Root()));
    }

    // The roots of the same eight leaves (transparency-dev/merkle, testonly/constants.go, Apache-2.0), so that a clone without the data proves it too.
    [Fact]
    public void Has_the_roots_of_the_reference_implementation()
    {
        string[] leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        var tree = Tree(leaves.Select(l => Merkle.Leaf(Convert.FromHexString(l), Sha256)), Sha256);
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Convert.ToHexStringLower(tree.RootAt(0)));
        Assert.Equal("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", Convert.ToHexStringLower(tree.RootAt(1)));
        Assert.Equal("4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4", Convert.ToHexStringLower(tree.RootAt(5)));
        Assert.Equal("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328", Convert.ToHexStringLower(tree.RootAt(8)));
    }

    [Theory, MemberData(nameof(Suites))]
    public void Proves_every_leaf_in_every_tree_up_to_64_and_refuses_every_mutated_byte(string name, int every, int apart)
    {
        var suite = CryptoSuite.Named(name)!;
        var hashes = Hashes(suite);
        var tree = Tree(hashes, suite);
        for (var size = 1; size <= Most; size++)
        {
            var root = tree.RootAt(size);
            for (var index = 0; index < size; index++)
            {
                var proof = tree.Inclusion(index, size);
                Assert.True(Merkle.Includes(hashes[index], index, size, proof, root, suite));
                Mutate([.. proof, root, hashes[index]], size <= every ? 1 : apart, size + index, () => Assert.False(Merkle.Includes(hashes[index], index, size, proof, root, suite)));
                Assert.False(Merkle.Includes(hashes[index], index, size, [.. proof, root], root, suite));
                if (proof.Count > 0) Assert.False(Merkle.Includes(hashes[index], index, size, proof.SkipLast(1).ToList(), root, suite));
                Assert.False(Merkle.Includes(hashes[index], (index + 1) % (size + 1), size, proof, root, suite));
            }
        }
    }

    [Theory, MemberData(nameof(Suites))]
    public void Proves_that_every_tree_continues_every_smaller_one_and_refuses_every_mutated_byte(string name, int every, int apart)
    {
        var suite = CryptoSuite.Named(name)!;
        var tree = Tree(Hashes(suite), suite);
        for (var second = 1; second <= Most; second++)
            for (var first = 1; first <= second; first++)
            {
                var (proof, old, whole) = (tree.Consistency(first, second), tree.RootAt(first), tree.RootAt(second));
                Assert.True(Merkle.Extends(first, second, proof, old, whole, suite));
                Mutate([.. proof, old, whole], second <= every ? 1 : apart, first + second, () => Assert.False(Merkle.Extends(first, second, proof, old, whole, suite)));
                if (proof.Count > 0) Assert.False(Merkle.Extends(first, second, proof.Skip(1).ToList(), old, whole, suite));
                Assert.False(Merkle.Extends(first, second, [.. proof, old], old, whole, suite));
            }
    }

    [Theory]
    [InlineData(255, "intl")]
    [InlineData(256, "gm")]
    [InlineData(257, "intl")]
    [InlineData(66_000, "intl")]
    public void Is_the_same_when_it_is_continued_from_its_tiles(int size, string name)
    {
        var suite = CryptoSuite.Named(name)!;
        var leaves = Enumerable.Range(0, size + 300).Select(i => Merkle.Leaf(BitConverter.GetBytes(i), suite)).ToList();
        var first = Tree(leaves.Take(size), suite);
        var tiles = first.Changed.ToDictionary(t => t.Place, t => t.Hashes);
        var continued = new MerkleTree(size, place => tiles.GetValueOrDefault(place, []), suite);
        foreach (var leaf in leaves.Skip(size)) continued.Append(leaf);
        Assert.Equal(Tree(leaves, suite).Root(), continued.Root());
        Assert.True(Merkle.Extends(size, size + 300, continued.Consistency(size, size + 300), first.Root(), continued.Root(), suite));
        Assert.True(Merkle.Includes(leaves[size / 2], size / 2, size + 300, continued.Inclusion(size / 2, size + 300), continued.Root(), suite));
    }

    private static void Mutate(byte[][] parts, int apart, int from, Action check)
    {
        for (var i = from % apart; i < parts.Length * 32; i += apart)
        {
            parts[i / 32][i % 32] ^= 0x10;
            check();
            parts[i / 32][i % 32] ^= 0x10;
        }
    }
}
