using System.Globalization;
using System.IO.Compression;
using CreditLoan.Scoring.Alignment;

namespace CreditLoan.Tool.Scorecards;

/// <summary>The openly licensed credit samples of the data folder, as columns (公开样本).</summary>
internal static class PublicSamples
{
    /// <summary>Statlog German credit, 1,000 rows.</summary>
    public static Sample German(string folder) =>
        Read("creditability", Path.Combine(folder, "german_credit", "germancredit.csv"), bad: "bad");

    /// <summary>Spanish consumer credit, 4,454 rows with missing values.</summary>
    public static Sample CreditData(string folder) =>
        Read("Status", Path.Combine(folder, "credit_data", "credit_data.csv"), bad: "bad");

    /// <summary>Default of credit card clients, Taiwan, 30,000 rows; every feature as a number.</summary>
    public static Sample CreditCard(string folder) =>
        Read("default.payment.next.month", Path.Combine(folder, "fate", "UCI_Credit_Card.csv.gz"), bad: "1", leaveOut: "ID");

    /// <summary>Polish companies, 64 ratios, bankrupt within a year, 5,910 rows.</summary>
    public static Sample Polish(string folder)
    {
        var lines = Lines(Path.Combine(folder, "polish_bankruptcy", "5year.arff.gz")).Where(l => l.Length > 0).ToArray();
        var names = lines.Where(l => l.StartsWith("@attribute", StringComparison.Ordinal)).Select(l => l.Split(' ')[1]);
        var rows = lines.SkipWhile(l => !l.StartsWith("@data", StringComparison.Ordinal)).Skip(1).Select(l => l.Split(','));
        return Of("bankrupt", [.. names.SkipLast(1), "bankrupt"], [.. rows], bad: "1");
    }

    private static Sample Read(string target, string file, string bad, string? leaveOut = null)
    {
        var rows = Lines(file).Where(l => l.Length > 0).Select(Fields).ToArray();
        var kept = Enumerable.Range(0, rows[0].Length).Where(c => rows[0][c] != leaveOut).ToArray();
        return Of(target, Array.ConvertAll(kept, c => rows[0][c]), [.. rows.Skip(1).Select(r => Array.ConvertAll(kept, c => r[c]))], bad);
    }

    private static Sample Of(string target, string[] names, string[][] rows, string bad)
    {
        var outcome = Array.IndexOf(names, target);
        var columns = Enumerable.Range(0, names.Length).Where(c => c != outcome).Select(c => OfTexts(names[c], Array.ConvertAll(rows, r => r[c])));
        return new Sample(target, [.. columns], Array.ConvertAll(rows, r => r[outcome] == bad ? (byte)1 : (byte)0));
    }

    /// <summary>Numbers where every text is one; <c>?</c>, <c>NA</c> and nothing are missing.</summary>
    private static Column OfTexts(string name, string[] texts)
    {
        var known = Array.ConvertAll(texts, t => t is "?" or "NA" ? "" : t);
        return Array.TrueForAll(known, t => t.Length == 0 || Number(t) is not null)
            ? new Column.Numbers(name, Array.ConvertAll(known, t => Number(t) ?? double.NaN))
            : Column.Categories.Of(name, known);
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Lines of a file, unpacked where it ends in gz.</summary>
    public static IEnumerable<string> Lines(string file)
    {
        using var stream = File.OpenRead(file);
        using var reader = new StreamReader(file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream);
        while (reader.ReadLine() is { } line) yield return line;
    }

    /// <summary>The fields of one line of comma separated values; a quoted field may hold commas.</summary>
    public static string[] Fields(string line)
    {
        var fields = new List<string>();
        for (var at = 0; at <= line.Length;)
        {
            if (at < line.Length && line[at] == '"')
            {
                var end = line.IndexOf('"', at + 1);
                fields.Add(line[(at + 1)..end]);
                at = end + 2;
            }
            else
            {
                var end = line.IndexOf(',', at);
                if (end < 0) end = line.Length;
                fields.Add(line[at..end]);
                at = end + 1;
            }
        }
        return [.. fields];
    }
}
