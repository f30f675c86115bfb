using System.Diagnostics;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Products;

/// <summary>A month's loan prime rate (贷款市场报价利率, LPR).</summary>
/// <param name="PublishedOn">The 20th, or the next working day.</param>
public sealed record Lpr(DateOnly PublishedOn, Rate OneYear, Rate FiveYears, string Source)
{
    public Rate Of(LprTenor tenor) => tenor == LprTenor.OneYear ? OneYear : FiveYears;
}

/// <summary>Everything that can happen to the record of loan prime rates (LPR 记录).</summary>
public abstract record LprEvent
{
    private LprEvent() { }

    /// <summary>The month's rates were published (LPR 公布).</summary>
    public sealed record Published(Lpr Lpr) : LprEvent;
}

/// <summary>The loan prime rates on record (LPR 序列), the newest last.</summary>
public sealed record LprSeries(Lpr? Newest)
{
    public static EventStream<LprSeries, LprEvent> Stream => new("lpr", "lpr", new(Newest: null), Evolve);

    private static LprSeries Evolve(LprSeries series, LprEvent happened) => happened switch
    {
        LprEvent.Published e when series.Newest is null || e.Lpr.PublishedOn > series.Newest.PublishedOn => new(e.Lpr),
        _ => throw new UnreachableException("A rate was published before the one on record."),
    };
}

/// <summary>What may happen to the record of loan prime rates.</summary>
public static class LprDecisions
{
    public static readonly Refusal NotAllowed = new("lpr.not_allowed", "只有数据管理员可以登记 LPR。");
    public static readonly Refusal OutOfOrder = new("lpr.out_of_order", "LPR 按公布日期依次登记，这一天或更晚的已经登记。");
    public static readonly Refusal OutOfRange = new("lpr.out_of_range", "LPR 应大于 0、不超过 10%，并注明来源。");

    /// <summary>Takes a month's rates on record (登记 LPR).</summary>
    public static Decision<LprEvent> Publish(LprSeries series, Actor by, Lpr lpr) => series switch
    {
        _ when by.Role is not (Role.DataOperator or Role.PlatformJob) => NotAllowed,
        { Newest: { } newest } when lpr.PublishedOn <= newest.PublishedOn => OutOfOrder,
        _ when !Plausible(lpr.OneYear) || !Plausible(lpr.FiveYears) || string.IsNullOrWhiteSpace(lpr.Source) => OutOfRange,
        _ => new LprEvent.Published(lpr),
    };

    private static bool Plausible(Rate rate) => rate.Millionths is > 0 and <= 100_000;
}

/// <summary>The published rates as a table (LPR 表).</summary>
public static class LprBook
{
    public static readonly LineView<Lpr, LprEvent> View = new("lpr_book", happened => happened is LprEvent.Published e ? [e.Lpr] : []);
}
