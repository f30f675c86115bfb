using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace CreditLoan.Domain.Access;

/// <summary>Six digits that change every 30 seconds (动态验证码): RFC 6238 with HMAC-SHA-1, as authenticator programs compute them.</summary>
public static class OneTimeCode
{
    public const int SecondsPerStep = 30;

    /// <summary>The number of the step that a moment lies in.</summary>
    public static long Step(DateTimeOffset at) => at.ToUnixTimeSeconds() / SecondsPerStep;

    /// <summary>The code of one step.</summary>
    public static string At(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[20];
        HMACSHA1.HashData(secret, counter, hash);
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[19] & 0xf)..]) & 0x7fffffff;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The step that a code is of: the current one or its neighbours; null where it is none of them.</summary>
    /// <remarks>Every candidate is compared, so that the time taken says nothing.</remarks>
    public static long? StepOf(byte[] secret, string code, DateTimeOffset now)
    {
        long? found = null;
        var given = System.Text.Encoding.UTF8.GetBytes(code);
        foreach (var step in (long[])[Step(now) - 1, Step(now), Step(now) + 1])
            if (CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(At(secret, step)), given)) found = step;
        return found;
    }

    /// <summary>The secret as authenticator programs take it: base 32 (RFC 4648), without padding.</summary>
    public static string Base32(byte[] secret)
    {
        const string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var text = new System.Text.StringBuilder();
        for (var bit = 0; bit < secret.Length * 8; bit += 5)
        {
            var value = 0;
            for (var i = bit; i < bit + 5; i++) value = (value << 1) | (i < secret.Length * 8 ? (secret[i / 8] >> (7 - i % 8)) & 1 : 0);
            text.Append(letters[value]);
        }
        return text.ToString();
    }
}
