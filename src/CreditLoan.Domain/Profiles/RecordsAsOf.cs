using CreditLoan.Domain.Records;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Profiles;

/// <summary>What the register says of an enterprise, as far as features need it (登记要素).</summary>
public sealed record RegisterEntry(DateOnly? FoundedOn, string? Section, string? Size);

/// <summary>All that was known about one enterprise on a day (时点数据): whatever was delivered, decided or repaired later is not in it.</summary>
/// <param name="asOf">The day asked about, inclusive.</param>
/// <param name="coverage">Up to which day each class was delivered; a class that is not in it was not delivered, or may not be used.</param>
public sealed class RecordsAsOf(EnterpriseCode enterprise, DateOnly asOf, RegisterEntry? register, IReadOnlyDictionary<DataClass, DateOnly> coverage)
{
    private readonly int _last = AsOfMonth.Number(AsOfMonth.LastWhole(asOf));
    private readonly Dictionary<MonthlySeries, long?[]> _months = [];
    private readonly List<PublicFact> _facts = [];

    public EnterpriseCode Enterprise { get; } = enterprise;
    public DateOnly AsOf { get; } = asOf;
    public RegisterEntry? Register { get; } = register;

    /// <summary>Invoices up to the day asked about, or up to their last delivery: a month that has not come yet is no month without sales.</summary>
    public InvoiceMonths Sales { get; } = new(Upto(coverage, asOf));

    /// <inheritdoc cref="Sales"/>
    public InvoiceMonths Purchases { get; } = new(Upto(coverage, asOf));

    public IReadOnlyDictionary<DataClass, DateOnly> Coverage { get; } = coverage.ToDictionary(c => c.Key, c => c.Value < asOf ? c.Value : asOf);

    public IReadOnlyList<PublicFact> Facts => _facts;

    public void Add(Invoice invoice) => (invoice.Side == InvoiceSide.Sale ? Sales : Purchases).Add(invoice);

    public void Add(MonthlyFigure figure)
    {
        var month = _last - AsOfMonth.Number(figure.Month);
        if (figure.KnownOn > AsOf || month is < 0 or >= InvoiceMonths.Depth) return;
        if (!_months.TryGetValue(figure.Series, out var months)) _months.Add(figure.Series, months = new long?[InvoiceMonths.Depth]);
        months[month] = figure.Value;
    }

    public void Add(PublicFact fact)
    {
        if (fact.KnownOn > AsOf || fact.On > AsOf) return;
        _facts.Add(fact with
        {
            Until = Past(fact.Until),
            RepairedOn = Past(fact.RepairedOn),
            ObjectedOn = Past(fact.ObjectedOn),
            ObjectionEnded = Past(fact.ObjectionEnded),
        });
    }

    /// <summary>A series by month, month 0 the last whole one; null where nothing was delivered.</summary>
    public long?[] Months(MonthlySeries series) => _months.GetValueOrDefault(series) ?? new long?[InvoiceMonths.Depth];

    /// <summary>Facts of a kind that hold on the day.</summary>
    public IEnumerable<PublicFact> Holding(FactKind kind) => _facts.Where(f => f.Kind == kind && f.Until is null);

    /// <summary>Facts of a kind from the months before the day.</summary>
    public IEnumerable<PublicFact> Within(FactKind kind, int months)
    {
        var since = AsOf.AddMonths(-months);
        return _facts.Where(f => f.Kind == kind && f.On > since);
    }

    /// <summary>Penalties that may be used on the day (处罚的使用期限): neither repaired nor beyond their longest publication.</summary>
    public IEnumerable<PublicFact> Penalties(int months) => Within(FactKind.Penalty, months).Where(p => p.RepairedOn is null && PublicationPeriod.Runs(p, AsOf));

    private static DateOnly Upto(IReadOnlyDictionary<DataClass, DateOnly> coverage, DateOnly asOf) =>
        coverage.TryGetValue(DataClass.Invoices, out var day) && day < asOf ? day : asOf;

    private DateOnly? Past(DateOnly? day) => day <= AsOf ? day : null;
}

/// <summary>How long a penalty may be shown and used at most (公示期限).</summary>
/// <remarks>国家发展改革委令第36号, from 2026-04-01: 轻微 is in principle not published, 一般 at most one year, 严重 at most three, counted from the decision.
/// 令第58号（2023）before it set three years at most and left 轻微 unpublished.</remarks>
public static class PublicationPeriod
{
    private static readonly DateOnly Order36 = new(2026, 4, 1);

    public static bool Runs(PublicFact penalty, DateOnly asOf) => asOf < penalty.On.AddMonths(penalty.Grade switch
    {
        "minor" => 0,
        "general" when asOf >= Order36 => 12,
        _ => 36,
    });
}
