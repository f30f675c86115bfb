using CreditLoan.Domain.Access;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Bureau;

/// <summary>What the bureau may do with a target.</summary>
public static class TargetDecisions
{
    public static Decision<TargetEvent> Set(Target target, Actor by, Metric metric, string scope, DateOnly baseDate, Money baseValue, DateOnly end, Money value, string source) =>
        by.AsViewer.Kind != TenantKind.Bureau ? TargetRefusals.NotTheBureau
        : end <= baseDate ? TargetRefusals.EndsBeforeItBegins(baseDate)
        : value <= baseValue ? TargetRefusals.BelowItsBase(baseValue)
        : string.IsNullOrWhiteSpace(source) ? TargetRefusals.NoSource
        : new TargetEvent.Set(metric, scope, baseDate, baseValue, end, value, source.Trim());

    public static Decision<TargetEvent> Withdraw(Target target, Actor by, string reason) =>
        by.AsViewer.Kind != TenantKind.Bureau ? TargetRefusals.NotTheBureau
        : target is not Target.Standing ? TargetRefusals.NothingSet
        : new TargetEvent.Withdrawn(reason);
}

/// <summary>Every "no" about targets.</summary>
public static class TargetRefusals
{
    public static readonly Refusal NotTheBureau = new("target.not_the_bureau", "只有金融局可以设定目标。");
    public static readonly Refusal NoSource = new("target.no_source", "目标须注明出处，例如文件名称和文号。");
    public static readonly Refusal NothingSet = new("target.nothing_set", "这项指标没有设定目标。");
    public static Refusal EndsBeforeItBegins(DateOnly baseDate) => new("target.ends_before_it_begins", $"目标截止日须晚于基期 {baseDate:yyyy-MM-dd}。");
    public static Refusal BelowItsBase(Money baseValue) => new("target.below_its_base", $"目标值须高于基期值 {baseValue.InYuan / 100_000_000m:0.##} 亿元。");
}
