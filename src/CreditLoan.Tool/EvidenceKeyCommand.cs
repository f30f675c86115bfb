using System.CommandLine;
using CreditLoan.Ledger.Evidence;

namespace CreditLoan.Tool;

/// <summary><c>xyd evidence-key</c>: the keys that sign checkpoints, and a new one.</summary>
public static class EvidenceKeyCommand
{
    public static Command Create()
    {
        var rotate = new Option<string?>("--rotate") { Description = "Makes a new key of a suite: intl (ES256) or gm (SM2; the first one begins the 国密 profile)." };
        rotate.AcceptOnlyFromAmong([.. CryptoSuite.All.Select(s => s.Name)]);
        var command = new Command("evidence-key", "Lists the keys in CREDITLOAN_EVIDENCE, oldest first, or makes a new one; a running portal signs with it from its next checkpoint on.") { rotate };
        command.SetAction(parsed =>
        {
            var folder = Environment.GetEnvironmentVariable("CREDITLOAN_EVIDENCE") is { Length: > 0 } named ? named : SigningKeys.DefaultFolder;
            var keys = SigningKeys.Open(folder);
            if (parsed.GetValue(rotate) is { } suite) keys.Rotate(CryptoSuite.Named(suite)!);
            foreach (var key in keys.Public())
                Console.WriteLine($"{key.Id}  {CryptoSuite.OfKey(key.Public).Algorithms}{(key.EndorsedBy.Length == 0 ? "" : $", vouched for by {key.EndorsedBy}")}");
        });
        return command;
    }
}
