using CreditLoan.Domain.Models;
using CreditLoan.Domain.Profiles;
using CreditLoan.Domain.Values;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Models;

/// <summary>What a bank fills in to propose a model.</summary>
public sealed class ProposalForm
{
    public string? Title { get; set; }
    public string? Purpose { get; set; }
    public string? Target { get; set; } = "是否违约";
    public string? Definition { get; set; }
    public DateOnly AsOf { get; set; }
    public DateOnly Until { get; set; }
    public HashSet<DataClass> Classes { get; } = [DataClass.Registration, DataClass.Invoices, DataClass.Tax];

    /// <summary>Every feature of the classes; the run leaves out what tells nothing.</summary>
    public string[] Keys => [.. Features.All.Where(f => Classes.Contains(f.Source)).Select(f => f.Key)];

    public void Check(FormErrors errors, DateOnly today)
    {
        errors.Clear();
        errors.Add("title", "项目名称", string.IsNullOrWhiteSpace(Title) ? "填写项目名称" : null)
            .Add("purpose", "用途", string.IsNullOrWhiteSpace(Purpose) ? "写明得分用来做什么，企业会看到" : null)
            .Add("definition", "坏样本定义", string.IsNullOrWhiteSpace(Definition) ? "写到另一个人也能照着判定" : null)
            .Add("as-of", "特征截止日", AsOf >= Until ? "须早于表现期末" : null)
            .Add("until", "表现期末", Until > today ? "不能晚于今天" : null)
            .Add("classes", "数据类别", Classes.Count == 0 ? "至少选择一类" : null);
    }

    public ModelProposal Of(ModelProjectId id, BankCode bank, string proposer) => new(
        id, bank, proposer, Title!.Trim(), Purpose!.Trim(), [.. Classes.Order()], new ModelTarget(Target!.Trim(), Definition!.Trim(), AsOf, Until), Keys);
}
