using System.Diagnostics;
using System.Security.Cryptography;
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

    // Made by OpenSSL 3.0.19: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:SM2, and
    // openssl pkeyutl -sign -rawin -digest sm3 -pkeyopt distid:1234567812345678 over the text in UTF-8.
    [Theory]
    [InlineData("", "3059301306072a8648ce3d020106082a811ccf5501822d034200047db1bf8d97882c786ffa303c863bbc0f79f64fa85fb7ebc46ba63dcacadabe2fa2081f38cef27a644f7a5aae1b260fe5e5235ff959d8d44e760382b6303e248d", "3044022065eeba04c109b0507a67810378bd92c528a84bb8286d4956dfb096f6d49299960220402609647464f61ed39c579dc8b89d2727496dea50e70d2e2a84b0b2e2a2055a")]
    [InlineData("creditloan-checkpoint-gm-v1", "3059301306072a8648ce3d020106082a811ccf5501822d0342000473c1b4b19fd6560f8ae48f9b95235aa5aece4770e3ad8c4c956669f408d03252244488556eedb27269a922146a57554c39b0cfa1c907a1ce4b57e2448153a1eb", "3045022075ccef95bb6563cbb881435230d759e6e3d11c7d41745e091f7b068f50269a64022100f95578434ec5fd24b4bbd58da90f247e4f6fdde27f7daf3e32a7832299b8b2ff")]
    [InlineData("信易贷存证", "3059301306072a8648ce3d020106082a811ccf5501822d03420004114f86dddb39b609add16f8142f86fa0af06ab0d4b761046649ce233c6c64f58867808c18b9090c51748fdb5b2a54f15662542c7834ead99c54d0e2118003ed7", "3046022100c10a4872a6082da494f6794334f92a497fa2c7f0f26413c096110159c53952f20221008e4ad8a81e5b1aff8391c6cbc1b1be8c4e4f1655fcc58c42d01dbfc8dbbeb692")]
    public void Takes_what_another_implementation_signed(string text, string key, string signature)
    {
        var (by, over, signed) = (Convert.FromHexString(key), Encoding.UTF8.GetBytes(text), Convert.FromHexString(signature));
        Assert.Same(CryptoSuite.National, CryptoSuite.OfKey(by));
        Assert.True(CryptoSuite.National.Verifies(by, over, signed));
        Assert.False(CryptoSuite.National.Verifies(by, [.. over, 0], signed));
    }

    [Fact]
    public async Task Signs_what_OpenSSL_takes_too()
    {
        var folder = Directory.CreateTempSubdirectory("xyd-keys").FullName;
        try
        {
            var keys = SigningKeys.Open(folder);
            keys.Rotate(CryptoSuite.National);
            var checkpoint = keys.Sign(CryptoSuite.National, 5, CryptoSuite.National.Hash([1]), DateTimeOffset.UnixEpoch);
            var key = keys.Public().Single(k => k.Id == checkpoint.Key);
            await File.WriteAllTextAsync(Path.Combine(folder, "key.pem"), PemEncoding.WriteString("PUBLIC KEY", key.Public));
            await File.WriteAllTextAsync(Path.Combine(folder, "signed"), checkpoint.Text);
            await File.WriteAllTextAsync(Path.Combine(folder, "other"), checkpoint.Text.Replace("\n5\n", "\n6\n", StringComparison.Ordinal));
            await File.WriteAllBytesAsync(Path.Combine(folder, "signature"), checkpoint.Signature);
            Assert.True(await OpenSslTakes("signed"));
            Assert.False(await OpenSslTakes("other"));

            async Task<bool> OpenSslTakes(string text)
            {
                using var openssl = Process.Start(new ProcessStartInfo("openssl", $"pkeyutl -verify -rawin -digest sm3 -pubin -inkey key.pem -in {text} -sigfile signature -pkeyopt distid:1234567812345678") { WorkingDirectory = folder, RedirectStandardOutput = true, UseShellExecute = false })!;
                var said = await openssl.StandardOutput.ReadToEndAsync();
                await openssl.WaitForExitAsync();
                Assert.Contains("Signature Verif", said, StringComparison.OrdinalIgnoreCase);
                return openssl.ExitCode == 0;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
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
