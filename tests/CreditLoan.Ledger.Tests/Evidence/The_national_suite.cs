using System.Text;
using CreditLoan.Ledger.Evidence;

namespace CreditLoan.Ledger.Tests.Evidence;

public sealed class The_national_suite
{
    private const string Spki = "3059301306072A8648CE3D020106082A811CCF5501822D03420004";

    // GB/T 32905-2016, annex A.1 and A.2.
    [Theory]
    [InlineData("abc", 1, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")]
    [InlineData("abcd", 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732")]
    public void Hashes_as_the_standard_s_examples(string text, int times, string digest) =>
        Assert.Equal(digest, Convert.ToHexStringLower(CryptoSuite.National.Hash(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(text, times))))));

    // GB/T 32918.5-2017, annex A.2: the recommended curve, the identity 1234567812345678, the message "message digest".
    [Fact]
    public void Takes_the_standard_s_signature_and_no_other()
    {
        var key = Convert.FromHexString(Spki + "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13");
        var signature = Convert.FromHexString("3046022100F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3022100B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA");
        Assert.Same(CryptoSuite.National, CryptoSuite.OfKey(key));
        Assert.True(CryptoSuite.National.Verifies(key, "message digest"u8.ToArray(), signature));
        Assert.False(CryptoSuite.National.Verifies(key, "message digesT"u8.ToArray(), signature));
        for (var i = 0; i < signature.Length; i++)
        {
            signature[i] ^= 1;
            Assert.False(CryptoSuite.National.Verifies(key, "message digest"u8.ToArray(), signature));
            signature[i] ^= 1;
        }
    }

    [Fact]
    public void Has_keys_that_rotate_beside_the_others()
    {
        var folder = Directory.CreateTempSubdirectory("xyd-keys").FullName;
        try
        {
            var keys = SigningKeys.Open(folder);
            keys.Rotate(CryptoSuite.National);
            keys.Rotate(CryptoSuite.International);
            keys.Rotate(CryptoSuite.National);
            var known = keys.Public();
            Assert.Equal([CryptoSuite.International, CryptoSuite.National, CryptoSuite.International, CryptoSuite.National], known.Select(k => CryptoSuite.OfKey(k.Public)));
            Assert.Equal(["", known[0].Id, known[0].Id, known[1].Id], known.Select(k => k.EndorsedBy));
            Assert.True(SigningKeys.AreChained(known));
            Assert.False(SigningKeys.AreChained([known[0], known[1] with { Endorsement = known[2].Endorsement }]));
            foreach (var (suite, newest) in new[] { (CryptoSuite.International, known[2]), (CryptoSuite.National, known[3]) })
            {
                var checkpoint = keys.Sign(suite, 5, suite.Hash([1]), DateTimeOffset.UnixEpoch);
                Assert.True(checkpoint.SignedBy(newest.Public));
                Assert.All(known.Where(k => k != newest), k => Assert.False(checkpoint.SignedBy(k.Public)));
                Assert.True(Checkpoint.TryParse(checkpoint.ToString(), out var read) && read.By == suite && read.SignedBy(newest.Public));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
