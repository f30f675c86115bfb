using CreditLoan.Domain.Profiles;
using CreditLoan.Domain.Values;
using CreditLoan.Jobs.Models;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Models;
using CreditLoan.Ledger.Profiles;

namespace CreditLoan.Jobs.Profiles;

/// <summary>How a run over profiles ended.</summary>
/// <param name="LeftOut">Enterprises without a live consent to the platform.</param>
public sealed record ProfileRun(int Computed, int LeftOut);

/// <summary>Computes, scores and keeps profiles (生成画像、评分): from stored records to stored profile, for those enterprises that let the platform do so.</summary>
public sealed class ProfileJob(Database database, TimeProvider clock)
{
    private const int EnterprisesAtOnce = 25;

    /// <summary>Computes every profile that is due; nothing where none is.</summary>
    public async Task<ProfileRun> RunDue(DateOnly today, CancellationToken stop = default) =>
        await Run(await new RecordSource(database.Writer).Due(today, stop), today, stop);

    /// <summary>Computes the profiles of these enterprises as of the business day, or of the day their data ends.</summary>
    public async Task<ProfileRun> Run(IReadOnlyCollection<EnterpriseCode> enterprises, DateOnly today, CancellationToken stop = default)
    {
        var source = new RecordSource(database.Writer);
        var store = new ProfileStore(database.Writer);
        var now = clock.GetUtcNow();
        var computed = 0;
        var models = enterprises.Count == 0 ? [] : (await new ModelRuns(database.Writer, database.Reader).InUse(today, stop)).Select(m => new ModelScorer(m)).ToArray();
        await Parallel.ForEachAsync(enterprises.Chunk(EnterprisesAtOnce), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = stop },
            (chunk, _) =>
            {
                var profiles = source.Read(chunk, today).Select(Profile.Of).ToList();
                store.Write(profiles, [.. models.SelectMany(m => m.Score(profiles))], now);
                Interlocked.Add(ref computed, profiles.Count);
                return ValueTask.CompletedTask;
            });
        foreach (var model in models) model.Dispose();
        return new ProfileRun(computed, enterprises.Count - computed);
    }
}
