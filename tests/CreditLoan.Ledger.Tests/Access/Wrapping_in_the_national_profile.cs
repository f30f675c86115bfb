using System.Security.Cryptography;
using System.Text;
using CreditLoan.Ledger.Access;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;

namespace CreditLoan.Ledger.Tests.Access;

/// <summary>SM4 and HMAC-SM3 (国密) against published answers, and what is wrapped with them.</summary>
public class Wrapping_in_the_national_profile
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32), Place = "person/name"u8.ToArray();

    /// <summary>GB/T 32907-2016, appendix A.1: key and plain text 0123456789abcdeffedcba9876543210.</summary>
    [Fact]
    public void Encrypts_a_block_as_the_standard_says()
    {
        var (key, block) = (Convert.FromHexString("0123456789abcdeffedcba9876543210"), new byte[16]);
        var engine = new SM4Engine();
        engine.Init(true, new KeyParameter(key));
        engine.ProcessBlock(key, 0, block, 0);
        Assert.Equal("681edf34d206965e86b3e94f536e4246", Convert.ToHexStringLower(block));
    }

    /// <summary>GB/T 32907-2016, appendix A.2: the same, a million times over.</summary>
    [Fact]
    public void Encrypts_a_million_times_as_the_standard_says()
    {
        var (key, block) = (Convert.FromHexString("0123456789abcdeffedcba9876543210"), Convert.FromHexString("0123456789abcdeffedcba9876543210"));
        var engine = new SM4Engine();
        engine.Init(true, new KeyParameter(key));
        for (var i = 0; i < 1_000_000; i++) engine.ProcessBlock(block, 0, block, 0);
        Assert.Equal("595298c7c6fd271f0402f804c33d3f66", Convert.ToHexStringLower(block));
    }

    /// <summary>draft-ribose-cfrg-sm4-10, appendix A.2.2.1: two blocks in CBC (the third, of padding, is ours).</summary>
    [Fact]
    public void Chains_blocks_as_published()
    {
        var answer = Sm4Cipher.Cbc(true, Convert.FromHexString("0123456789abcdeffedcba9876543210"), Convert.FromHexString("000102030405060708090a0b0c0d0e0f"),
            Convert.FromHexString("aaaaaaaabbbbbbbbccccccccddddddddeeeeeeeeffffffffaaaaaaaabbbbbbbb"));
        Assert.Equal("78ebb11cc40b0a48312aaeb2040244cb4cb7016951909226979b0d15dc6a8f6d", Convert.ToHexStringLower(answer)[..64]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    [InlineData(16)]
    [InlineData(1_000)]
    public void Opens_what_it_wrapped_and_nothing_that_was_changed(int length)
    {
        var (master, secret) = (new MasterKey(Key, national: true), RandomNumberGenerator.GetBytes(length));
        var wrapped = master.Wrap(secret, Place);
        Assert.Equal(secret, master.Unwrap(wrapped, Place));
        Assert.NotEqual(wrapped, master.Wrap(secret, Place));
        for (var i = 0; i < wrapped.Length; i += Math.Max(1, wrapped.Length / 90))
        {
            var changed = (byte[])wrapped.Clone();
            changed[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => master.Unwrap(changed, Place));
        }
        Assert.ThrowsAny<CryptographicException>(() => master.Unwrap(wrapped[..^1], Place));
        Assert.ThrowsAny<CryptographicException>(() => master.Unwrap(wrapped, "person/phone"u8.ToArray()));
        Assert.ThrowsAny<CryptographicException>(() => new MasterKey(RandomNumberGenerator.GetBytes(32), national: true).Unwrap(wrapped, Place));
    }

    [Fact]
    public void Opens_what_either_profile_wrapped_under_the_same_key()
    {
        var (aes, sm4, secret) = (new MasterKey(Key), new MasterKey(Key, national: true), Encoding.UTF8.GetBytes("秘密"));
        Assert.Equal(secret, sm4.Unwrap(aes.Wrap(secret, Place), Place));
        Assert.Equal(secret, aes.Unwrap(sm4.Wrap(secret, Place), Place));
        Assert.Equal((true, false), (sm4.IsOwn(sm4.Wrap(secret, Place)), sm4.IsOwn(aes.Wrap(secret, Place))));
    }
}
