using CreditLoan.Domain.Profiles;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Models;
using CreditLoan.Ledger.Profiles;

namespace CreditLoan.Jobs.Models;

/// <summary>Counts at each month's end how the enterprises lie over a model's bins (稳定性监测), so that a drift is seen before the losses are.</summary>
/// <remarks>Features are computed as of that day: what became known later is not in them. A sample of the enterprises is enough, and is the same each month.</remarks>
public sealed class StabilityJob(Database database)
{
    /// <summary>Enterprises looked at in a month at most.</summary>
    public const int Most = 600;

    /// <summary>Months looked back on when a model comes into force.</summary>
    public const int MonthsBack = 12;

    /// <summary>Counts one month that is missing, the newest first; false where none is.</summary>
    public async Task<bool> RunNext(DateOnly today, CancellationToken stop = default)
    {
        var ends = Enumerable.Range(0, MonthsBack).Select(back => new DateOnly(today.Year, today.Month, 1).AddMonths(-back).AddDays(-1)).ToArray();
        foreach (var model in await new ModelRuns(database.Writer, database.Reader).InUse(today, stop))
        {
            var counts = new StabilityCounts(database.Writer);
            var known = await counts.Months(model.Project, model.Run, stop);
            if (Array.Find(ends, e => !known.Contains(e)) is not { Year: > 1 } month) continue;
            await counts.Write(model.Project, model.Run, month, Count(model, await counts.Enterprises(today, Most, stop), today, month), stop);
            return true;
        }
        return false;
    }

    private Dictionary<string, int[]> Count(ModelInUse model, IReadOnlyList<EnterpriseCode> enterprises, DateOnly today, DateOnly month)
    {
        using var scorer = new ModelScorer(model);
        var features = scorer.Features.ToArray();
        var counts = features.ToDictionary(f => f.Feature, f => new int[f.Bins], StringComparer.Ordinal);
        var scores = counts[""] = new int[model.Report.ScoreBreaks.Length + 1];
        foreach (var chunk in enterprises.Chunk(50))
            foreach (var profile in new RecordSource(database.Writer).Read(chunk, today, month).Where(r => r.AsOf == month).Select(Profile.Of))
            {
                var (bins, score) = scorer.Place(profile);
                for (var f = 0; f < features.Length; f++) counts[features[f].Feature][bins[f]]++;
                scores[model.Report.ScoreBreaks.Count(b => score >= b)]++;
            }
        return counts;
    }
}
