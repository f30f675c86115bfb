namespace CreditLoan.Portal.Admin;

/// <summary>Acts in words: what it was done to, and what was done. The stored name stays what is searched by.</summary>
public static class AuditWords
{
    private static readonly Dictionary<string, string> Things = new(StringComparer.Ordinal)
    {
        ["account"] = "账户", ["appeal"] = "异议", ["audit"] = "审计日志", ["bank-client"] = "接入公钥", ["bank-file"] = "报送文件", ["break"] = "对账差异", ["call"] = "接口调用", ["claim"] = "代偿申请",
        ["consent"] = "授权", ["consent-key"] = "国密签名密钥", ["credit-line"] = "授信", ["demand"] = "融资需求", ["enrolment"] = "入池", ["enterprise"] = "企业", ["fault"] = "故障演练", ["loan"] = "借据", ["lpr"] = "LPR", ["model"] = "模型",
        ["passkey"] = "通行密钥", ["person"] = "个人信息", ["pool"] = "资金池", ["product"] = "产品", ["profile"] = "信用画像", ["retention"] = "到期数据", ["role"] = "角色", ["scheme"] = "补偿机制", ["session"] = "会话",
        ["sign-in"] = "登录", ["target"] = "目标", ["threshold"] = "提示线", ["token"] = "接口令牌", ["webhook"] = "回调地址",
    };

    private static readonly Dictionary<string, string> Deeds = new(StringComparer.Ordinal)
    {
        ["add"] = "增加", ["agree"] = "同意", ["allocate"] = "分配", ["answer"] = "答复", ["apply"] = "申请", ["approve"] = "批准", ["approve.second"] = "第二人批准", ["ask"] = "请补材料", ["ask-for-more"] = "请补材料",
        ["ask-to-draw"] = "申请提款", ["assign"] = "指派", ["change"] = "修改", ["check"] = "检查", ["clear"] = "核销差异", ["close"] = "关闭", ["confirm"] = "确认", ["confirm-rule"] = "确认规则", ["contact"] = "联系企业",
        ["correct"] = "更正", ["correct-disbursement"] = "更正放款", ["correct-repayment"] = "更正还款", ["create"] = "新建", ["decline"] = "谢绝", ["deleted"] = "银行报告已删除", ["describe"] = "填写说明",
        ["disburse"] = "放款", ["draft"] = "起草", ["draft-rule"] = "起草规则", ["end"] = "结束", ["erase"] = "删除", ["expire"] = "到期", ["export"] = "导出", ["extend"] = "展期", ["file"] = "提交", ["find"] = "发现", ["flag"] = "报告异常", ["found"] = "设立",
        ["fund"] = "注资", ["grant"] = "批准", ["import"] = "导入", ["invite"] = "邀请", ["issue"] = "签发", ["judge-stop-rule"] = "判断熔断", ["keep"] = "保存", ["lapse"] = "失效", ["link"] = "绑定外部登录", ["mark-overdue"] = "标记逾期", ["name"] = "查看借款人名称", ["name-person"] = "登记负责人",
        ["open"] = "开立", ["overdue"] = "标记逾期", ["pass"] = "不报价", ["password"] = "更改密码", ["pause"] = "暂停", ["pay"] = "拨付", ["post"] = "发布", ["prepay"] = "提前还款", ["propose"] = "提出", ["publish"] = "发布", ["read"] = "查看",
        ["receive"] = "接收", ["reclassify"] = "调整五级分类", ["reconcile"] = "对账", ["recover"] = "追偿回收", ["recovery-codes"] = "换恢复码", ["refuse"] = "拒绝", ["refuse-drawing"] = "拒绝提款", ["register"] = "登记", ["remove"] = "移除", ["renew"] = "续贷", ["repay"] = "还款",
        ["report-figures"] = "填报经营数据", ["request"] = "申请", ["resume"] = "恢复", ["return"] = "退回", ["reverse"] = "冲正", ["review"] = "审核", ["revoke"] = "撤回", ["rotate-key"] = "轮换密钥", ["run"] = "运行", ["send-back"] = "退回", ["set"] = "设定", ["share"] = "分配",
        ["sign"] = "签约", ["supply"] = "补充材料", ["take"] = "承接", ["take-up"] = "受理", ["turn-down"] = "不予接入", ["withdraw"] = "撤回", ["withdraw-rule"] = "撤回规则", ["write-off"] = "核销",
        ["ask-grant"] = "申请授予", ["ask-revoke"] = "申请收回", ["lock"] = "锁定", ["unlock"] = "解锁", ["ended"] = "结束", ["step-up"] = "再次验证", ["totp"] = "更换动态码", ["closed"] = "停用", ["delete"] = "删除", ["reject"] = "驳回", ["in"] = "登录", ["out"] = "退出", ["choose"] = "切换",
    };

    /// <summary>授信 · 批准; the stored name where no words are known.</summary>
    public static string Of(string act)
    {
        var name = act.Replace('_', '-');
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0) return Things.GetValueOrDefault(name) ?? Deeds.GetValueOrDefault(name, act);
        return Things.TryGetValue(name[..dot], out var thing) && Deeds.TryGetValue(name[(dot + 1)..], out var deed) ? $"{thing} · {deed}" : act;
    }
}
