using CreditLoan.Domain.Records;
using CreditLoan.Domain.Values;
using static CreditLoan.Domain.Profiles.FeatureMath;

namespace CreditLoan.Domain.Profiles;

/// <summary>Features over monthly deliveries (月度数据特征): tax, social insurance, housing fund, utilities, customs, carbon.</summary>
internal static class MonthlyFeatures
{
    private const string Year = "近 12 个整月";
    private const string TwoYears = "近 24 个整月";
    private const string ThreeYears = "近 36 个整月";

    public static readonly IReadOnlyList<Feature> All =
    [
        Of("tax_grade", "纳税信用级别", "", "最近一次评定", DataClass.Tax, r => Choice(RegisterFeatures.Grade(r, FactKind.TaxGrade))),
        Of("tax_paid_12m", "近 12 月入库税款", "万元", Year, DataClass.Tax, r => Total(r.Months(MonthlySeries.TaxPaid), 12) is { } paid ? Wan(paid) : null),
        Of("tax_growth", "入库税款同比增长", "%", TwoYears, DataClass.Tax, r => Yearly(r, MonthlySeries.TaxPaid)),
        Of("tax_months", "连续纳税", "个月", ThreeYears, DataClass.Tax, r => Count(Streak(r.Months(MonthlySeries.TaxPaid)))),
        Of("tax_arrears", "欠税", "", "最近一月", DataClass.Tax, r => Owed(r, MonthlySeries.TaxArrears)),
        Of("insured_people", "社保参保人数", "人", "最近一月", DataClass.SocialInsurance, r => Newest(r.Months(MonthlySeries.PeopleInsured)) is { } people ? new FeatureValue.Number(people) : null),
        Of("insured_growth", "参保人数同比增长", "%", "最近一月对上年同月", DataClass.SocialInsurance, r => Point(r, MonthlySeries.PeopleInsured)),
        Of("insured_months", "社保连续缴纳", "个月", ThreeYears, DataClass.SocialInsurance, r => Count(Streak(r.Months(MonthlySeries.InsurancePaid)))),
        Of("insurance_arrears", "社保欠费", "", "最近一月", DataClass.SocialInsurance, r => Owed(r, MonthlySeries.InsuranceArrears)),
        Of("fund_people", "公积金缴存人数", "人", "最近一月", DataClass.HousingFund, r => Newest(r.Months(MonthlySeries.FundDepositors)) is { } people ? new FeatureValue.Number(people) : null),
        Of("fund_months", "公积金连续缴存", "个月", ThreeYears, DataClass.HousingFund, r => Count(Streak(r.Months(MonthlySeries.FundPaid)))),
        Of("electricity_growth", "用电量同比增长", "%", TwoYears, DataClass.Utilities, r => Yearly(r, MonthlySeries.Electricity)),
        Of("electricity_volatility", "用电量波动系数", "", Year, DataClass.Utilities, r => Volatility([.. r.Months(MonthlySeries.Electricity).Select(m => m ?? 0)])),
        Of("water_growth", "用水量同比增长", "%", TwoYears, DataClass.Utilities, r => Yearly(r, MonthlySeries.Water)),
        Of("utility_arrears", "水电气欠费", "", "最近一月", DataClass.Utilities, r => Owed(r, MonthlySeries.UtilityArrears)),
        Of("exports_12m", "近 12 月出口", "", Year, DataClass.Trade, r => Flag(Total(r.Months(MonthlySeries.Exports), 12) > 0)),
        Of("export_growth", "出口额同比增长", "%", TwoYears, DataClass.Trade, r => Yearly(r, MonthlySeries.Exports)),
        Of("import_growth", "进口额同比增长", "%", TwoYears, DataClass.Trade, r => Yearly(r, MonthlySeries.Imports)),
        Of("customs_grade", "海关信用等级", "", "画像日", DataClass.Trade, r => Choice(RegisterFeatures.Grade(r, FactKind.CustomsGrade))),
        Of("carbon_intensity_change", "碳排放强度同比变化", "%", TwoYears, DataClass.Environment, r => Yearly(r, MonthlySeries.CarbonIntensity)),
    ];

    private static FeatureValue? Yearly(RecordsAsOf records, MonthlySeries series)
    {
        var months = records.Months(series);
        return Total(months, 12) is { } now && Total(months, 12, 12) is { } before ? Growth(now, before) : null;
    }

    private static FeatureValue? Point(RecordsAsOf records, MonthlySeries series)
    {
        var months = records.Months(series);
        return Newest(months) is { } now && Newest([.. months.Skip(12)]) is { } before ? Growth(now, before) : null;
    }

    private static FeatureValue? Owed(RecordsAsOf records, MonthlySeries series) => Newest(records.Months(series)) is { } owed ? Flag(owed > 0) : null;

    private static Feature Of(string key, string term, string unit, string window, DataClass source, Func<RecordsAsOf, FeatureValue?> compute) =>
        new(key, term, unit, window, source, 60, LawfulBasis.Consent, Sensitivity.Internal, compute);
}
