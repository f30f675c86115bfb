using CreditLoan.Tool.Torture;
using Xunit.Abstractions;

namespace CreditLoan.Tool.Tests;

public sealed class A_tortured_platform(ITestOutputHelper output)
{
    [Fact]
    public async Task Loses_and_doubles_nothing_though_everything_is_killed()
    {
        var report = await TortureRun.Run(databaseKills: 10, applicationKills: 24, withFaults: true, seed: 1, output.WriteLine, CancellationToken.None);
        Assert.Empty(report.Wrong);
        Assert.Equal(10, report.DatabaseRestarts.Count);
        // One that is killed before its first answer has no restart to tell of.
        Assert.InRange(report.ApplicationRestarts.Count, 12, 24);
        Assert.Equal(4, report.Faults.Count);
        // Ten seconds are promised, and a busy machine gets as many again.
        Assert.True(report.Longest < TimeSpan.FromSeconds(20), $"A caller waited {report.Longest.TotalSeconds:N1} s: {string.Join("; ", report.Faults)}");
        Assert.True(report.Acknowledged > 1_000, $"{report.Acknowledged} commands are too few.");
    }
}
