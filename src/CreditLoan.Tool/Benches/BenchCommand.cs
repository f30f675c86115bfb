using System.CommandLine;

namespace CreditLoan.Tool.Benches;

/// <summary><c>xyd bench NAME</c>: each bench sets up what it needs, runs the peers beside us, and ends with one line of JSON.</summary>
public static class BenchCommand
{
    public static Command Create() => new("bench", "Measures the product's own methods beside peers that do the same work.")
    {
        ReconcileBench.Create(),
        ReconcileLedgerBench.Create(),
        ImportBench.Create(),
        ScoreBench.Create(),
        FitBench.Create(),
        AppendBench.Create(),
        RebuildBench.Create(),
        PoolBench.Create(),
        BulkBench.Create(),
        SealBench.Create(),
        GrowthBench.Create(),
        CloseBench.Create(),
        FeaturesBench.Create(),
        MatchBench.Create(),
        ApiBench.Create(),
        PagesBench.Create(),
        RevokeBench.Create(),
        SignInBench.Create(),
    };

    /// <summary>One bench as a subcommand. What it says on the way goes to standard error; its report is the last line of standard output.</summary>
    public static Command Bench(string name, string summary, Func<ParseResult, CancellationToken, Task<BenchReport>> run, params Option[] options)
    {
        var json = new Option<bool>("--json") { Description = "Print the line of JSON alone." };
        var command = new Command(name, summary) { json };
        foreach (var option in options) command.Options.Add(option);
        command.SetAction(async (parsed, stop) =>
        {
            var meter = CpuOfOthers.Start();
            var report = await run(parsed, stop);
            var others = meter.Cores();
            if (!parsed.GetValue(json)) Describe(name, report, others);
            Console.WriteLine(report.ToJson(name, others));
            if (report.Verified) return 0;
            await Console.Error.WriteLineAsync($"{name}: the answers were not verified; the figures mean nothing.");
            return 1;
        });
        return command;
    }

    private static void Describe(string name, BenchReport report, double others)
    {
        Console.WriteLine($"{name}, {report.Unit} ({(report.Better is Better.Higher ? "higher" : "lower")} is better)");
        foreach (var (who, figure) in report.Peers.Prepend(KeyValuePair.Create("ours", report.Ours)))
            Console.WriteLine($"  {who,-20} {figure,16:N2}");
        Console.WriteLine($"  {"CPU of others",-20} {others,16:N2} cores");
    }
}
