namespace CreditLoan.Domain.Models;

/// <summary>Everything that can happen to a modelling project (联合建模项目), in the order of its life.</summary>
public abstract record ModelProjectEvent
{
    private ModelProjectEvent() { }

    /// <summary>A bank proposed a model: what for, from which data, of which outcome (立项).</summary>
    public sealed record Proposed(ModelProposal Proposal, DateOnly On) : ModelProjectEvent;

    /// <summary>The bank's labelled file was compared with the live consents; who has none was left out (标签文件核对).</summary>
    public sealed record FileChecked(FileCheck Check, DateOnly On) : ModelProjectEvent;

    /// <summary>The model was fitted and validated from recorded inputs and a seed (建模运行).</summary>
    public sealed record Ran(ModelRun Run, DateOnly On) : ModelProjectEvent;

    /// <summary>What the model is for, what it rests on and where it ends was written down (模型卡).</summary>
    public sealed record Described(ModelCard Card, DateOnly On) : ModelProjectEvent;

    /// <summary>A person of one institution approved (批准).</summary>
    public sealed record Approved(ModelApproval Approval) : ModelProjectEvent;

    /// <summary>An approver sent it back: it is run and described anew (退回).</summary>
    public sealed record SentBack(string By, string Reason, DateOnly On) : ModelProjectEvent;

    /// <summary>Two institutions agree: the model is used from this day on (生效).</summary>
    public sealed record Released(ModelProjectId Project, DateOnly From) : ModelProjectEvent;

    /// <summary>The model is used no more (撤回).</summary>
    public sealed record Withdrawn(ModelProjectId Project, string By, string Reason, DateOnly On) : ModelProjectEvent;
}
