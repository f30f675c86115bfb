using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Records;

/// <summary>A figure that is delivered every month (月度指标).</summary>
public enum MonthlySeries
{
    /// <summary>入库税款, fen.</summary>
    TaxPaid = 1,
    /// <summary>欠税余额 at the end of the month, fen.</summary>
    TaxArrears = 2,
    /// <summary>社保参保人数.</summary>
    PeopleInsured = 3,
    /// <summary>社保缴费, fen.</summary>
    InsurancePaid = 4,
    /// <summary>社保欠费余额, fen.</summary>
    InsuranceArrears = 5,
    /// <summary>公积金缴存人数.</summary>
    FundDepositors = 6,
    /// <summary>公积金缴存额, fen.</summary>
    FundPaid = 7,
    /// <summary>用电量, kWh.</summary>
    Electricity = 8,
    /// <summary>用水量, m³.</summary>
    Water = 9,
    /// <summary>水电气欠费余额, fen.</summary>
    UtilityArrears = 10,
    /// <summary>出口额, fen.</summary>
    Exports = 11,
    /// <summary>进口额, fen.</summary>
    Imports = 12,
    /// <summary>碳排放强度, grams a yuan of output.</summary>
    CarbonIntensity = 13,
}

/// <summary>A dated fact of a public register (公共信用事实); what <c>Number</c>, <c>Grade</c> and <c>Until</c> mean stands with each.</summary>
public enum FactKind
{
    /// <summary>变更登记; grade says what: address, representative, capital, shareholder, scope.</summary>
    RegistrationChanged = 1,
    /// <summary>经营异常名录; until: removed.</summary>
    AbnormalOperation = 2,
    /// <summary>严重违法失信名单; until: removed.</summary>
    SeriousViolation = 3,
    /// <summary>行政处罚; grade: minor, general, severe (令36号).</summary>
    Penalty = 4,
    /// <summary>被告; until: closed.</summary>
    SuedAsDefendant = 5,
    /// <summary>原告; until: closed.</summary>
    SuedAsPlaintiff = 6,
    /// <summary>被执行人; until: closed.</summary>
    Enforced = 7,
    /// <summary>失信被执行人; until: removed.</summary>
    Dishonest = 8,
    /// <summary>发明专利; until: expired.</summary>
    InventionPatent = 9,
    /// <summary>实用新型和外观设计; until: expired.</summary>
    OtherPatent = 10,
    /// <summary>注册商标; until: expired.</summary>
    Trademark = 11,
    /// <summary>软件著作权.</summary>
    SoftwareCopyright = 12,
    /// <summary>知识产权质押; until: released.</summary>
    IntellectualPropertyPledge = 13,
    /// <summary>高新技术企业; until: expires.</summary>
    HighTech = 14,
    /// <summary>科技型中小企业; until: expires.</summary>
    TechnologySme = 15,
    /// <summary>专精特新中小企业; until: expires.</summary>
    Specialised = 16,
    /// <summary>专精特新“小巨人”; until: expires.</summary>
    LittleGiant = 17,
    /// <summary>纳税信用级别; grade: A, B, M, C, D.</summary>
    TaxGrade = 18,
    /// <summary>海关信用等级; grade: aeo, general, dishonest.</summary>
    CustomsGrade = 19,
    /// <summary>环保信用评价; grade: green, blue, yellow, red.</summary>
    EnvironmentGrade = 20,
    /// <summary>碳账户等级; grade: A to E.</summary>
    CarbonGrade = 21,
    /// <summary>政府采购中标; amount.</summary>
    Award = 22,
    /// <summary>政府采购合同违约.</summary>
    ContractBroken = 23,
    /// <summary>行政许可; until: expires.</summary>
    Licence = 24,
    /// <summary>公共信用综合评价; grade: A, B, C, D.</summary>
    PublicCreditGrade = 25,
    /// <summary>信用承诺; grade: kept, broken, open.</summary>
    Promise = 26,
}

/// <summary>One month's figure of one enterprise (月度数据).</summary>
/// <param name="Month">The first day of the month that the figure is about.</param>
/// <param name="KnownOn">The day it was delivered: a profile as of an earlier day does not see it.</param>
public readonly record struct MonthlyFigure(EnterpriseCode Enterprise, MonthlySeries Series, DateOnly Month, long Value, DateOnly KnownOn);

/// <summary>One dated fact about one enterprise (公共信用信息).</summary>
/// <param name="Number">Its number in the register it comes from.</param>
/// <param name="Until">The day from which it holds no more; null while it holds.</param>
/// <param name="KnownOn">The day it was delivered.</param>
/// <param name="RepairedOn">The day a penalty was repaired (信用修复): from then on it is no longer used.</param>
/// <param name="ObjectedOn">The day the enterprise objected (异议).</param>
public sealed record PublicFact(
    EnterpriseCode Enterprise, FactKind Kind, string Number, DateOnly On, DateOnly? Until, DateOnly KnownOn,
    Money? Amount = null, string? Grade = null, DateOnly? RepairedOn = null, DateOnly? ObjectedOn = null, DateOnly? ObjectionEnded = null);

/// <summary>Up to which day a class of data was delivered (数据覆盖).</summary>
public sealed record Coverage(EnterpriseCode Enterprise, DataClass Class, DateOnly AsOf, string Source);

/// <summary>Which class of data each register belongs to (数据目录).</summary>
public static class RecordCatalogue
{
    public static DataClass ClassOf(MonthlySeries series) => series switch
    {
        MonthlySeries.TaxPaid or MonthlySeries.TaxArrears => DataClass.Tax,
        MonthlySeries.PeopleInsured or MonthlySeries.InsurancePaid or MonthlySeries.InsuranceArrears => DataClass.SocialInsurance,
        MonthlySeries.FundDepositors or MonthlySeries.FundPaid => DataClass.HousingFund,
        MonthlySeries.Electricity or MonthlySeries.Water or MonthlySeries.UtilityArrears => DataClass.Utilities,
        MonthlySeries.Exports or MonthlySeries.Imports => DataClass.Trade,
        _ => DataClass.Environment,
    };

    public static DataClass ClassOf(FactKind kind) => kind switch
    {
        FactKind.RegistrationChanged => DataClass.Registration,
        FactKind.AbnormalOperation or FactKind.SeriousViolation or FactKind.Penalty or FactKind.Licence or FactKind.PublicCreditGrade or FactKind.Promise => DataClass.Administrative,
        FactKind.SuedAsDefendant or FactKind.SuedAsPlaintiff or FactKind.Enforced or FactKind.Dishonest => DataClass.Judicial,
        FactKind.InventionPatent or FactKind.OtherPatent or FactKind.Trademark or FactKind.SoftwareCopyright or FactKind.IntellectualPropertyPledge => DataClass.IntellectualProperty,
        FactKind.HighTech or FactKind.TechnologySme or FactKind.Specialised or FactKind.LittleGiant => DataClass.Research,
        FactKind.TaxGrade => DataClass.Tax,
        FactKind.CustomsGrade => DataClass.Trade,
        FactKind.EnvironmentGrade or FactKind.CarbonGrade => DataClass.Environment,
        _ => DataClass.Procurement,
    };
}
