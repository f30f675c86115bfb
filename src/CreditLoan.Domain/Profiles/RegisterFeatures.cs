using CreditLoan.Domain.Records;
using CreditLoan.Domain.Values;
using static CreditLoan.Domain.Profiles.FeatureMath;

namespace CreditLoan.Domain.Profiles;

/// <summary>Features over public registers (公共信用特征): registration, penalties, courts, rights, awards. They rest on registers that are public by law.</summary>
internal static class RegisterFeatures
{
    private const string Now = "画像日";
    private const string OneYear = "近 12 个月";
    private const string TwoYears = "近 24 个月";

    public static readonly IReadOnlyList<Feature> All =
    [
        Of("age_months", "成立时间", "个月", Now, DataClass.Registration, r => r.Register?.FoundedOn is { } on && on <= r.AsOf ? Count(AsOfMonth.Number(r.AsOf) - AsOfMonth.Number(on) - (r.AsOf.Day < on.Day ? 1 : 0)) : null),
        Of("size", "企业规模", "", Now, DataClass.Registration, r => Choice(r.Register?.Size is "Unclassified" ? null : r.Register?.Size)),
        Of("section", "行业门类", "", Now, DataClass.Registration, r => Choice(r.Register?.Section)),
        Of("registration_changes_24m", "近 24 月变更登记", "次", TwoYears, DataClass.Registration, r => Count(r.Within(FactKind.RegistrationChanged, 24).Count())),
        Of("address_changes_24m", "近 24 月变更住所", "次", TwoYears, DataClass.Registration, r => Count(r.Within(FactKind.RegistrationChanged, 24).Count(f => f.Grade == "address"))),
        Of("representative_changes_24m", "近 24 月变更法定代表人", "次", TwoYears, DataClass.Registration, r => Count(r.Within(FactKind.RegistrationChanged, 24).Count(f => f.Grade == "representative"))),

        Of("penalties_24m", "近 24 月行政处罚", "次", TwoYears, DataClass.Administrative, r => Count(r.Penalties(24).Count())),
        Of("severe_penalties_36m", "近 36 月严重处罚", "次", "近 36 个月", DataClass.Administrative, r => Count(r.Penalties(36).Count(p => p.Grade == "severe"))),
        Of("penalty_amount_24m", "近 24 月罚没金额", "万元", TwoYears, DataClass.Administrative, r => Wan(r.Penalties(24).Sum(p => p.Amount?.Fen ?? 0))),
        Of("abnormal", "经营异常名录", "", Now, DataClass.Administrative, r => Flag(r.Holding(FactKind.AbnormalOperation).Any())),
        Of("serious_violation", "严重违法失信名单", "", Now, DataClass.Administrative, r => Flag(r.Holding(FactKind.SeriousViolation).Any())),
        Of("licences", "有效行政许可", "项", Now, DataClass.Administrative, r => Count(r.Holding(FactKind.Licence).Count())),
        Of("public_credit_grade", "公共信用综合评价", "", Now, DataClass.Administrative, r => Choice(Grade(r, FactKind.PublicCreditGrade))),
        Of("promises_broken_24m", "近 24 月失信承诺", "次", TwoYears, DataClass.Administrative, r => Count(r.Within(FactKind.Promise, 24).Count(f => f.Grade == "broken"))),
        Of("promises_kept_24m", "近 24 月已履行承诺", "次", TwoYears, DataClass.Administrative, r => Count(r.Within(FactKind.Promise, 24).Count(f => f.Grade == "kept"))),

        Of("dishonest", "失信被执行人", "", Now, DataClass.Judicial, r => Flag(r.Holding(FactKind.Dishonest).Any())),
        Of("enforced", "被执行案件", "件", Now, DataClass.Judicial, r => Count(r.Holding(FactKind.Enforced).Count())),
        Of("lawsuits_24m", "近 24 月作为被告的案件", "件", TwoYears, DataClass.Judicial, r => Count(r.Within(FactKind.SuedAsDefendant, 24).Count())),
        Of("lawsuit_amount_24m", "近 24 月被诉金额", "万元", TwoYears, DataClass.Judicial, r => Wan(r.Within(FactKind.SuedAsDefendant, 24).Sum(f => f.Amount?.Fen ?? 0))),
        Of("lawsuits_brought_24m", "近 24 月作为原告的案件", "件", TwoYears, DataClass.Judicial, r => Count(r.Within(FactKind.SuedAsPlaintiff, 24).Count())),

        Of("patents", "有效发明专利", "件", Now, DataClass.IntellectualProperty, r => Count(r.Holding(FactKind.InventionPatent).Count())),
        Of("other_patents", "实用新型和外观设计", "件", Now, DataClass.IntellectualProperty, r => Count(r.Holding(FactKind.OtherPatent).Count())),
        Of("trademarks", "注册商标", "件", Now, DataClass.IntellectualProperty, r => Count(r.Holding(FactKind.Trademark).Count())),
        Of("software_copyrights", "软件著作权", "件", Now, DataClass.IntellectualProperty, r => Count(r.Holding(FactKind.SoftwareCopyright).Count())),
        Of("rights_pledged", "知识产权已质押", "", Now, DataClass.IntellectualProperty, r => Flag(r.Holding(FactKind.IntellectualPropertyPledge).Any())),

        Of("high_tech", "高新技术企业", "", Now, DataClass.Research, r => Flag(r.Holding(FactKind.HighTech).Any())),
        Of("technology_sme", "科技型中小企业", "", Now, DataClass.Research, r => Flag(r.Holding(FactKind.TechnologySme).Any())),
        Of("specialised", "专精特新", "", Now, DataClass.Research, r => Flag(r.Holding(FactKind.Specialised).Any() || r.Holding(FactKind.LittleGiant).Any())),
        Of("little_giant", "专精特新“小巨人”", "", Now, DataClass.Research, r => Flag(r.Holding(FactKind.LittleGiant).Any())),

        Of("environment_grade", "环保信用评价", "", Now, DataClass.Environment, r => Choice(Grade(r, FactKind.EnvironmentGrade))),
        Of("carbon_grade", "碳账户等级", "", Now, DataClass.Environment, r => Choice(Grade(r, FactKind.CarbonGrade))),

        Of("awards_12m", "近 12 月政府采购中标", "次", OneYear, DataClass.Procurement, r => Count(r.Within(FactKind.Award, 12).Count())),
        Of("award_amount_24m", "近 24 月中标金额", "万元", TwoYears, DataClass.Procurement, r => Wan(r.Within(FactKind.Award, 24).Sum(f => f.Amount?.Fen ?? 0))),
        Of("contracts_broken_36m", "近 36 月政府采购违约", "次", "近 36 个月", DataClass.Procurement, r => Count(r.Within(FactKind.ContractBroken, 36).Count())),
    ];

    /// <summary>The newest grade that holds.</summary>
    public static string? Grade(RecordsAsOf records, FactKind kind) =>
        records.Holding(kind).OrderByDescending(f => f.On).ThenByDescending(f => f.Number, StringComparer.Ordinal).FirstOrDefault()?.Grade;

    private static Feature Of(string key, string term, string unit, string window, DataClass source, Func<RecordsAsOf, FeatureValue?> compute) =>
        new(key, term, unit, window, source, 45, LawfulBasis.PublicRegister, Sensitivity.Open, compute);
}
