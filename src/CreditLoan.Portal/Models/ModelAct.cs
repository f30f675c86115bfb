using CreditLoan.Domain.Access;
using CreditLoan.Domain.Models;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Evidence;

namespace CreditLoan.Portal.Models;

/// <summary>One act on a model that an approver stands for (批准记录), with the number of its evidence.</summary>
/// <param name="Kind">The kind of its leaf; null where the act is not sealed.</param>
/// <param name="Number">Null until it is sealed, which takes seconds.</param>
public sealed record ModelAct(string What, string For, string By, DateOnly On, string? Kind, string? Number)
{
    /// <summary>The acts of a history, in its order. Leaves are sealed in the order of the acts, so the first of a kind belongs to the first of that kind.</summary>
    public static IReadOnlyList<ModelAct> Of(IReadOnlyList<StoredEvent> history, IReadOnlyList<EvidenceLeaf> leaves, Func<BankCode, string> bankName)
    {
        var waiting = leaves.GroupBy(l => l.Kind, StringComparer.Ordinal).ToDictionary(g => g.Key, g => new Queue<string>(g.Select(l => l.Number)), StringComparer.Ordinal);
        string? Next(string kind) => waiting.TryGetValue(kind, out var numbers) && numbers.TryDequeue(out var number) ? number : null;
        var acts = new List<ModelAct>();
        foreach (var stored in history)
        {
            var institution = ModelWords.Institution(new Institution(Enum.Parse<Role>(stored.Headers.Role).Kind(), stored.Headers.Tenant), bankName);
            if (stored.Happened switch
            {
                ModelProjectEvent.Approved e => new ModelAct("批准", ModelWords.Institution(e.Approval.Institution, bankName), e.Approval.By, e.Approval.On, "model-approved", Next("model-approved")),
                ModelProjectEvent.SentBack e => new ModelAct("退回", institution, e.By, e.On, Kind: null, Number: null),
                ModelProjectEvent.Released e => new ModelAct("生效", institution, stored.Headers.Actor, e.From, "model-released", Next("model-released")),
                ModelProjectEvent.Withdrawn e => new ModelAct("撤回", institution, e.By, e.On, "model-withdrawn", Next("model-withdrawn")),
                _ => null,
            } is { } act) acts.Add(act);
        }
        return acts;
    }
}
