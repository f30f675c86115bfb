using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Models;
using CreditLoan.Files.Models;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Models;
using CreditLoan.Scoring.Boosting;
using Column = CreditLoan.Scoring.Alignment.Column;

namespace CreditLoan.Jobs.Models;

/// <summary>Does what was asked for in the trusted room, one piece at a time (数据安全屋作业): checks a file against the consents, fits and validates.</summary>
/// <remarks>Each piece ends in the same decision as everything else, in the name of the data operator who asked; a refusal is kept with the piece.</remarks>
public sealed class ModelWork(Database database, EventStore store, TimeProvider clock)
{
    private readonly TrustedRoom _room = new(database.Writer, database.Reader);

    /// <summary>Takes a bank's labelled file into the trusted room; null where it was taken.</summary>
    public async Task<Refusal?> Receive(Actor by, ModelProjectId project, byte[] content)
    {
        if (await Proposal(project) is not { } proposal) return ModelProjectRefusals.NotAwaitingFile;
        if (by.Role is not (Role.BankOfficer or Role.BankApprover) || by.Tenant != proposal.Bank.Value) return ModelProjectRefusals.NotYours;
        if (LabelledFile.Read(content).Content is { IsClean: false } faulty) return ModelProjectRefusals.FileFaulty(faulty.FaultCount);
        await _room.Receive(project, content, clock.GetUtcNow());
        return null;
    }

    /// <summary>Asks for a check or a run; null where it was taken on.</summary>
    public async Task<Refusal?> Ask(Actor by, ModelProjectId project, string kind, long? seed, DateOnly today)
    {
        if (by.Role != Role.DataOperator) return ModelProjectRefusals.NotOperator;
        if (kind == "Check" && await _room.FileSince(project) is null) return ModelProjectRefusals.FileMissing;
        return await _room.Ask(project, kind, seed, by, today, clock.GetUtcNow()) ? null : ModelProjectRefusals.StillWorking;
    }

    /// <summary>Does the oldest waiting piece; false where none waits.</summary>
    public async Task<bool> RunNext(CancellationToken stop = default)
    {
        if (await _room.Next(stop) is not { } task) return false;
        var by = new Actor(task.Account, Role.DataOperator, "");
        // The task's own id makes the command the same one, should a process die between the append and the end of the task.
        var command = Command.For(by, task.AskedOn, task.Kind == "Check" ? "model.check" : "model.run", task) with { Id = task.Id };
        var outcome = task.Kind == "Check" ? await Check(task, command) : await Run(task, command);
        await _room.End(task.Id, outcome is Outcome.Refused refused ? refused.Why.Sentence : outcome is Outcome.Done ? null : "项目刚刚有变化，请刷新后重试。", clock.GetUtcNow());
        return true;
    }

    private async Task<Outcome> Check(ModelTaskRow task, Command command)
    {
        var stream = ModelProject.Stream(task.Project);
        if (await Proposal(task.Project) is not { } proposal || await _room.File(task.Project) is not { } file)
            return new Outcome.Refused(ModelProjectRefusals.NotAwaitingFile);
        var read = LabelledFile.Read(file);
        if (!read.Content.IsClean) return new Outcome.Refused(ModelProjectRefusals.FileFaulty(read.Content.FaultCount));
        var aligned = await new ModelJob(database).Align(proposal, read, task.AskedOn);
        var outcome = await store.Change(command, stream, p => ModelProjectDecisions.CheckFile(p, command.Actor, aligned.Check, task.AskedOn));
        if (outcome is Outcome.Done) await _room.Keep(task.Project, aligned.Write());
        return outcome;
    }

    private async Task<Outcome> Run(ModelTaskRow task, Command command)
    {
        if (!Booster.IsInstalled) return new Outcome.Refused(ModelProjectRefusals.NoChallenger);
        var stream = ModelProject.Stream(task.Project);
        if (await _room.Sample(task.Project) is not { } text) return new Outcome.Refused(ModelProjectRefusals.NotAwaitingRun);
        var (state, _) = await store.Load(stream);
        var last = state switch { ModelProject.Checked c => c.Last?.Number ?? 0, ModelProject.Ran r => r.Run.Number, _ => -1 };
        if (last < 0) return new Outcome.Refused(ModelProjectRefusals.NotAwaitingRun);
        var sample = CheckedSample.Read(text);
        var run = ModelFitting.Run(sample, last + 1, task.Seed ?? 1);
        await new ModelRuns(database.Writer, database.Reader).Write(task.Project, run.Run.Number, run.Lines, run.Report, run.Challenger, Levels(sample));
        return await store.Change(command, stream, p => ModelProjectDecisions.Record(p, command.Actor, run.Run, task.AskedOn));
    }

    /// <summary>The texts of each categorical feature, in the order the challenger was trained with.</summary>
    public static Dictionary<string, string[]> Levels(CheckedSample sample) =>
        sample.Sample.Columns.OfType<Column.Categories>().ToDictionary(c => c.Name, c => c.Levels, StringComparer.Ordinal);

    private async Task<ModelProposal?> Proposal(ModelProjectId project) => (await store.Load(ModelProject.Stream(project))).State switch
    {
        ModelProject.Proposed p => p.Proposal,
        ModelProject.Checked c => c.Proposal,
        _ => null,
    };
}
