using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Pools;

/// <summary>A scheme as it is delivered, with its first version (预置机制).</summary>
public sealed record ShippedScheme(SchemeCode Code, string Name, string Document, DateOnly From, DateOnly Until, SchemeRule Rule, string Why);

/// <summary>Guangzhou's open scheme and its three earlier pools in run-off, as far as their texts are known (广州的四个机制).</summary>
/// <remarks>
/// 穗金管规字〔2025〕1号 has 27 articles; of its own text only the head and articles 1–3 were read. The rest comes from the
/// office's published reading of it (政策解读) or is a default taken from comparable rules; each value says which, and only
/// what was read in the text itself counts as verified. The ratios of the earlier pools were found nowhere: they are empty
/// and nothing is paid until two persons entered and confirmed them.
/// </remarks>
public static class ShippedSchemes
{
    private const string Reading = "《广州市信贷风险补偿机制管理办法》政策解读";
    private const string Unread = "原文未见，默认值";

    public static readonly SchemeCode Open = new("GZXD-2025");
    public static readonly SchemeCode Inclusive = new("GZPH-2023");
    public static readonly SchemeCode Technology = new("GZKJ-2021");
    public static readonly SchemeCode SmallBusiness = new("GZZX-2019");

    public static IReadOnlyList<ShippedScheme> All { get; } =
    [
        new(Open, "广州市信贷风险补偿机制", "穗金管规字〔2025〕1号", new(2025, 10, 1), new(2028, 9, 30), OpenRule(), "按穗金管规字〔2025〕1号录入"),
        new(Inclusive, "普惠贷款风险补偿机制", "广州市普惠贷款风险补偿机制管理办法（修订）", new(2023, 8, 31), new(2025, 9, 30),
            RunOff(Cite<Money?>(Money.Wan(100_000), "2023-08-31 修订发布说明：年度补偿总额不超过 10 亿元")), "存量机制，比例待录入"),
        new(Technology, "科技型中小企业信贷风险补偿资金池", "穗科规字〔2021〕2号", new(2021, 1, 1), new(2025, 9, 30),
            RunOff(Default<Money?>(null)), "存量机制，比例待录入"),
        new(SmallBusiness, "中小微企业融资风险补偿资金池", "中小微企业融资风险补偿资金管理暂行办法", new(2019, 1, 1), new(2025, 9, 30),
            RunOff(Default<Money?>(null)), "存量机制，比例待录入"),
    ];

    /// <summary>What a scheme that is registered begins with: no ratio, no region, every value only a default.</summary>
    public static SchemeRule Blank { get; } = RunOff(Default<Money?>(null)) with { RegionPrefix = Default("") };

    private static SchemeRule OpenRule()
    {
        BorrowerKind[] small = [BorrowerKind.Micro, BorrowerKind.Small, BorrowerKind.Owner, BorrowerKind.SelfEmployed];
        BorrowerKind[] upToMedium = [.. small, BorrowerKind.Medium];
        var bank = new CoverTerms(
            Cover.Bank,
            Cite<Tier[]>([new(Money.Wan(500), Share.Percent(40)), new(Money.Wan(1500), Share.Percent(30)), new(Money.Wan(3000), Share.Percent(20))], Reading),
            Cite(TierReading.WholeLoan, "原文未写明按整笔还是按边际，默认按整笔"),
            Cite<Uplift[]>([new([UpliftGround.KeyList, UpliftGround.IntellectualProperty], Share.Percent(15)), new([UpliftGround.MonetaryTool], Share.Percent(5))], Reading),
            Cite<Share?>(Share.Percent(50), Reading),
            Read(LossBasis.Principal, "穗金管规字〔2025〕1号第二条：不良贷款本金实际损失"),
            Cite<Security[]>([Security.Unsecured, Security.IntellectualProperty, Security.Receivables, Security.EnvironmentalRights, Security.GuaranteeInsurance], Reading),
            Cite(small, Reading),
            Cite(upToMedium, Reading),
            Default<Money?>(null),
            Cite<Share?>(Share.Percent(3), Reading));
        var guarantor = bank with
        {
            Cover = Cover.Guarantor,
            Tiers = Cite<Tier[]>([new(null, Share.Percent(20))], Reading),
            Uplifts = Default<Uplift[]>([]),
            TotalCap = Cite<Share?>(Share.Percent(20), Reading),
            LossBasis = Read(LossBasis.Principal, "穗金管规字〔2025〕1号第二条：债务人逾期未清偿贷款本金"),
            Securities = Cite<Security[]>([Security.FinancingGuarantee], Reading),
            YearlySubCap = Cite<Money?>(Money.Wan(5000), Reading),
        };
        return Rule([bank, guarantor], Cite<Money?>(Money.Wan(150_000), Reading)) with
        {
            StacksWith = Read<SchemeCode[]>([], "穗金管规字〔2025〕1号第三条：可与区级补偿叠加；区级机制尚未登记"),
        };
    }

    private static SchemeRule RunOff(Cited<Money?> budget) => Rule(
        [
            new CoverTerms(Cover.Bank, Default<Tier[]>([]), Default(TierReading.WholeLoan), Default<Uplift[]>([]), Cite<Share?>(Share.Percent(50), Unread),
                Cite(LossBasis.Principal, Unread), Default<Security[]>([Security.Unsecured, Security.IntellectualProperty]),
                Default<BorrowerKind[]>([BorrowerKind.Micro, BorrowerKind.Small, BorrowerKind.Owner, BorrowerKind.SelfEmployed]),
                Default<BorrowerKind[]>([BorrowerKind.Micro, BorrowerKind.Small, BorrowerKind.Medium, BorrowerKind.Owner, BorrowerKind.SelfEmployed]),
                Default<Money?>(null), Default<Share?>(null)),
        ], budget);

    private static SchemeRule Rule(CoverTerms[] terms, Cited<Money?> budget) => new(
        terms, budget,
        LoanCeiling: Default<Money?>(null), EnterpriseCeiling: Default<Money?>(null), BankYearCeiling: Default<Money?>(null),
        RegionPrefix: Cite("4401", "借款人在广州登记或经营"),
        new Windows(Default(30), Default(60), Default(10), Default(5), Default(15)),
        ThirdApprovalAbove: Cite(Money.Wan(500), "平台默认：超过 500 万元三人审批"),
        Default(ExhaustionOrder.FirstCome), Default(RecoverySharing.InRatio), Default<SchemeCode[]>([]));

    private static Cited<T> Read<T>(T value, string source) => new(value, source, Verified: true);
    private static Cited<T> Cite<T>(T value, string source) => new(value, source, Verified: false);
    private static Cited<T> Default<T>(T value) => new(value, Unread, Verified: false);
}
