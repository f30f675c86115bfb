using CreditLoan.Domain.Models;
using CreditLoan.Domain.Values;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Models;

/// <summary>The way of a model from proposal to use, step by step.</summary>
public static class ModelSteps
{
    public static IReadOnlyList<TimelineStep> Of(ModelProjectRow row, Func<BankCode, string> bankName)
    {
        var at = row.Stage switch { ModelStage.InForce => 5, ModelStage.Withdrawn => 6, var stage => (int)stage + 1 };
        StepState State(int step) => step < at ? StepState.Past : step == at ? StepState.Now : StepState.Ahead;
        string Approval(ModelApproval? approval) => approval is null ? "待批准" : $"{ModelWords.Institution(approval.Institution, bankName)}，{Words.Date(approval.On)}";
        List<TimelineStep> steps =
        [
            new(State(0), "立项", Words.Date(row.ProposedOn)),
            new(State(1), "核对标签文件和授权", row.FileCheck is { } check ? $"入模 {check.Kept} 户" : "", row.FileCheck is null ? "银行上传标签文件，平台数据管理员核对" : null),
            new(State(2), "运行和验证", row.Run is { } run ? $"第 {run.Number} 次" : ""),
            new(State(3), "写模型卡", row.Card is null ? "" : "已填写"),
            new(State(4), "两家机构批准", "", $"第一家：{Approval(row.FirstApproval)}；第二家：{Approval(row.SecondApproval)}"),
            new(row.InForceFrom is null ? StepState.Ahead : row.WithdrawnOn is null ? StepState.Now : StepState.Past, "生效", row.InForceFrom is { } from ? $"{Words.Date(from)} 起" : "", row.InForceFrom is null ? null : "批准与生效已存证"),
        ];
        if (row.WithdrawnOn is { } on) steps.Add(new(StepState.Stopped, "撤回", Words.Date(on), row.WithdrawnBecause));
        return steps;
    }
}
