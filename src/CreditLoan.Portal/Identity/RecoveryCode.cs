using System.Security.Cryptography;
using System.Text;

namespace CreditLoan.Portal.Identity;

/// <summary>A code for whoever has lost the authenticator (恢复码): ten signs, fifty bits of chance, so that a plain digest keeps it.</summary>
internal static class RecoveryCode
{
    public const int Length = 10;

    public static string New() => RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", Length);

    public static byte[] Digest(string account, string code) => SHA256.HashData(Encoding.UTF8.GetBytes($"{account}:{code.ToUpperInvariant()}"));
}
