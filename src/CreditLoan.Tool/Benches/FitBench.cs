using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CreditLoan.Scoring.Alignment;
using CreditLoan.Scoring.Binning;
using CreditLoan.Scoring.Fitting;
using CreditLoan.Tool.Scorecards;

namespace CreditLoan.Tool.Benches;

/// <summary>Seconds from a sample to fitted weights: binning and logistic regression. The peer is scikit-learn.</summary>
/// <remarks>
/// Ours cuts fine classes, merges them into optimal monotone bins, weighs, chooses and fits. Scikit-learn has no such bins: it
/// finds the same fine classes, is handed our merged breaks, weighs them and fits; its breaks and its coefficients are compared
/// with ours (the coefficients to six digits). So the peer does a little less and gives the same answer.
/// </remarks>
internal static class FitBench
{
    private const string Script = """
        from sklearn.preprocessing import KBinsDiscretizer
        from sklearn.linear_model import LogisticRegression
        bad = column('bad').astype(np.int64)
        kept = [int(i) for i in column('kept')]
        classes, prior, l2, columns = int(column('classes')[0]), column('prior')[0], column('l2')[0], int(column('columns')[0])
        x = np.asfortranarray(np.column_stack([column(f'x{c}') for c in range(columns)]))
        breaks = [column(f'breaks{i}') for i in range(len(kept))]
        def work():
            fine = KBinsDiscretizer(classes, encode='ordinal', strategy='quantile', subsample=None).fit(x)
            woe = np.empty((len(bad), len(kept)), order='F')
            bads, goods, rows = bad.sum(), len(bad) - bad.sum(), len(bad)
            for i, c in enumerate(kept):
                bin = np.searchsorted(breaks[i], x[:, c], side='right')
                total = np.bincount(bin, minlength=len(breaks[i]) + 1)
                ones = np.bincount(bin, weights=bad, minlength=len(breaks[i]) + 1)
                table = np.log((ones + prior * bads / rows) / bads / ((total - ones + prior * goods / rows) / goods))
                woe[:, i] = table[bin]
            fit = LogisticRegression(C=1 / l2, solver=SOLVER, tol=1e-8, max_iter=1000).fit(woe, bad)
            edges = [e for c in fine.bin_edges_ for e in c[1:-1]]
            return [fit.intercept_[0], *fit.coef_[0], *edges]
        """;

    public static Command Create()
    {
        var rows = new Option<int>("--rows") { Description = "Rows of the large sample.", DefaultValueFactory = _ => 1_000_000 };
        var data = new Option<string?>("--data") { Description = "The folder of data sets; by default CREDITLOAN_DATA or ../shared/data." };
        return BenchCommand.Bench("fit", "Binning and fit of 30,000 × 23 and 1 million × 50, beside scikit-learn.",
            (parsed, _) => Task.FromResult(Run(DataFolder.Of(parsed.GetValue(data)), parsed.GetValue(rows))), rows, data);
    }

    public static BenchReport Run(string folder, int rows)
    {
        var card = Compare(PublicSamples.CreditCard(folder), rounds: 15, warm: 40);
        Console.Error.WriteLine($"30,000 × 23: {card}");
        var made = Compare(MadeSample.Of(rows, features: 50, missing: 0, seed: 11), rounds: 3, warm: 1);
        Console.Error.WriteLine($"{rows:N0} × 50: {made}");
        return new BenchReport("seconds", made.Ours, Better.Lower,
            new Dictionary<string, double>(StringComparer.Ordinal) { ["scikit_learn"] = made.Peer }, card.Verified && made.Verified,
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["ours_range"] = made.Range,
                ["scikit_learn_range"] = made.PeerRange,
                ["rows"] = rows,
                ["features"] = 50,
                ["credit_card_30000x23_ours"] = card.Ours,
                ["credit_card_30000x23_scikit_learn"] = card.Peer,
                ["credit_card_30000x23_ours_range"] = card.Range,
                ["credit_card_30000x23_scikit_learn_range"] = card.PeerRange,
                ["scikit_learn_solver"] = made.Solver,
            });
    }

    private sealed record Compared(double Ours, double Peer, double[] Range, double[] PeerRange, bool Verified, string Solver);

    /// <param name="warm">Rounds before the clock starts, for both: our code is compiled while it runs and is at its best after some thirty calls.</param>
    private static Compared Compare(Sample sample, int rounds, int warm)
    {
        var (binning, fitting) = (BinSettings.Usual, FitSettings.Usual);
        var fitted = Modelling.Fit(sample, binning, fitting);
        var kept = Array.ConvertAll(fitted.Features, t => Array.FindIndex(sample.Columns, c => c.Name == t.Feature));
        var columns = new Dictionary<string, double[]>(StringComparer.Ordinal)
        {
            ["bad"] = [.. sample.Bad.Select(b => (double)b)], ["kept"] = [.. kept.Select(k => (double)k)], ["columns"] = [sample.Columns.Length],
            ["classes"] = [binning.FineClasses], ["prior"] = [binning.Prior], ["l2"] = [fitting.L2],
        };
        for (var c = 0; c < sample.Columns.Length; c++) columns.Add($"x{c.ToString(CultureInfo.InvariantCulture)}", ((Column.Numbers)sample.Columns[c]).Values);
        for (var i = 0; i < kept.Length; i++) columns.Add($"breaks{i.ToString(CultureInfo.InvariantCulture)}", ((Partition.Intervals)fitted.Features[i].Partition).Breaks);

        // Of its two solvers for many rows and few columns the peer runs the one that is faster here.
        var solvers = new[] { "lbfgs", "newton-cholesky" };
        var peers = Array.ConvertAll(solvers, s => PythonPeer.Start(Script.Replace("SOLVER", $"'{s}'", StringComparison.Ordinal), columns));
        try
        {
            var first = Array.ConvertAll(peers, p => p.Run());
            var best = first[0].Seconds <= first[1].Seconds ? 0 : 1;
            for (var round = 1; round < warm; round++)
            {
                fitted = Modelling.Fit(sample, binning, fitting);
                peers[best].Run();
            }
            var times = new Timings();
            for (var round = 0; round < rounds; round++)
            {
                times.Take("ours", counted: true, () => fitted = Modelling.Fit(sample, binning, fitting));
                times.Add("peer", peers[best].Run().Seconds);
            }
            return new Compared(times.Median("ours"), times.Median("peer"), times.Seconds("ours"), times.Seconds("peer"),
                Agree(sample, binning, fitted, first[1].Answer), solvers[best]);
        }
        finally
        {
            foreach (var peer in peers) peer.Dispose();
        }
    }

    /// <summary>Coefficients to six digits, and every fine break of the features that have more values than classes.</summary>
    private static bool Agree(Sample sample, BinSettings binning, FittedScorecard fitted, double[] answer)
    {
        double[] ours = [fitted.Fit.Intercept, .. fitted.Fit.Slopes];
        var same = ours.Zip(answer).All(pair => Math.Abs(pair.First - pair.Second) <= 5e-7 * Math.Max(1, Math.Abs(pair.Second)));
        var edges = new HashSet<double>(answer[ours.Length..]);
        return same && sample.Columns.Cast<Column.Numbers>().Where(c => c.Values.Distinct().Take(binning.FineClasses + 1).Count() > binning.FineClasses)
            .All(c => Quantiles.Breaks(c.Values, binning.FineClasses).All(b => edges.Contains(b) || edges.Any(e => Math.Abs(e - b) <= 1e-9 * Math.Abs(b))));
    }
}
