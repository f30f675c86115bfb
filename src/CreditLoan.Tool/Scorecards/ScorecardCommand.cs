using System.CommandLine;
using CreditLoan.Scoring.Alignment;

namespace CreditLoan.Tool.Scorecards;

/// <summary><c>xyd scorecard</c>: models the real data sets and writes docs/scorecard.md from what came out.</summary>
internal static class ScorecardCommand
{
    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "The folder of data sets; by default CREDITLOAN_DATA or ../shared/data." };
        var resamples = new Option<int>("--resamples") { Description = "Bootstrap resamples behind every interval.", DefaultValueFactory = _ => 1000 };
        var to = new Option<string>("--to") { Description = "The file to write.", DefaultValueFactory = _ => Path.Combine(Repository.Root, "docs", "scorecard.md") };
        var command = new Command("scorecard", "Compares the scorecard with additive stumps, XGBoost and scikit-learn on real data, and writes the report.") { data, resamples, to };
        command.SetAction(parsed =>
        {
            var outcomes = Arenas(DataFolder.Of(parsed.GetValue(data))).Select(arena =>
            {
                Console.Error.WriteLine($"{arena.Name}: {arena.Sample.Rows:N0} rows, {arena.Sample.BadCount:N0} bad, {arena.Folds:N0} folds");
                var outcome = Contest.Run(arena, parsed.GetValue(resamples));
                foreach (var entry in outcome.Entries) Console.Error.WriteLine($"  {entry.Model,-36} AUC {entry.Report.Auc.Value:F4} [{entry.Report.Auc.Low:F4}, {entry.Report.Auc.High:F4}]");
                return outcome;
            }).ToArray();
            var file = Path.GetFullPath(parsed.GetValue(to)!);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, ScorecardDocument.Write(outcomes, parsed.GetValue(resamples)));
            Console.WriteLine(file);
        });
        return command;
    }

    private static IEnumerable<Arena> Arenas(string folder)
    {
        if (InvoiceSample.Read(folder, withRating: true) is not Aligned.Leaking)
            throw new OperatorException("The rating passed as a feature of default; nothing is written.");
        var enterprises = ((Aligned.Joined)InvoiceSample.Read(folder, withRating: false)).Sample;
        yield return Arena.Small("CUMCM 2020 C enterprises 真实小微企业", "national modelling contest 2020, problem C: VAT invoices of real enterprises, names masked", enterprises, InvoiceSample.Trends);
        yield return Arena.Usual("German credit", "Statlog German credit (CC BY 4.0)", PublicSamples.German(folder), folds: 10);
        yield return Arena.Usual("credit_data", "Spanish consumer credit (MIT)", PublicSamples.CreditData(folder), folds: 10);
        yield return Arena.Usual("Polish companies, 5th year", "UCI Polish companies bankruptcy (CC BY 4.0)", PublicSamples.Polish(folder), folds: 10);
        yield return Arena.Usual("Credit card clients", "UCI default of credit card clients (CC BY 4.0)", PublicSamples.CreditCard(folder), folds: 5);
    }
}
