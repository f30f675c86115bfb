using CreditLoan.Domain.Records;
using static CreditLoan.Domain.Profiles.TagDefinition;
using static CreditLoan.Domain.Profiles.TagTone;

namespace CreditLoan.Domain.Profiles;

/// <summary>Every tag that a profile may carry (标签目录), in the order it is shown.</summary>
public static class Tags
{
    public static readonly IReadOnlyList<TagDefinition> All =
    [
        Steps("age", "存续年限", "age_months", "新设企业缺少历史，不等于信用差，不得仅凭年限拒绝。",
            new(12, "成立不满 1 年"), new(36, "存续 1–3 年"), new(60, "存续 3–5 年"), new(96, "存续 5–8 年"), new(null, "存续 8 年以上")),
        Grades("size", "企业规模", "size", "规模只说明体量。小微企业单列指标，不与大中型企业直接比较。",
            ("Micro", "微型企业", Plain), ("Small", "小型企业", Plain), ("Medium", "中型企业", Plain), ("Large", "大型企业", Plain)),
        Steps("address_moves", "住所变更", "address_changes_24m", "园区搬迁、门牌调整会造成变更，应先核实原因。",
            new(1, "近 24 月未变更住所"), new(2, "近 24 月变更住所 1 次"), new(null, "近 24 月变更住所 {0} 次", Notice)),
        Steps("representative_changes", "法定代表人变更", "representative_changes_24m", "家族企业传承属正常变更，应先核实原因。",
            new(1, "近 24 月法定代表人未变"), new(2, "近 24 月变更法定代表人 1 次"), new(null, "近 24 月变更法定代表人 {0} 次", Notice)),

        Grades("tax_grade", "纳税信用级别", "tax_grade", "新办企业首评为 M 级，不应视同 C 级。",
            ("A", "纳税信用 A 级", Plain), ("B", "纳税信用 B 级", Plain), ("M", "纳税信用 M 级", Plain), ("C", "纳税信用 C 级", Notice), ("D", "纳税信用 D 级", Notice)),
        Steps("tax_streak", "连续纳税", "tax_months", "享受减免的小微企业可能长期零税款，应结合开票看。",
            new(1, "近月无入库税款"), new(12, "连续纳税不满 12 个月"), new(24, "连续纳税 12–24 个月"), new(null, "连续纳税 24 个月以上")),
        Steps("tax_trend", "纳税趋势", "tax_growth", "税收优惠会使税款下降，与经营好坏无关。",
            new(-20, "入库税款同比下降", Notice), new(10, "入库税款平稳"), new(null, "入库税款上升")),
        YesNo("tax_arrears", "欠税", "tax_arrears", "经批准的缓缴不是欠税。", "有欠税", Notice, "无欠税", Plain),

        Steps("sales", "近 12 月开票额", "sales_12m", "行业毛利差别大，开票额不能跨行业比较；不开票的零售、农业企业会被低估。",
            new(0.01m, "近 12 月无开票", Notice), new(100, "近 12 月开票 100 万元以下"), new(500, "近 12 月开票 100–500 万元"), new(1_000, "近 12 月开票 500–1,000 万元"),
            new(2_000, "近 12 月开票 1,000–2,000 万元"), new(5_000, "近 12 月开票 2,000–5,000 万元"), new(null, "近 12 月开票 5,000 万元以上")),
        Steps("sales_growth", "开票增长", "sales_growth", "疫情、灾害等时期应与同业比较，不看绝对增速。",
            new(-30, "开票同比明显下降", Notice), new(-5, "开票同比下降"), new(10, "开票平稳"), new(50, "开票增长"), new(null, "开票快速增长")),
        Steps("sales_gap", "断票", "gap_months", "季节性行业（如种植、旅游）断票属正常。",
            new(1, "近 12 月无断票"), new(3, "断票不超过 2 个月"), new(null, "断票 {0} 个月", Notice)),
        Steps("sales_stability", "开票稳定性", "sales_volatility", "项目制和季节性企业波动大，应结合合同看。",
            new(0.5m, "各月开票均匀"), new(1, "各月开票有波动"), new(null, "各月开票波动较大", Notice)),
        Steps("customer_concentration", "客户集中度", "top3_customer_share", "为龙头配套的企业客户天然集中，应看核心企业信用。",
            new(30, "客户分散"), new(60, "客户较集中"), new(null, "客户集中 偏高", Notice)),
        Steps("supplier_concentration", "供应商集中度", "top3_supplier_share", "特许经营和代理企业供应商天然集中。",
            new(40, "供应商分散"), new(70, "供应商较集中"), new(null, "供应商集中 偏高", Notice)),
        Steps("customer_retention", "客户留存", "customer_retention", "面向个人和一次性项目的企业不适用。",
            new(20, "老客户较少"), new(50, "老客户占一定比例"), new(null, "老客户稳定")),
        Steps("void_share", "作废占比", "void_share", "开票系统切换会造成集中作废。",
            new(5, "作废占比正常"), new(15, "作废占比略高"), new(null, "作废占比 偏高", Notice)),
        Steps("credit_notes", "红字占比", "credit_note_share", "退货率高的行业（服装、电商）红字偏多属正常。",
            new(2, "红字占比正常"), new(5, "红字占比略高"), new(null, "红字占比 偏高", Notice)),
        Steps("value_added", "进销差", "value_added_share", "只反映开票口径，不是利润。",
            new(-10, "进项高于销项", Notice), new(10, "进销接近"), new(null, "销项高于进项")),

        Steps("insured", "社保人数", "insured_people", "劳务外包和家庭经营的企业参保人数少，不等于经营弱。",
            new(1, "近月无参保人员"), new(10, "参保 1–9 人"), new(30, "参保 10–29 人"), new(50, "参保 30–49 人"), new(100, "参保 50–99 人"), new(null, "参保 100 人以上")),
        Steps("insured_trend", "社保人数趋势", "insured_growth", "自动化改造会减少用工。",
            new(-20, "参保人数明显减少", Notice), new(-5, "参保人数减少"), new(5, "参保人数平稳"), new(null, "参保人数上升")),
        Steps("insured_streak", "社保连续缴纳", "insured_months", "阶段性缓缴按政策视同缴纳。",
            new(6, "社保连续缴纳不满 6 个月", Notice), new(12, "社保连续缴纳 6–12 个月"), new(24, "社保连续缴纳 12–24 个月"), new(null, "社保连续缴纳 24 个月以上")),
        YesNo("insurance_arrears", "社保欠费", "insurance_arrears", "经批准的缓缴不是欠费。", "社保欠费", Notice, "社保无欠费", Plain),
        Steps("fund_streak", "公积金连续缴存", "fund_months", "小微企业缴存率普遍低，没有缴存不作负面评价。",
            new(1, "未缴存公积金", Absent), new(12, "公积金连续缴存不满 12 个月"), new(24, "公积金连续缴存 12–24 个月"), new(null, "公积金连续缴存 24 个月以上")),

        Steps("electricity", "用电趋势", "electricity_growth", "节能改造和光伏自用会降低用电。",
            new(-30, "用电明显下降", Notice), new(-10, "用电下降"), new(10, "用电平稳"), new(null, "用电上升")),
        YesNo("utility_arrears", "水电气欠费", "utility_arrears", "账期内未付不是欠费。", "水电气欠费", Notice, "无水电气欠费", Plain),

        Steps("penalties", "行政处罚", "penalties_24m", "已修复、轻微和超过公示期的处罚不计入。",
            new(1, "近 24 月无行政处罚"), new(2, "近 24 月行政处罚 1 次"), new(null, "近 24 月行政处罚 {0} 次", Notice)),
        Steps("severe_penalties", "严重处罚", "severe_penalties_36m", "已修复的不计入。",
            new(1, "无严重处罚"), new(null, "严重处罚 {0} 次", Notice)),
        YesNo("abnormal", "经营异常", "abnormal", "因地址失联列入、已申请移出的，应等待结果。", "列入经营异常名录", Notice, "无经营异常", Plain),
        YesNo("serious_violation", "严重违法失信", "serious_violation", "移出名单后立即失效。", "列入严重违法失信名单", Notice, "未列入严重违法失信名单", Plain),
        Grades("public_credit", "公共信用综合评价", "public_credit_grade", "只反映公共信用信息，不是还款能力。",
            ("A", "公共信用评价 优", Plain), ("B", "公共信用评价 良", Plain), ("C", "公共信用评价 中", Plain), ("D", "公共信用评价 差", Notice)),
        Steps("promises", "承诺履行", "promises_broken_24m", "履行期未到的承诺不计入。",
            new(1, "无失信承诺"), new(null, "失信承诺 {0} 次", Notice)),

        YesNo("dishonest", "失信被执行", "dishonest", "履行完毕移出后立即失效。", "失信被执行人", Notice, "无失信被执行", Plain),
        Steps("enforced", "被执行", "enforced", "已结案的不计入。",
            new(1, "无被执行案件"), new(null, "被执行 {0} 件", Notice)),
        Steps("lawsuits", "涉诉", "lawsuits_24m", "作为被告不等于违约，应看案由和结果。",
            new(1, "近 24 月未被诉"), new(3, "被告 {0} 次"), new(null, "被告 {0} 次", Notice)),

        Steps("patents", "发明专利", "patents", "服务业和贸易企业通常没有专利。",
            new(1, "无有效发明专利", Absent), new(3, "有效发明专利 1–2 件"), new(6, "有效发明专利 3–5 件"), new(null, "有效发明专利 6 件以上")),
        Steps("trademarks", "商标", "trademarks", "代工企业通常没有商标。",
            new(1, "无注册商标", Absent), new(null, "注册商标 {0} 件")),
        YesNo("high_tech", "高新技术企业", "high_tech", "没有资质不作负面评价。", "高新技术企业", Plain, "非高新技术企业", Absent),
        YesNo("technology_sme", "科技型中小企业", "technology_sme", "没有资质不作负面评价。", "科技型中小企业", Plain, "非科技型中小企业", Absent),
        YesNo("specialised", "专精特新", "specialised", "没有资质不作负面评价。", "专精特新", Plain, "非专精特新", Absent),

        YesNo("exports", "出口", "exports_12m", "内销企业不适用。", "近 12 月有出口", Plain, "近 12 月无出口", Absent),
        Steps("export_trend", "出口趋势", "export_growth", "汇率和关税会造成全行业波动，应与同业比较。",
            new(-20, "出口下降", Notice), new(10, "出口平稳"), new(null, "出口上升")),
        Grades("customs", "海关信用等级", "customs_grade", "内销企业没有等级。",
            ("aeo", "AEO 高级认证", Plain), ("general", "海关常规管理", Plain), ("dishonest", "海关失信企业", Notice)),

        Grades("environment", "环保信用", "environment_grade", "等级按行业排放管理划分，服务业通常不参评。",
            ("green", "环保诚信（绿）", Plain), ("blue", "环保良好（蓝）", Plain), ("yellow", "环保警示（黄）", Notice), ("red", "环保不良（红）", Notice)),
        Grades("carbon", "碳账户等级", "carbon_grade", "高耗能行业按行业内分位评级，不跨行业比较。",
            ("A", "碳等级 A", Plain), ("B", "碳等级 B", Plain), ("C", "碳等级 C", Plain), ("D", "碳等级 D", Plain), ("E", "碳等级 E", Notice)),

        Steps("awards", "政府采购中标", "awards_12m", "不参与政府采购的企业没有记录，不作负面评价。",
            new(1, "近 12 月无政府采购中标", Absent), new(null, "近 12 月政府采购中标 {0} 次")),
        Steps("contracts", "采购履约", "contracts_broken_36m", "争议未决的不计入。",
            new(1, "政府采购无违约"), new(null, "政府采购违约 {0} 次", Notice)),
    ];

    /// <summary>The kinds of facts that a tag rests on: an open objection to one makes it disputed.</summary>
    private static readonly Dictionary<string, FactKind[]> Facts = new(StringComparer.Ordinal)
    {
        ["penalties"] = [FactKind.Penalty],
        ["severe_penalties"] = [FactKind.Penalty],
        ["abnormal"] = [FactKind.AbnormalOperation],
        ["serious_violation"] = [FactKind.SeriousViolation],
        ["promises"] = [FactKind.Promise],
        ["dishonest"] = [FactKind.Dishonest],
        ["enforced"] = [FactKind.Enforced],
        ["lawsuits"] = [FactKind.SuedAsDefendant],
        ["contracts"] = [FactKind.ContractBroken],
        ["environment"] = [FactKind.EnvironmentGrade],
        ["carbon"] = [FactKind.CarbonGrade],
        ["tax_grade"] = [FactKind.TaxGrade],
        ["customs"] = [FactKind.CustomsGrade],
    };

    /// <summary>The kinds of facts behind a tag; none where it rests on series.</summary>
    public static IReadOnlyList<FactKind> FactsOf(string key) => Facts.GetValueOrDefault(key, []);

    public static TagDefinition? Find(string key) => All.FirstOrDefault(t => t.Key == key);

    /// <summary>The tags of an enterprise from its features; a tag whose fact is objected to says so.</summary>
    public static List<ProfileTag> Of(RecordsAsOf records, IReadOnlyDictionary<string, FeatureValue> features)
    {
        var objected = records.Facts.Where(f => f.ObjectedOn is not null && f.ObjectionEnded is null).Select(f => f.Kind).ToHashSet();
        var tags = new List<ProfileTag>();
        foreach (var definition in All)
        {
            if (!features.TryGetValue(definition.Feature.Key, out var value) || definition.Read(value) is not { } read) continue;
            var disputed = Facts.TryGetValue(definition.Key, out var facts) && facts.Any(objected.Contains);
            tags.Add(new ProfileTag(definition.Key, definition.Feature.Source, read.Label, read.Tone, disputed));
        }
        return tags;
    }
}
