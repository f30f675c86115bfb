using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CreditLoan.Ledger.Evidence;

/// <summary>The one form in which anything is hashed: its format's name and version first, every field with its length before it, so that no two contents look alike.</summary>
internal sealed class Canonical : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public Canonical(string format) => Add(format);

    public Canonical Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    public Canonical Add(long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return Add(bytes);
    }

    public Canonical Add(ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        _hash.AppendData(length);
        _hash.AppendData(bytes);
        return this;
    }

    public byte[] Digest() => _hash.GetHashAndReset();

    public void Dispose() => _hash.Dispose();

    /// <summary>What a single leaf commits to: without the salt nobody can guess the content from it.</summary>
    public static byte[] Content(byte[] salt, string kind, string subject, string content)
    {
        using var hash = new Canonical("creditloan-content-v1");
        return hash.Add(salt).Add(kind).Add(subject).Add(content).Digest();
    }

    /// <summary>What a tree hashes as the leaf: kind and commitment, nothing of the content.</summary>
    public static byte[] LeafHash(string kind, byte[] commitment, CryptoSuite suite)
    {
        using var data = new Canonical("creditloan-leaf-v1");
        return Merkle.Leaf(data.Add(kind).Add(commitment).Digest(), suite);
    }
}
