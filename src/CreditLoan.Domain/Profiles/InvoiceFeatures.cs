using CreditLoan.Domain.Values;
using static CreditLoan.Domain.Profiles.FeatureMath;

namespace CreditLoan.Domain.Profiles;

/// <summary>Features over VAT invoices (发票特征). Amounts are without tax; void invoices count only where the name says so.</summary>
internal static class InvoiceFeatures
{
    private const string Year = "近 12 个整月";
    private const string TwoYears = "近 24 个整月";

    public static readonly IReadOnlyList<Feature> All =
    [
        Of("sales_12m", "近 12 月开票额", "万元", Year, r => Wan(r.Sales.NetOf(12))),
        Of("sales_prior_12m", "上一个 12 月开票额", "万元", "第 13 至 24 个整月", r => Wan(r.Sales.NetOf(12, 12))),
        Of("sales_growth", "开票额同比增长", "%", TwoYears, r => Growth(r.Sales.NetOf(12), r.Sales.NetOf(12, 12))),
        Of("sales_growth_3m", "近 3 月开票额同比增长", "%", "近 3 个整月对上年同期", r => Growth(r.Sales.NetOf(3), r.Sales.NetOf(3, 12))),
        Of("sales_trend", "开票额月均变化", "%", Year, r => Trend(r.Sales.Net)),
        Of("sales_volatility", "开票额波动系数", "", Year, r => Volatility(r.Sales.Net)),
        Of("sales_peak_share", "最高月占全年开票", "%", Year, r => Part(r.Sales.Net.Take(12).Max(), r.Sales.NetOf(12))),
        Of("active_months", "近 12 月有开票的月数", "个月", Year, r => Count(Active(r.Sales.Valid, 12))),
        Of("active_months_24", "近 24 月有开票的月数", "个月", TwoYears, r => Count(Active(r.Sales.Valid, 24))),
        Of("gap_months", "近 12 月最长断票", "个月", Year, r => Count(LongestGap(r.Sales.Valid, 12))),
        Of("days_since_sale", "距最近一次开票", "天", "至画像日", r => r.Sales.Last is { } last ? Count(r.AsOf.DayNumber - last.DayNumber) : null),
        Of("invoice_history", "开票历史", "个月", "至画像日", r => r.Sales.First is { } first ? Count(AsOfMonth.Number(r.AsOf) - AsOfMonth.Number(first) + 1) : null),
        Of("average_sale", "平均每张销项金额", "万元", Year, r => Ratio(r.Sales.NetOf(12) / 1_000_000m, InvoiceMonths.Sum(r.Sales.Valid, 12))),
        Of("void_share", "作废发票占比", "%", Year, r => Part(InvoiceMonths.Sum(r.Sales.Void, 12), InvoiceMonths.Sum(r.Sales.Void, 12) + InvoiceMonths.Sum(r.Sales.Valid, 12))),
        Of("void_share_purchases", "进项作废发票占比", "%", Year, r => Part(InvoiceMonths.Sum(r.Purchases.Void, 12), InvoiceMonths.Sum(r.Purchases.Void, 12) + InvoiceMonths.Sum(r.Purchases.Valid, 12))),
        Of("credit_note_share", "红字发票占比", "%", Year, r => CreditNotes(r.Sales)),
        Of("credit_note_share_purchases", "进项红字占比", "%", Year, r => CreditNotes(r.Purchases)),
        Of("effective_tax_rate", "销项平均税率", "%", Year, r => Part(InvoiceMonths.Sum(r.Sales.Tax, 12), r.Sales.NetOf(12))),
        Of("purchases_12m", "近 12 月进项额", "万元", Year, r => Wan(r.Purchases.NetOf(12))),
        Of("purchases_growth", "进项额同比增长", "%", TwoYears, r => Growth(r.Purchases.NetOf(12), r.Purchases.NetOf(12, 12))),
        Of("purchases_volatility", "进项额波动系数", "", Year, r => Volatility(r.Purchases.Net)),
        Of("purchase_active_months", "近 12 月有进项的月数", "个月", Year, r => Count(Active(r.Purchases.Valid, 12))),
        Of("value_added_share", "销项高于进项的部分", "%", Year, r => Part(r.Sales.NetOf(12) - r.Purchases.NetOf(12), r.Sales.NetOf(12))),
        Of("customers", "客户数", "家", Year, r => Count(r.Sales.Counterparties().Count)),
        Of("suppliers", "供应商数", "家", Year, r => Count(r.Purchases.Counterparties().Count)),
        Of("top_customer_share", "第一大客户占比", "%", Year, r => Top(r.Sales, 1)),
        Of("top3_customer_share", "前三大客户占比", "%", Year, r => Top(r.Sales, 3)),
        Of("top_supplier_share", "第一大供应商占比", "%", Year, r => Top(r.Purchases, 1)),
        Of("top3_supplier_share", "前三大供应商占比", "%", Year, r => Top(r.Purchases, 3)),
        Of("customer_retention", "上年客户今年仍在", "%", TwoYears, r => Retention(r.Sales)),
        Of("supplier_retention", "上年供应商今年仍在", "%", TwoYears, r => Retention(r.Purchases)),
        Of("new_customer_share", "新客户占开票额", "%", TwoYears, r => Newcomers(r.Sales)),
    ];

    private static Feature Of(string key, string term, string unit, string window, Func<RecordsAsOf, FeatureValue?> compute) =>
        new(key, term, unit, window, DataClass.Invoices, 45, LawfulBasis.Consent, Sensitivity.Sensitive, compute);

    private static FeatureValue? CreditNotes(InvoiceMonths side)
    {
        var back = InvoiceMonths.Sum(side.CreditNotes, 12);
        return Part(back, side.NetOf(12) + back);
    }

    private static FeatureValue? Top(InvoiceMonths side, int count)
    {
        var all = side.Counterparties();
        return Part(all.Take(count).Sum(c => c.Amount), all.Sum(c => c.Amount));
    }

    private static FeatureValue? Retention(InvoiceMonths side)
    {
        var before = side.Counterparties(12);
        var now = side.Counterparties().Select(c => c.Code).ToHashSet(StringComparer.Ordinal);
        return Part(before.Count(c => now.Contains(c.Code)), before.Count);
    }

    private static FeatureValue? Newcomers(InvoiceMonths side)
    {
        var before = side.Counterparties(12).Select(c => c.Code).ToHashSet(StringComparer.Ordinal);
        var now = side.Counterparties();
        return before.Count == 0 ? null : Part(now.Where(c => !before.Contains(c.Code)).Sum(c => c.Amount), now.Sum(c => c.Amount));
    }
}
