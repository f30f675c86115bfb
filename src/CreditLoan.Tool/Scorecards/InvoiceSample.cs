using System.Globalization;
using CreditLoan.Scoring.Alignment;
using CreditLoan.Scoring.Binning;

namespace CreditLoan.Tool.Scorecards;

/// <summary>The labelled enterprises of the contest data 2020 C with a handful of features from their VAT invoices (发票特征样本).</summary>
/// <remarks>The rating (信誉评级) is read and handed on as well, so that the alignment can be seen to refuse it.</remarks>
internal static class InvoiceSample
{
    private static readonly DateOnly AsOf = new(2020, 2, 29);

    public const string Target = "是否违约";

    /// <summary>The enterprises' keys, feature columns and outcomes; with the rating if it is asked for.</summary>
    public static Aligned Read(string folder, bool withRating)
    {
        var data = Path.Combine(folder, "cumcm2020c");
        var enterprises = PublicSamples.Lines(Path.Combine(data, "enterprises_with_credit_record.csv")).Skip(1)
            .Where(l => l.Length > 0).Select(PublicSamples.Fields).ToArray();
        var sales = Invoices(Path.Combine(data, "sales_invoices_with_credit_record.csv.gz"));
        var purchases = Invoices(Path.Combine(data, "purchase_invoices_with_credit_record.csv.gz"));
        var keys = Array.ConvertAll(enterprises, e => e[0]);

        var columns = Features.Select(f => (Column)new Column.Numbers(f.Name, Array.ConvertAll(keys, k => f.Of(Side(sales, k), Side(purchases, k))))).ToList();
        if (withRating) columns.Add(Column.Categories.Of("信誉评级", enterprises.Select(e => (string?)e[2])));
        return Aligner.Align(Target, keys, [.. columns], [.. enterprises.Select(e => new Outcome(e[0], e[3] == "是"))]);
    }

    /// <summary>The way in which risk may move along each feature (单调方向).</summary>
    public static IReadOnlyDictionary<string, Trend> Trends => Features.ToDictionary(f => f.Name, f => f.Trend, StringComparer.Ordinal);

    /// <summary>One invoice: valid or void, the amount with tax, a credit note (红字) below zero.</summary>
    private readonly record struct Invoice(DateOnly Day, string Partner, double Amount, bool Valid);

    /// <summary>Each with the way in which risk may move along it, as credit officers see it and before the data were looked at.</summary>
    private static readonly (string Name, Trend Trend, Func<Invoice[], Invoice[], double> Of)[] Features =
    [
        ("近12月有效销项金额", Trend.Decreasing, (sales, _) => Recent(sales, 12).Sum(i => i.Amount)),
        ("近12月有效进项金额", Trend.Decreasing, (_, purchases) => Recent(purchases, 12).Sum(i => i.Amount)),
        ("销项作废率", Trend.Increasing, (sales, _) => Ratio(sales.Count(i => !i.Valid), sales.Length)),
        ("进项作废率", Trend.Increasing, (_, purchases) => Ratio(purchases.Count(i => !i.Valid), purchases.Length)),
        ("销项红字率", Trend.Increasing, (sales, _) => Ratio(sales.Count(i => i.Amount < 0), sales.Length)),
        ("近24月销项活跃月数", Trend.Decreasing, (sales, _) => Recent(sales, 24).Select(Month).Distinct().Count()),
        ("近24月客户数", Trend.Decreasing, (sales, _) => Recent(sales, 24).Select(i => i.Partner).Distinct(StringComparer.Ordinal).Count()),
        ("近24月第一大客户占比", Trend.Increasing, (sales, _) => Largest(Recent(sales, 24))),
        ("近24月第一大供应商占比", Trend.Increasing, (_, purchases) => Largest(Recent(purchases, 24))),
        ("销项年增长", Trend.Decreasing, (sales, _) => Growth(sales)),
        ("近24月进销比", Trend.Monotone, (sales, purchases) => Ratio(Recent(purchases, 24).Sum(i => i.Amount), Recent(sales, 24).Sum(i => i.Amount))),
        ("近24月最长断档月数", Trend.Increasing, (sales, _) => LongestGap(sales)),
    ];

    private static ILookup<string, Invoice> Invoices(string file) =>
        PublicSamples.Lines(file).Skip(1).Where(l => l.Length > 0).Select(PublicSamples.Fields)
            .Select(f => (Enterprise: f[0], Invoice: new Invoice(
                DateOnly.ParseExact(f[2], "yyyy/M/d", CultureInfo.InvariantCulture), f[3], double.Parse(f[6], CultureInfo.InvariantCulture), f[7].Trim() == "有效发票")))
            .Where(x => x.Invoice.Day <= AsOf).ToLookup(x => x.Enterprise, x => x.Invoice, StringComparer.Ordinal);

    private static Invoice[] Side(ILookup<string, Invoice> invoices, string enterprise) => [.. invoices[enterprise]];

    private static IEnumerable<Invoice> Recent(Invoice[] invoices, int months) => invoices.Where(i => i.Valid && i.Day > AsOf.AddMonths(-months));

    private static int Month(Invoice invoice) => (invoice.Day.Year * 12) + invoice.Day.Month;

    private static double Ratio(double part, double whole) => whole == 0 ? double.NaN : part / whole;

    private static double Largest(IEnumerable<Invoice> invoices)
    {
        var byPartner = invoices.GroupBy(i => i.Partner, StringComparer.Ordinal).Select(g => Math.Max(0, g.Sum(i => i.Amount))).ToArray();
        return byPartner.Length == 0 ? double.NaN : Ratio(byPartner.Max(), byPartner.Sum());
    }

    private static double Growth(Invoice[] sales)
    {
        var (year, before) = (Recent(sales, 12).Sum(i => i.Amount), Recent(sales, 24).Sum(i => i.Amount));
        return before - year <= 0 ? double.NaN : (year / (before - year)) - 1;
    }

    private static double LongestGap(Invoice[] sales)
    {
        var last = (AsOf.Year * 12) + AsOf.Month;
        var months = Recent(sales, 24).Select(Month).Append(last + 1).Append(last - 24).Distinct().Order().ToArray();
        return months.Zip(months.Skip(1), (a, b) => b - a - 1).Max();
    }
}
