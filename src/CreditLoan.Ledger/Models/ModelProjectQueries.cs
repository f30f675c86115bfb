using CreditLoan.Domain.Access;
using CreditLoan.Domain.Models;
using CreditLoan.Domain.Profiles;

namespace CreditLoan.Ledger.Models;

/// <summary>Champion and challenger side by side at one limit of the default rate (影子运行对比): counts of enterprises.</summary>
/// <param name="Correlation">Of the two default rates; null where nothing was scored.</param>
public sealed record ShadowRow(long Scored, long BothWithin, long ChampionOnly, long ChallengerOnly, long Neither, double? Correlation);

/// <summary>What banks granted to enterprises of one band in two years (同档授信情况): quartiles of limit over yearly sales, and of the rate in millionths.</summary>
public sealed record GrantedRow(long Cases, double LimitLow, double LimitHigh, double RateLow, double RateHigh);

/// <summary>Reads modelling projects: a bank its own and those in force, the bureau and the platform all.</summary>
public sealed class ModelProjectQueries(Reader reader)
{
    /// <summary>What waits for somebody first, then what is in force, then what is over; the newest first.</summary>
    public Task<IReadOnlyList<ModelProjectRow>> All(Viewer viewer) => reader.Rows<ModelProjectRow>(viewer, $"""
        select * from model_project_book
        order by case stage when 'InForce' then 1 when 'Withdrawn' then 2 else 0 end, proposed_on desc, project
        """);

    public Task<ModelProjectRow?> Find(Viewer viewer, ModelProjectId project) =>
        reader.Row<ModelProjectRow>(viewer, $"select * from model_project_book where project = {project}");

    /// <summary>The model that scores are read from on a day.</summary>
    public Task<ModelProjectRow?> Champion(Viewer viewer, DateOnly today) =>
        reader.Row<ModelProjectRow>(viewer, $"select b.* from model_project_book b join champion({today}) c on c.project = b.project");

    public Task<ThresholdRow?> Threshold(Viewer viewer) => reader.Row<ThresholdRow>(viewer, $"select * from threshold_book where bank = {viewer.Tenant}");

    public Task<ShadowRow?> Shadow(Viewer viewer, ModelProjectId project, int run, int limit) =>
        reader.Row<ShadowRow>(viewer, $"select * from model_shadow({project}, {run}, {limit})");

    /// <summary>Null where there are fewer than twenty cases.</summary>
    public Task<GrantedRow?> Granted(Viewer viewer, ProfileScore score, DateOnly today) =>
        reader.Row<GrantedRow>(viewer, $"select * from granted_by_band({score.Model}, {score.Band.ToString()}, {today})");
}
