using System.CommandLine;
using CreditLoan.Domain.Consents;
using CreditLoan.Ledger.Consents;

namespace CreditLoan.Tool;

/// <summary><c>xyd verify-consent</c>: whether a consent file says what was signed, without any database or network.</summary>
public static class VerifyConsentCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "A consent file, as its enterprise downloads it." };
        var command = new Command("verify-consent", "Checks the signature of one consent file, offline.") { file };
        command.SetAction(async (parsed, stop) =>
        {
            var given = parsed.GetRequiredValue(file);
            if (!given.Exists) throw new OperatorException($"There is no file {given.FullName}.");
            if (ConsentFile.TryRead(await File.ReadAllTextAsync(given.FullName, stop)) is not { } read) throw new OperatorException($"{given.Name} is no consent file.");
            if (read.Problem() is { } problem)
            {
                await Console.Error.WriteLineAsync($"{read.Consent}: {problem}");
                return 1;
            }
            var how = read.Signature.Algorithm == ConsentText.InSession
                ? "confirmed in a signed-in session: the digest holds, no key vouches for it"
                : read.Signature.Algorithm == ConsentSignatures.Sm2 ? $"signed by SM2 key {read.Signature.KeyId} (compare it with the enterprise's registered one)"
                : $"signed by passkey {read.Signature.KeyId} ({read.Signature.Algorithm}) at {PasskeySignature.Origin(read.Signature)}";
            Console.WriteLine($"{read.Consent}: {read.Enterprise} to {read.Terms.Recipient} for {read.Terms.Purpose}, {read.Terms.Start:yyyy-MM-dd} to {read.Terms.Expiry:yyyy-MM-dd}, {how}.");
            return 0;
        });
        return command;
    }
}
