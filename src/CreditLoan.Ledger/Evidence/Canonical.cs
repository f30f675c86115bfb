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

    /// <summary>What a tree hashes as the leaf: where it stands, when, what of and the commitment, nothing of the content. The first form had kind and commitment only.</summary>
    public static byte[] LeafHash(short form, long index, DateTimeOffset at, string kind, string subject, byte[] commitment, CryptoSuite suite)
    {
        using var data = new Canonical(form == 1 ? "creditloan-leaf-v1" : "creditloan-leaf-v2");
        if (form > 1) data.Add(index).Add(at.UtcTicks).Add(subject);
        return Merkle.Leaf(data.Add(kind).Add(commitment).Digest(), suite);
    }
}
