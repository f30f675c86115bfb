using CreditLoan.Domain.Access;
using CreditLoan.Domain.Profiles;

namespace CreditLoan.Domain.Models;

/// <summary>What may be asked of a modelling project.</summary>
public static class ModelProjectDecisions
{
    /// <summary>Good and bad enterprises that a sample needs at least, each (最小样本): below, a model says nothing.</summary>
    public const int LeastOfEach = 10;

    /// <summary>A bank proposes a model (立项).</summary>
    public static Decision<ModelProjectEvent> Propose(ModelProject project, Actor by, ModelProposal proposal, DateOnly today)
    {
        if (by.Role is not (Role.BankOfficer or Role.BankApprover)) return ModelProjectRefusals.NotOfficer;
        if (by.Tenant != proposal.Bank.Value || by.Account != proposal.Proposer) return ModelProjectRefusals.OtherBank;
        if (project is not ModelProject.Unknown) return ModelProjectRefusals.NumberUsed;
        if (AnyBlank(proposal.Title, proposal.Purpose, proposal.Target.Name, proposal.Target.Definition)) return ModelProjectRefusals.Incomplete;
        if (proposal.Target.AsOf >= proposal.Target.Until || proposal.Target.Until > today) return ModelProjectRefusals.PeriodWrong;
        if (proposal.Features.Length == 0) return ModelProjectRefusals.FeaturesMissing;
        foreach (var key in proposal.Features)
        {
            if (Features.Find(key) is not { } feature) return ModelProjectRefusals.UnknownFeature(key);
            if (Array.IndexOf(proposal.Classes, feature.Source) < 0) return ModelProjectRefusals.ClassMissing(feature.Term);
        }
        return new ModelProjectEvent.Proposed(proposal, today);
    }

    /// <summary>The platform compares the bank's labelled file with the live consents (核对标签文件).</summary>
    public static Decision<ModelProjectEvent> CheckFile(ModelProject project, Actor by, FileCheck check, DateOnly today) => project switch
    {
        _ when by.Role != Role.DataOperator => ModelProjectRefusals.NotOperator,
        ModelProject.Proposed or ModelProject.Checked when check.Kept + check.LeftOut != check.Lines => ModelProjectRefusals.CountsDiffer,
        ModelProject.Proposed or ModelProject.Checked when check.Bad < LeastOfEach || check.Kept - check.Bad < LeastOfEach => ModelProjectRefusals.TooFew(check),
        ModelProject.Proposed or ModelProject.Checked => new ModelProjectEvent.FileChecked(check, today),
        _ => ModelProjectRefusals.NotAwaitingFile,
    };

    /// <summary>The platform records a run (登记运行); equal inputs and an equal seed must give an equal result.</summary>
    public static Decision<ModelProjectEvent> Record(ModelProject project, Actor by, ModelRun run, DateOnly today) => project switch
    {
        _ when by.Role != Role.DataOperator => ModelProjectRefusals.NotOperator,
        ModelProject.Checked p => Record(p.Check, p.Last, run, today),
        ModelProject.Ran p => Record(p.Check, p.Run, run, today),
        _ => ModelProjectRefusals.NotAwaitingRun,
    };

    /// <summary>The model card is written (填写模型卡): by the bank or by the platform.</summary>
    public static Decision<ModelProjectEvent> Describe(ModelProject project, Actor by, ModelCard card, DateOnly today) => project switch
    {
        ModelProject.Ran p when by.Role != Role.DataOperator && !IsBank(by, p.Proposal) => ModelProjectRefusals.NotYours,
        ModelProject.Ran when AnyBlank(card.Data, card.Method, card.Limits, card.IntendedUse, card.ForbiddenUse) => ModelProjectRefusals.CardIncomplete,
        ModelProject.Ran => new ModelProjectEvent.Described(card, today),
        _ => ModelProjectRefusals.NotAwaitingCard,
    };

    /// <summary>A person approves (批准); the second, of another institution, puts the model in force from a day on.</summary>
    public static Decision<ModelProjectEvent> Approve(ModelProject project, Actor by, DateOnly from, DateOnly today) => project switch
    {
        ModelProject.Described p when !MayApprove(by, p.Proposal) => ModelProjectRefusals.NotApprover,
        ModelProject.Described p when by.Account == p.Proposal.Proposer => ModelProjectRefusals.OwnProposal,
        ModelProject.Described when from < today => ModelProjectRefusals.FromPast(today),
        ModelProject.Described { First: { } first } when first.By == by.Account || first.Institution == Institution.Of(by) => ModelProjectRefusals.SameInstitution,
        ModelProject.Described { First: null } => new ModelProjectEvent.Approved(new ModelApproval(by.Account, Institution.Of(by), today)),
        ModelProject.Described p => new ModelProjectEvent[]
        {
            new ModelProjectEvent.Approved(new ModelApproval(by.Account, Institution.Of(by), today)),
            new ModelProjectEvent.Released(p.Proposal.Project, from),
        },
        _ => ModelProjectRefusals.NotAwaitingApproval,
    };

    /// <summary>An approver sends the model back (退回).</summary>
    public static Decision<ModelProjectEvent> SendBack(ModelProject project, Actor by, string reason, DateOnly today) => project switch
    {
        ModelProject.Described p when !MayApprove(by, p.Proposal) => ModelProjectRefusals.NotApprover,
        ModelProject.Described when AnyBlank(reason) => ModelProjectRefusals.ReasonMissing,
        ModelProject.Described => new ModelProjectEvent.SentBack(by.Account, reason, today),
        _ => ModelProjectRefusals.NotAwaitingApproval,
    };

    /// <summary>One approver alone may take a model out of use (撤回): stopping needs no second person.</summary>
    public static Decision<ModelProjectEvent> Withdraw(ModelProject project, Actor by, string reason, DateOnly today) => project switch
    {
        ModelProject.InForce p when !MayApprove(by, p.Proposal) => ModelProjectRefusals.NotApprover,
        ModelProject.InForce when AnyBlank(reason) => ModelProjectRefusals.ReasonMissing,
        ModelProject.InForce p => new ModelProjectEvent.Withdrawn(p.Proposal.Project, by.Account, reason, today),
        _ => ModelProjectRefusals.NotInForce,
    };

    private static Decision<ModelProjectEvent> Record(FileCheck check, ModelRun? last, ModelRun run, DateOnly today) =>
        run.Number != (last?.Number ?? 0) + 1 ? ModelProjectRefusals.RunNumberWrong
        : run.Scorecard.Rows != check.Kept || run.Scorecard.Bad != check.Bad ? ModelProjectRefusals.OtherSample
        : last is not null && last.Inputs == run.Inputs && last.Seed == run.Seed && last.Result != run.Result ? ModelProjectRefusals.NotReproduced
        : new ModelProjectEvent.Ran(run, today);

    private static bool IsBank(Actor by, ModelProposal proposal) => by.Role is Role.BankOfficer or Role.BankApprover && by.Tenant == proposal.Bank.Value;

    /// <summary>The bank's approver, the bureau's leader, or the platform's data operator.</summary>
    private static bool MayApprove(Actor by, ModelProposal proposal) =>
        by.Role is Role.BureauLeader or Role.DataOperator || (by.Role == Role.BankApprover && by.Tenant == proposal.Bank.Value);

    private static bool AnyBlank(params string[] texts) => Array.Exists(texts, string.IsNullOrWhiteSpace);
}
