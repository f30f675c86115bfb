using System.Security.Cryptography;
using System.Text;

namespace CreditLoan.Domain.Values;

/// <summary>A loan (借据), by the bank and the bank's own number for it.</summary>
public readonly record struct LoanId(BankCode Bank, string Number)
{
    /// <summary>Reads a bank's number: up to 40 letters, digits, hyphens and underscores; full width and lower case are mended.</summary>
    public static bool TryParse(BankCode bank, string? number, out LoanId id)
    {
        id = default;
        var normal = (number ?? "").Trim().Normalize(NormalizationForm.FormKC).ToUpperInvariant();
        if (normal.Length is 0 or > 40 || !normal.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) return false;
        id = new LoanId(bank, normal);
        return true;
    }

    /// <summary>What stands for the loan where nobody is to be named (借据指纹): SHA-256 of bank and number, as hexadecimal digits.</summary>
    /// <remarks>The same loan reported by several platforms has the same fingerprint, so it is counted once.</remarks>
    public string Fingerprint() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Bank.Value}\n{Number}")));

    public override string ToString() => $"{Bank}/{Number}";
}
