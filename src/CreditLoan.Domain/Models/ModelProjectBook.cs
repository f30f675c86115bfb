using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Models;

/// <summary>Where a modelling project stands (项目阶段).</summary>
public enum ModelStage { Proposed, Checked, Ran, Described, InForce, Withdrawn }

/// <summary>One modelling project as its bank, the bureau and the platform see it (模型台账).</summary>
/// <param name="Classes">Names of <see cref="DataClass"/>.</param>
public sealed record ModelProjectRow(
    ModelProjectId Project, BankCode Bank, string Proposer, string Title, string Purpose, ModelStage Stage, string[] Classes, string[] Features,
    ModelTarget Target, FileCheck? FileCheck, ModelRun? Run, ModelCard? Card, ModelApproval? FirstApproval, ModelApproval? SecondApproval,
    DateOnly ProposedOn, string? SentBackBecause, DateOnly? InForceFrom, DateOnly? WithdrawnOn, string? WithdrawnBecause);

/// <summary>All modelling projects (模型台账).</summary>
public static class ModelProjectBook
{
    public static readonly View<ModelProjectRow, ModelProjectEvent> View = new("model_project_book", Fold);

    private static ModelProjectRow? Fold(ModelProjectRow? row, ModelProjectEvent happened) => (row, happened) switch
    {
        (null, ModelProjectEvent.Proposed { Proposal: var p, On: var on }) => new ModelProjectRow(
            p.Project, p.Bank, p.Proposer, p.Title, p.Purpose, ModelStage.Proposed, [.. p.Classes.Select(c => c.ToString())], p.Features, p.Target,
            FileCheck: null, Run: null, Card: null, FirstApproval: null, SecondApproval: null, on, SentBackBecause: null, InForceFrom: null, WithdrawnOn: null, WithdrawnBecause: null),
        ({ } r, ModelProjectEvent.FileChecked e) => r with { Stage = ModelStage.Checked, FileCheck = e.Check },
        ({ } r, ModelProjectEvent.Ran e) => r with { Stage = ModelStage.Ran, Run = e.Run, SentBackBecause = null },
        ({ } r, ModelProjectEvent.Described e) => r with { Stage = ModelStage.Described, Card = e.Card },
        ({ FirstApproval: null } r, ModelProjectEvent.Approved e) => r with { FirstApproval = e.Approval },
        ({ } r, ModelProjectEvent.Approved e) => r with { SecondApproval = e.Approval },
        ({ } r, ModelProjectEvent.SentBack e) => r with { Stage = ModelStage.Checked, Card = null, FirstApproval = null, SentBackBecause = e.Reason },
        ({ } r, ModelProjectEvent.Released e) => r with { Stage = ModelStage.InForce, InForceFrom = e.From },
        ({ } r, ModelProjectEvent.Withdrawn e) => r with { Stage = ModelStage.Withdrawn, WithdrawnOn = e.On, WithdrawnBecause = e.Reason },
        _ => row,
    };
}
