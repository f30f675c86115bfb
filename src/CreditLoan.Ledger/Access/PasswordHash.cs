using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CreditLoan.Ledger.Access;

/// <summary>A slow digest of a password (口令摘要): PBKDF2 with HMAC-SHA-512, 210,000 rounds, in the format of ASP.NET Core Identity, so that accounts can be made outside the portal.</summary>
public static class PasswordHash
{
    public const int Rounds = 210_000;
    private const int Salt = 16, Length = 32;

    public static string Of(string password)
    {
        var bytes = new byte[13 + Salt + Length];
        bytes[0] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(1), 2);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(5), Rounds);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(9), Salt);
        RandomNumberGenerator.Fill(bytes.AsSpan(13, Salt));
        Rfc2898DeriveBytes.Pbkdf2(password, bytes.AsSpan(13, Salt), bytes.AsSpan(13 + Salt), Rounds, HashAlgorithmName.SHA512);
        return Convert.ToBase64String(bytes);
    }
}
