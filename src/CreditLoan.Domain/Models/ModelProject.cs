using System.Diagnostics;

namespace CreditLoan.Domain.Models;

/// <summary>A modelling project (联合建模项目), by its stage.</summary>
public abstract record ModelProject
{
    private ModelProject() { }

    /// <summary>Nobody has proposed a project of this number.</summary>
    public sealed record Unknown : ModelProject;

    /// <summary>Proposed; the labelled file is awaited (待核对文件).</summary>
    public sealed record Proposed(ModelProposal Proposal) : ModelProject;

    /// <summary>The file is checked; the model can be run (待运行).</summary>
    /// <param name="Last">The run that was sent back; null before the first.</param>
    public sealed record Checked(ModelProposal Proposal, FileCheck Check, ModelRun? Last) : ModelProject;

    /// <summary>Run; the model card is awaited, or another run (待写模型卡).</summary>
    public sealed record Ran(ModelProposal Proposal, FileCheck Check, ModelRun Run) : ModelProject;

    /// <summary>Described; two approvals are awaited (待批准).</summary>
    public sealed record Described(ModelProposal Proposal, FileCheck Check, ModelRun Run, ModelCard Card, ModelApproval? First) : ModelProject;

    /// <summary>In use from a day on (生效).</summary>
    public sealed record InForce(ModelProposal Proposal, ModelRun Run, DateOnly From) : ModelProject;

    /// <summary>Used no more (已撤回).</summary>
    public sealed record Withdrawn(ModelProposal Proposal) : ModelProject;

    public static EventStream<ModelProject, ModelProjectEvent> Stream(ModelProjectId id) => new($"model-project/{id}", "model-project", new Unknown(), Evolve);

    private static ModelProject Evolve(ModelProject project, ModelProjectEvent happened) => (project, happened) switch
    {
        (Unknown, ModelProjectEvent.Proposed e) => new Proposed(e.Proposal),
        (Proposed p, ModelProjectEvent.FileChecked e) => new Checked(p.Proposal, e.Check, Last: null),
        (Checked p, ModelProjectEvent.FileChecked e) => new Checked(p.Proposal, e.Check, p.Last),
        (Checked p, ModelProjectEvent.Ran e) => new Ran(p.Proposal, p.Check, e.Run),
        (Ran p, ModelProjectEvent.Ran e) => p with { Run = e.Run },
        (Ran p, ModelProjectEvent.Described e) => new Described(p.Proposal, p.Check, p.Run, e.Card, First: null),
        (Described { First: null } p, ModelProjectEvent.Approved e) => p with { First = e.Approval },
        (Described p, ModelProjectEvent.Approved) => p,
        (Described p, ModelProjectEvent.SentBack) => new Checked(p.Proposal, p.Check, p.Run),
        (Described p, ModelProjectEvent.Released e) => new InForce(p.Proposal, p.Run, e.From),
        (InForce p, ModelProjectEvent.Withdrawn) => new Withdrawn(p.Proposal),
        _ => throw new UnreachableException($"{happened.GetType().Name} cannot follow {project.GetType().Name}."),
    };
}
