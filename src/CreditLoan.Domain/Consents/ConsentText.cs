using System.Security.Cryptography;
using System.Text;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Consents;

/// <summary>Whether a signature is over a text (验签): handed to the decision, because not every key can be checked without a package.</summary>
public delegate bool SignatureCheck(string text, Signature signature);

/// <summary>The one text of a consent that is signed and hashed (授权文本).</summary>
/// <remarks>Every field on a line of its own, its length in characters in front, so that no two consents have the same text; lists are sorted.</remarks>
public static class ConsentText
{
    public const string InSession = "session-sha256";

    private const string Version = "consent-1";

    public static string Canonical(ConsentId id, EnterpriseCode enterprise, ConsentTerms t, Notice notice)
    {
        var text = new StringBuilder();
        string[] fields =
        [
            Version, id.Value, enterprise.Value, t.Recipient.Value, t.Purpose.ToString(),
            string.Join(',', t.Scopes.Order()), string.Join(',', t.Personal.Order()),
            $"{t.Range.From:yyyy-MM-dd}/{t.Range.To:yyyy-MM-dd}", t.Mode.ToString(), $"{t.Frequency.Times}/{t.Frequency.Unit}",
            $"{t.KeepDays}", $"{t.Start:yyyy-MM-dd}", $"{t.Expiry:yyyy-MM-dd}", notice.Version, notice.Hash,
        ];
        foreach (var field in fields) text.Append(field.Length).Append(':').Append(field).Append('\n');
        return text.ToString();
    }

    /// <summary>The SHA-256 of a text in UTF-8, in lower-case hexadecimal digits.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Whether a signature is over this text: by a passkey, or by a confirmation in a session.</summary>
    public static bool IsSigned(string text, Signature signature) => signature.Algorithm == InSession ? signature.Value == Hash(text) : PasskeySignature.Holds(signature, text);

    /// <summary>A confirmation in a signed-in session: the digest of the text, under the account's name (会话确认).</summary>
    public static Signature SignInSession(ConsentId id, EnterpriseCode enterprise, ConsentTerms terms, Notice notice, string account) =>
        new(InSession, Hash(Canonical(id, enterprise, terms, notice)), $"session:{account}");
}
