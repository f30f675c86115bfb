using System.CommandLine;
using CreditLoan.Tool.Access;
using CreditLoan.Tool.Benches;
using CreditLoan.Tool.Records;

namespace CreditLoan.Tool;

/// <summary>Everything that <c>xyd</c> can do.</summary>
public static class Operator
{
    public static RootCommand Root() => new("xyd, the operator's tool of CreditLoan (信易贷).")
    {
        MigrateCommand.Create(),
        RebuildCommand.Create(),
        VerifyEvidenceCommand.Create(),
        Scorecards.ScorecardCommand.Create(),
        DoctorCommand.Create(),
        SeedCommand.Create(),
        CloseCommand.Create(),
        ImportCommand.Create(),
        AccountCommands.Accounts(),
        AccountCommands.Otp(),
        AccountCommands.First(),
        SbomCommand.Create(),
        ReconcileCommand.Create(),
        BenchCommand.Create(),
    };
}
