using CreditLoan.Domain.Records;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Profiles;

/// <summary>Twelve months as an index, so that no amount is shown (趋势指数).</summary>
/// <param name="Note">What it says in a few words: 同比 +11%.</param>
/// <param name="Index">From the oldest whole month to the newest; the mean of those delivered is 100; null where a month is missing.</param>
public sealed record Trend(string Key, string Title, DataClass Class, string Note, bool Notice, int?[] Index);

/// <summary>The six trends of a profile (十二个月趋势).</summary>
public static class Trends
{
    /// <summary>Titles by key, in the order they are shown; a class that is missing keeps its place.</summary>
    public static readonly IReadOnlyList<(string Key, string Title, DataClass Class)> All =
    [
        ("sales", "销项开票", DataClass.Invoices),
        ("purchases", "进项开票", DataClass.Invoices),
        ("tax", "入库税款", DataClass.Tax),
        ("insured", "社保人数", DataClass.SocialInsurance),
        ("concentration", "客户集中度", DataClass.Invoices),
        ("electricity", "用电量", DataClass.Utilities),
    ];

    public static List<Trend> Of(RecordsAsOf records, IReadOnlyDictionary<string, FeatureValue> features)
    {
        var trends = new List<Trend>();
        foreach (var (key, title, data) in All)
        {
            if (!records.Coverage.ContainsKey(data) || Index(key, records) is not { } index) continue;
            var (note, notice) = Note(key, features);
            trends.Add(new Trend(key, title, data, note, notice, index));
        }
        return trends;
    }

    private static int?[]? Index(string key, RecordsAsOf records) => key switch
    {
        "sales" => Index([.. records.Sales.Net.Take(12).Select(m => (decimal?)m)]),
        "purchases" => Index([.. records.Purchases.Net.Take(12).Select(m => (decimal?)m)]),
        "tax" => Index(Delivered(records, MonthlySeries.TaxPaid)),
        "insured" => Index(Delivered(records, MonthlySeries.PeopleInsured)),
        "electricity" => Index(Delivered(records, MonthlySeries.Electricity)),
        _ => Index([.. Enumerable.Range(0, 12).Select(month => TopThree(records.Sales, month))]),
    };

    private static decimal?[] Delivered(RecordsAsOf records, MonthlySeries series) => [.. records.Months(series).Take(12).Select(m => (decimal?)m)];

    /// <summary>What the three largest customers had of the twelve months up to that month.</summary>
    private static decimal? TopThree(InvoiceMonths sales, int month)
    {
        var all = sales.Counterparties(month);
        var whole = all.Sum(c => c.Amount);
        return whole <= 0 ? null : (decimal)all.Take(3).Sum(c => c.Amount) / whole;
    }

    /// <summary>Newest first in, oldest first out; none where there is nothing above zero.</summary>
    private static int?[]? Index(decimal?[] months)
    {
        var mean = months.Where(m => m is not null).DefaultIfEmpty(0).Average();
        return mean is null or <= 0 ? null : [.. months.Reverse().Select(m => m is { } value ? (int?)Math.Round(Math.Clamp(value * 100 / mean.Value, -9_999, 9_999)) : null)];
    }

    private static (string Note, bool Notice) Note(string key, IReadOnlyDictionary<string, FeatureValue> features)
    {
        decimal? Value(string feature) => features.TryGetValue(feature, out var value) && value is FeatureValue.Number number ? number.Value : null;
        string Yearly(decimal? growth) => growth is { } g ? $"同比 {(g >= 0 ? "+" : "−")}{Math.Abs(Math.Round(g)):0}%" : "无上年同期";
        switch (key)
        {
            case "purchases":
                var faster = Value("purchases_growth") - Value("sales_growth") > 5;
                return (Yearly(Value("purchases_growth")) + (faster ? "，快于销项" : ""), faster);
            case "concentration":
                var share = Value("top3_customer_share");
                return (share is { } s ? $"前三大占 {Math.Round(s):0}%" : "", share >= 60);
            default:
                var growth = Value(key switch { "sales" => "sales_growth", "tax" => "tax_growth", "insured" => "insured_growth", _ => "electricity_growth" });
                return (Yearly(growth), growth <= -30);
        }
    }
}
