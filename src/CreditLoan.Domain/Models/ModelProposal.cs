using CreditLoan.Domain.Access;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Models;

/// <summary>A modelling project (联合建模项目), by its number.</summary>
public readonly record struct ModelProjectId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>The outcome that a model is to foresee (目标定义).</summary>
/// <param name="Name">What the label is called, for example 是否违约.</param>
/// <param name="Definition">When an enterprise counts as bad, in words that a second person can apply.</param>
/// <param name="AsOf">Features know nothing after this day (特征截止日).</param>
/// <param name="Until">Outcomes are observed after <see cref="AsOf"/> and up to this day (表现期末).</param>
public sealed record ModelTarget(string Name, string Definition, DateOnly AsOf, DateOnly Until);

/// <summary>What a bank wants to model (立项内容).</summary>
/// <param name="Proposer">The account that proposed; it does not approve.</param>
/// <param name="Purpose">What the scores will be used for, in plain words.</param>
/// <param name="Classes">The classes of data that every enterprise in the file must have consented to.</param>
/// <param name="Features">Keys of the platform's features.</param>
public sealed record ModelProposal(
    ModelProjectId Project, BankCode Bank, string Proposer, string Title, string Purpose, DataClass[] Classes, ModelTarget Target, string[] Features);

/// <summary>What the check of a bank's labelled file found (标签文件核对结果); the file itself is not kept.</summary>
/// <param name="Hash">SHA-256 of the file.</param>
/// <param name="Lines">Lines with a label.</param>
/// <param name="Kept">Enterprises with a live consent for joint modelling and all classes, and a profile on the day.</param>
/// <param name="Bad">Bad ones among those kept.</param>
public sealed record FileCheck(string Hash, int Lines, int Kept, int Bad, int WithoutConsent, int WithoutProfile, int Repeated)
{
    public int LeftOut => WithoutConsent + WithoutProfile + Repeated;
}

/// <summary>How a model ranks rows it has not seen (验证指标): the figure and the ends of its 95 % interval; KS and Brier alone.</summary>
public sealed record ModelFigures(int Rows, int Bad, Share Auc, Share AucLow, Share AucHigh, Share Ks, Share Brier);

/// <summary>One run of a model (模型运行): whoever has its inputs and its seed gets the same result again.</summary>
/// <param name="Inputs">SHA-256 over the aligned sample, the settings and the program's version.</param>
/// <param name="Result">SHA-256 of the scorecard's table.</param>
public sealed record ModelRun(int Number, string Inputs, long Seed, string Settings, string Program, string Result, ModelFigures Scorecard, ModelFigures Challenger);

/// <summary>What everybody who uses a model should know (模型卡).</summary>
public sealed record ModelCard(string Data, string Method, string Limits, string IntendedUse, string ForbiddenUse);

/// <summary>Whom an approver stands for (机构): a bank, the bureau or the platform.</summary>
public sealed record Institution(TenantKind Kind, string Tenant)
{
    public static Institution Of(Actor by) => new(by.Role.Kind(), by.Tenant);
}

/// <summary>One person's approval of a model (模型批准).</summary>
public sealed record ModelApproval(string By, Institution Institution, DateOnly On);
