using System.CommandLine;
using CreditLoan.Tool.Access;
using CreditLoan.Tool.Benches;
using CreditLoan.Tool.Records;
using CreditLoan.Tool.Torture;

namespace CreditLoan.Tool;

/// <summary>Everything that <c>xyd</c> can do.</summary>
public static class Operator
{
    public static RootCommand Root() => new("xyd, the operator's tool of CreditLoan (信易贷).")
    {
        MigrateCommand.Create(),
        RebuildCommand.Create(),
        InvariantsCommand.Create(),
        VerifyEvidenceCommand.Create(),
        EvidenceKeyCommand.Create(),
        WitnessCommand.Create(),
        VerifyConsentCommand.Create(),
        Scorecards.ScorecardCommand.Create(),
        BackupCommands.Backup(),
        BackupCommands.Restore(),
        DoctorCommand.Create(),
        SeedCommand.Create(),
        SandboxCommand.Create(),
        CloseCommand.Create(),
        ImportCommand.Create(),
        AccountCommands.Accounts(),
        AccountCommands.Otp(),
        AccountCommands.First(),
        SbomCommand.Create(),
        ScanCommand.Create(),
        ReconcileCommand.Create(),
        BenchCommand.Create(),
        TortureCommand.Create(),
        TortureWorker.Create(),
        TortureFollower.Create(),
    };
}
