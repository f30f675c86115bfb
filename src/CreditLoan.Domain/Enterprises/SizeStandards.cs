using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Enterprises;

/// <summary>How large an enterprise is (企业规模).</summary>
public enum SizeClass
{
    /// <summary>No figures are known, or the standard has no line for the industry (未划型).</summary>
    Unclassified = 0,
    Micro = 1,
    Small = 2,
    Medium = 3,
    Large = 4,
}

/// <summary>A year's figures that the size class rests on (划型数据).</summary>
public sealed record Figures(int Year, int? Employees, Money? Revenue, Money? Assets);

/// <summary>The least an enterprise must reach in every named figure to belong to a class (划型下限).</summary>
public sealed record Floor(int? Employees = null, int? RevenueWan = null, int? AssetsWan = null)
{
    /// <summary>Every named figure is reached; null where a named figure is not known.</summary>
    public bool? IsReachedBy(Figures figures)
    {
        bool? reached = true;
        foreach (var one in new[]
                 {
                     Employees is { } people ? figures.Employees is { } x ? x >= people : (bool?)null : true,
                     RevenueWan is { } revenue ? figures.Revenue is { } y ? y >= Money.Wan(revenue) : null : true,
                     AssetsWan is { } assets ? figures.Assets is { } z ? z >= Money.Wan(assets) : null : true,
                 })
        {
            if (one is false) return false;
            if (one is null) reached = null;
        }
        return reached;
    }
}

/// <summary>One line of a size standard (划型行业).</summary>
/// <param name="Holds">Whether an industry code of an edition falls under the line.</param>
public sealed record SizeLine(string Industry, Func<IndustryCode, IndustryEdition, bool> Holds, Floor Large, Floor Medium, Floor Small);

/// <summary>A size standard and when it holds (划型标准).</summary>
/// <param name="From">The first day counts.</param>
/// <param name="Until">The last day counts; null while nothing replaces it.</param>
public sealed record SizeStandard(string Name, string Source, DateOnly From, DateOnly? Until, IReadOnlyList<SizeLine> Lines)
{
    public SizeLine? LineFor(IndustryCode industry, IndustryEdition edition) => Lines.FirstOrDefault(line => line.Holds(industry, edition));

    /// <summary>The class: large, medium and small ask for all their floors, and whoever misses one is one class lower.</summary>
    public SizeClass Classify(IndustryCode industry, IndustryEdition edition, Figures figures)
    {
        if (LineFor(industry, edition) is not { } line) return SizeClass.Unclassified;
        foreach (var (floor, size) in new[] { (line.Large, SizeClass.Large), (line.Medium, SizeClass.Medium), (line.Small, SizeClass.Small) })
        {
            if (floor.IsReachedBy(figures) is not { } reached) return SizeClass.Unclassified;
            if (reached) return size;
        }
        return SizeClass.Micro;
    }
}

/// <summary>The size standards by the day they hold (中小企业划型标准).</summary>
public static class SizeStandards
{
    /// <summary>工信部联企业〔2011〕300号, Article 4; the trades are mapped to both editions of GB/T 4754.</summary>
    /// <remarks>
    /// The article counts storage and cargo handling apart, as the edition of 2011 does: the group 591 of the edition of 2017 (装卸搬运) is
    /// transport. Finance has a standard of its own; rail transport, public bodies and international organisations have none here.
    /// </remarks>
    public static readonly SizeStandard Of2011 = new("中小企业划型标准规定", "工信部联企业〔2011〕300号 第四条", new DateOnly(2011, 6, 18), null,
    [
        new("农、林、牧、渔业", In("A"), new(RevenueWan: 20_000), new(RevenueWan: 500), new(RevenueWan: 50)),
        new("工业", In("B", "C", "D"), new(1_000, 40_000), new(300, 2_000), new(20, 300)),
        new("建筑业", In("E"), new(null, 80_000, 80_000), new(null, 6_000, 5_000), new(null, 300, 300)),
        new("批发业", In("F51"), new(200, 40_000), new(20, 5_000), new(5, 1_000)),
        new("零售业", In("F52"), new(300, 20_000), new(50, 500), new(10, 100)),
        new("交通运输业", Transport, new(1_000, 30_000), new(300, 3_000), new(20, 200)),
        new("仓储业", In("G59"), new(200, 30_000), new(100, 1_000), new(20, 100)),
        new("邮政业", In("G60"), new(1_000, 30_000), new(300, 2_000), new(20, 100)),
        new("住宿业", In("H61"), new(300, 10_000), new(100, 2_000), new(10, 100)),
        new("餐饮业", In("H62"), new(300, 10_000), new(100, 2_000), new(10, 100)),
        new("信息传输业", In("I63", "I64"), new(2_000, 100_000), new(100, 1_000), new(10, 100)),
        new("软件和信息技术服务业", In("I65"), new(300, 10_000), new(100, 1_000), new(10, 50)),
        new("房地产开发经营", In("K701"), new(null, 200_000, 10_000), new(null, 1_000, 5_000), new(null, 100, 2_000)),
        new("物业管理", In("K702"), new(1_000, 5_000), new(300, 1_000), new(100, 500)),
        new("租赁和商务服务业", In("L"), new(300, null, 120_000), new(100, null, 8_000), new(10, null, 100)),
        new("其他未列明行业", In("K703", "K704", "K709", "M", "N", "O", "P", "Q", "R"), new(300), new(100), new(10)),
    ]);

    private static readonly IReadOnlyList<SizeStandard> All = [Of2011];

    /// <summary>The standard that holds on a day; null before the first one.</summary>
    public static SizeStandard? On(DateOnly day) => All.FirstOrDefault(s => s.From <= day && (s.Until is not { } until || day <= until));

    private static Func<IndustryCode, IndustryEdition, bool> In(params string[] prefixes) =>
        (code, _) => Array.Exists(prefixes, prefix => code.Value.StartsWith(prefix, StringComparison.Ordinal));

    private static bool Transport(IndustryCode code, IndustryEdition edition) =>
        In("G54", "G55", "G56", "G57", "G58")(code, edition)
        || (edition == IndustryEdition.Gb2017 && code.Value.StartsWith("G591", StringComparison.Ordinal));
}
