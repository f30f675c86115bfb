using System.CommandLine;
using System.Text.Json;
using CreditLoan.Tool.Benches;

namespace CreditLoan.Tool.Tests;

public class A_bench_report
{
    private static readonly BenchReport Report = new(
        "seconds", 0.123456, Better.Lower, new Dictionary<string, double>(StringComparer.Ordinal) { ["duckdb"] = 1234567.8 }, Verified: true,
        new Dictionary<string, object>(StringComparer.Ordinal) { ["rows"] = 10_000_000, ["p99_ms"] = 19.87654 });

    [Fact]
    public void Is_one_line_of_json_with_four_digits()
    {
        var line = Report.ToJson("reconcile", 0.25);

        Assert.Equal(
            """{"bench":"reconcile","unit":"seconds","ours":0.1235,"better":"lower","peers":{"duckdb":1234568},"verified":true,"cpu_of_others":0.25,"rows":10000000,"p99_ms":19.88}""",
            line);
    }

    [Fact]
    public void Keeps_chinese_readable() =>
        Assert.Contains("企业", (Report with { Unit = "企业" }).ToJson("match", 0), StringComparison.Ordinal);

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task Decides_the_exit_code_by_whether_it_is_verified(bool verified, int expected)
    {
        var command = BenchCommand.Bench("x", "x", (_, _) => Task.FromResult(Report with { Verified = verified }));

        Assert.Equal(expected, await new RootCommand { command }.Parse(["x", "--json"]).InvokeAsync());
    }

    [Fact]
    public void Is_a_number_for_zero() => Assert.Equal(0, JsonDocument.Parse((Report with { Ours = 0 }).ToJson("x", 0)).RootElement.GetProperty("ours").GetDouble());
}
