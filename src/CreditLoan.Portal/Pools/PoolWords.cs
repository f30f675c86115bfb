using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Pools;

/// <summary>How pages say what pools, rules and enrolments are.</summary>
public static class PoolWords
{
    public static string Of(Account account) => account switch
    {
        Account.Cash => "池存款",
        Account.Earmarked => "待拨存款",
        Account.Grant => "财政拨款",
        Account.Carried => "年度结转",
        Account.Compensation => "补偿支出",
        Account.Recoveries => "追偿返还",
        _ => "利息收入",
    };

    public static string Act(string act) => act switch
    {
        "opened" => "上年结转",
        "funded" => "财政拨入",
        "interest" => "存款利息",
        "reserved" => "批准待拨",
        "paid" => "拨付补偿",
        "released" => "撤销批准",
        "recovery" => "追偿返还",
        "corrected" => "更正",
        _ => "结转下年",
    };

    public static string Of(ExhaustionOrder order) => order switch
    {
        ExhaustionOrder.FirstCome => "先申请先补",
        ExhaustionOrder.FirstApproved => "先批准先补",
        _ => "年末按比例",
    };

    public static string Of(Cover cover) => cover == Cover.Bank ? "政银" : "政担";

    public static string Of(BorrowerKind kind) => kind switch
    {
        BorrowerKind.Micro => "微型企业",
        BorrowerKind.Small => "小型企业",
        BorrowerKind.Medium => "中型企业",
        BorrowerKind.Large => "大型企业",
        BorrowerKind.Owner => "小微企业主",
        _ => "个体工商户",
    };

    public static string Of(Security security) => security switch
    {
        Security.Unsecured => "信用",
        Security.IntellectualProperty => "知识产权质押",
        Security.Receivables => "应收账款质押",
        Security.EnvironmentalRights => "环境权益抵质押",
        Security.GuaranteeInsurance => "贷款保证保险",
        Security.FinancingGuarantee => "融资担保",
        _ => "其他抵质押",
    };

    public static string Of(UpliftGround ground) => ground switch
    {
        UpliftGround.KeyList => "重点名录",
        UpliftGround.IntellectualProperty => "知识产权质押",
        _ => "货币政策工具",
    };

    public static string Of(Limit limit) => limit switch
    {
        Limit.Loan => "单笔上限",
        Limit.Enterprise => "单户累计上限",
        Limit.BankYear => "单家银行年度上限",
        Limit.SubCap => "分项上限",
        Limit.Budget => "年度预算",
        _ => "损失余额",
    };

    public static string Of(EnrolmentStage stage) => stage switch
    {
        EnrolmentStage.UnderReview => "待审核",
        EnrolmentStage.Reviewed => "待确认",
        EnrolmentStage.SentBack => "已退回",
        EnrolmentStage.InForce => "已入库",
        EnrolmentStage.Flagged => "项目异常",
        _ => "不予入库",
    };

    public static Meaning Means(EnrolmentStage stage) => stage switch
    {
        EnrolmentStage.InForce => Meaning.Done,
        EnrolmentStage.Flagged or EnrolmentStage.TurnedAway => Meaning.Bad,
        EnrolmentStage.SentBack => Meaning.Soon,
        _ => Meaning.Off,
    };

    public static string Of(ReturnReason reason) => reason switch
    {
        ReturnReason.PapersMissing => "材料不全",
        ReturnReason.DiffersFromLoan => "数据与借据不一致",
        ReturnReason.BorrowerUnclear => "借款人类别需核实",
        ReturnReason.LossUnclear => "损失金额需核实",
        _ => "其他",
    };

    public static string Of(Anomaly anomaly) => anomaly switch
    {
        Anomaly.Overdue => "逾期",
        Anomaly.InterestArrears => "欠息",
        Anomaly.Stopped => "停业或失联",
        Anomaly.Litigation => "涉诉或被执行",
        Anomaly.Misuse => "资金挪用",
        _ => "已列为不良",
    };

    /// <summary>One line of a rule as the page shows it: what, how much, where it is written.</summary>
    public sealed record Line(string What, string Value, string Source, bool Verified);

    /// <summary>Whether a line of a rule decides how much is paid, and not only by when or by whom.</summary>
    public static bool DecidesMoney(string what) => !what.EndsWith("期限", StringComparison.Ordinal) && what is not "三人审批线";

    /// <summary>Every value of a rule, in the order in which it decides.</summary>
    public static IReadOnlyList<Line> Lines(SchemeRule rule)
    {
        var lines = new List<Line>();
        void Add<T>(string what, Cited<T> cited, string value) => lines.Add(new Line(what, value, cited.Source, cited.Verified));
        foreach (var terms in rule.Terms)
        {
            var side = rule.Terms.Length > 1 ? Of(terms.Cover) + "：" : "";
            if (terms.Tiers.Value.Length == 0) Add(side + "补偿比例", terms.Tiers, "未录入，暂不补偿");
            var below = 0m;
            foreach (var tier in terms.Tiers.Value)
            {
                var range = (below, tier.UpTo) switch
                {
                    (0, null) => "补偿比例",
                    (_, null) => $"{below:#,##0.##} 万元以上",
                    (0, { } end) => $"{end.InWan:#,##0.##} 万元及以下",
                    (_, { } end) => $"{below:#,##0.##}–{end.InWan:#,##0.##} 万元",
                };
                Add(side + range, terms.Tiers, Words.Percent(tier.Share));
                below = tier.UpTo?.InWan ?? below;
            }
            foreach (var uplift in terms.Uplifts.Value) Add(side + string.Join("或", uplift.AnyOf.Select(Of)), terms.Uplifts, $"+{uplift.Points.InPercent:0.##} 个百分点");
            if (terms.TotalCap.Value is { } cap) Add(side + "合计上限", terms.TotalCap, Words.Percent(cap));
            if (terms.Tiers.Value.Length > 1) Add(side + "分档方式", terms.Reading, terms.Reading.Value == TierReading.WholeLoan ? "按整笔" : "按边际");
            Add(side + "损失口径", terms.LossBasis, terms.LossBasis.Value == LossBasis.Principal ? "本金" : "本金和利息");
            Add(side + "贷款种类", terms.Securities, string.Join("、", terms.Securities.Value.Select(Of)));
            Add(side + "补偿对象", terms.Borrowers, string.Join("、", terms.Borrowers.Value.Select(Of)));
            if (!terms.BorrowersOnKeyList.Value.SequenceEqual(terms.Borrowers.Value)) Add(side + "补偿对象（重点名录）", terms.BorrowersOnKeyList, string.Join("、", terms.BorrowersOnKeyList.Value.Select(Of)));
            if (terms.StopLine.Value is { } stop) Add(side + (terms.Cover == Cover.Guarantor ? "停补线（年度代偿率）" : "停补线（年度）"), terms.StopLine, Words.Percent(stop));
            if (terms.YearlySubCap.Value is { } subCap) Add(side + "年度分项上限", terms.YearlySubCap, $"{Words.WanPlain(subCap)} 万元");
        }
        if (rule.YearlyBudget.Value is { } budget) Add("年度预算", rule.YearlyBudget, $"{Words.WanPlain(budget)} 万元");
        Add("入库期限", rule.Windows.Enrol, $"{rule.Windows.Enrol.Value} 个工作日");
        Add("申请期限", rule.Windows.Claim, $"{rule.Windows.Claim.Value} 个工作日");
        if (rule.LoanCeiling.Value is { } perLoan) Add("单笔上限", rule.LoanCeiling, $"{Words.WanPlain(perLoan)} 万元");
        if (rule.EnterpriseCeiling.Value is { } perFirm) Add("单户累计上限", rule.EnterpriseCeiling, $"{Words.WanPlain(perFirm)} 万元");
        if (rule.BankYearCeiling.Value is { } perBank) Add("单家银行年度上限", rule.BankYearCeiling, $"{Words.WanPlain(perBank)} 万元");
        if (rule.RegionPrefix.Value.Length > 0) Add("地区代码前缀", rule.RegionPrefix, rule.RegionPrefix.Value);
        Add("补正期限", rule.Windows.Correct, $"{rule.Windows.Correct.Value} 个工作日");
        Add("审核期限", rule.Windows.Review, $"{rule.Windows.Review.Value} 个工作日");
        Add("返还期限", rule.Windows.ReturnRecovery, $"{rule.Windows.ReturnRecovery.Value} 个工作日");
        Add("三人审批线", rule.ThirdApprovalAbove, $"{Words.WanPlain(rule.ThirdApprovalAbove.Value)} 万元以上");
        Add("额度用尽时", rule.WhenExhausted, Of(rule.WhenExhausted.Value));
        Add("追偿分配", rule.Recoveries, rule.Recoveries.Value == RecoverySharing.InRatio ? "按补偿比例" : "先补银行自担部分");
        Add("可以叠加", rule.StacksWith, rule.StacksWith.Value.Length == 0 ? "未登记" : string.Join("、", rule.StacksWith.Value));
        return lines;
    }
}
