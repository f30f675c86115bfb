using System.Globalization;
using System.Security.Cryptography;
using CreditLoan.Scoring.Alignment;
using CreditLoan.Scoring.Binning;
using CreditLoan.Scoring.Fitting;
using CreditLoan.Scoring.Scorecards;
using CreditLoan.Tool.Scorecards;

namespace CreditLoan.Scoring.Tests.Scorecards;

/// <summary>Processors without wide vectors take other paths through the kernels, down to the plain one; what comes of them is the same.</summary>
public class On_a_lesser_machine
{
    public static TheoryData<string> Settings => [.. LesserMachine.Settings];

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task Every_row_has_the_same_bins_and_scores_and_the_fit_gives_the_same_scorecard(string hidden)
    {
        var there = await LesserMachine.Run(typeof(On_a_lesser_machine).Assembly, hidden);

        Assert.Equal(Answers().Lines, there[1..^1]);
        var (here, coefficients) = (Answers().Coefficients, Array.ConvertAll(there[^1].Split(' '), c => double.Parse(c, CultureInfo.InvariantCulture)));
        Assert.Equal(here.Length, coefficients.Length);
        // Exponentials are rounded by another routine there: the last digits of a double may differ.
        for (var i = 0; i < here.Length; i++) Assert.Equal(here[i], coefficients[i], 1e-9);
        if (hidden == LesserMachine.Settings[0]) Assert.Equal($"{Width.Plain} {Width.Plain}", there[0]);
    }

    /// <summary>The program that a lesser machine runs: which widths it has, and its answers.</summary>
    internal static void Main()
    {
        var (lines, coefficients) = Answers();
        Console.WriteLine($"{RawKernel.Widest} {BinnedKernel.Widest}");
        foreach (var line in lines) Console.WriteLine(line);
        Console.WriteLine(string.Join(' ', coefficients.Select(c => c.ToString("R", CultureInfo.InvariantCulture))));
    }

    private static (string[] Lines, double[] Coefficients) Answers()
    {
        var sample = PublicSamples.CreditData(TestData.Folder);
        var fitted = Cards.Fit(sample, BinSettings.Usual with { Specials = new Dictionary<string, double[]>(StringComparer.Ordinal) { ["Assets"] = [0], ["Debt"] = [0] } });
        var card = Scorecard.Of(fitted, Scale.Usual);
        var bins = card.Characteristics.Select(c => BinColumn.Of(sample.Columns.Single(x => x.Name == c.Feature), c.Partition)).ToArray();
        var (raw, binned) = (new int[sample.Rows], new int[sample.Rows]);
        new RawKernel(card, sample.Columns).Score(raw);
        new BinnedKernel(card).Score(bins, binned);
        return ([.. ScorecardTable.Of(card).Select(l => string.Join('|', l)), Digest(bins.SelectMany(b => b)), Digest(raw.SelectMany(BitConverter.GetBytes)), Digest(binned.SelectMany(BitConverter.GetBytes))],
            [fitted.Fit.Intercept, .. fitted.Fit.Slopes, .. fitted.Fit.Errors]);
    }

    private static string Digest(IEnumerable<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData([.. bytes]));
}
