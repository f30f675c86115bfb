using CreditLoan.Domain.Access;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;

namespace CreditLoan.Ledger.CreditLines;

/// <summary>Which deadlines a worklist shows (时限).</summary>
public enum DueFilter { All, Overdue, Today, ThisWeek }

/// <summary>What a worklist shows (筛选); what is null is not asked.</summary>
/// <param name="Text">Part of a name, a code or an application's number.</param>
public sealed record WorklistFilter(
    CreditLineStage? Stage = null, DueFilter Due = DueFilter.All, string? Officer = null, string? Product = null, DistrictCode? District = null, string? Text = null);

/// <summary>One application as a desk shows it (在办申请).</summary>
public sealed record CaseRow(
    CreditLineId Line, BankCode Bank, string? BankName, EnterpriseCode Enterprise, string? EnterpriseName, string? Product, string? ProductName,
    Money Amount, int TermMonths, RepaymentMethod Method, LoanPurpose Purpose, DistrictCode? District, string? Section, SizeClass Size,
    CreditLineStage Stage, string? Officer, DateOnly? DueOn, bool DueProvisional, DateOnly RequestedOn, DateOnly AcceptBy, DateOnly? TakenUpOn,
    DateOnly? ContactBy, DateOnly? ContactedOn, DateOnly? DecideBy, DateOnly? DecidedOn, DateOnly? SignedOn, string? Missing,
    DeclineReason? DeclineReason, string? DeclineWords, Money? GrantedLimit, Rate? GrantedRate, int? GrantedMonths, RepaymentMethod? GrantedMethod,
    DateOnly? Until, Money? Available, Money? Wish, DateOnly? WishOn, bool RenewalOffered, long Version, DemandId? Demand = null);

/// <summary>How many cases stand where (阶段计数).</summary>
public sealed record StageCount(CreditLineStage Stage, long Cases, long Overdue, long Today);

/// <summary>A value that a filter offers, with its name.</summary>
public sealed record Choice(string Value, string? Name);

/// <summary>One step of a timeline as it is shown, with the time it was recorded.</summary>
public sealed record TimelineEntry(CreditLineStep Step, DateOnly Day, string? Words, Money? Amount, DateOnly? By, DateTimeOffset ChangedAt);

/// <summary>Applications and lines, as banks and enterprises read them.</summary>
public sealed class CreditLineQueries(Reader reader)
{
    /// <summary>The columns that the signed lines can be ordered by.</summary>
    public static readonly string[] Sortable = ["line", "enterprise_name", "granted_limit", "available", "granted_rate", "until"];

    /// <summary>The stages at which somebody still has to act.</summary>
    public static readonly IReadOnlyList<CreditLineStage> AtWork =
        [CreditLineStage.Requested, CreditLineStage.ToContact, CreditLineStage.UnderReview, CreditLineStage.AwaitingMore, CreditLineStage.Offered];

    /// <summary>The next application's number of a year.</summary>
    public async Task<CreditLineId> NextNumber(Viewer viewer, int year) =>
        CreditLineId.Numbered(year, await reader.Scalar<long>(viewer, $"select nextval('application_number')"));

    /// <summary>What waits for a bank, the nearest deadline first (工作台).</summary>
    /// <param name="sort">due, enterprise, amount or requested; anything else is due.</param>
    public Task<Page<CaseRow>> Worklist(Viewer viewer, WorklistFilter filter, DateOnly today, string sort, bool descending, int page, int size) =>
        reader.Page<CaseRow>(viewer, Sql.Of($"{Cases} where {Own(viewer)} and {Working(filter.Stage)} and {Narrow(filter, today)}"), Order(sort, descending), page, size);

    /// <summary>How many cases wait at each stage, under the same filter without the stage.</summary>
    public Task<IReadOnlyList<StageCount>> Counts(Viewer viewer, WorklistFilter filter, DateOnly today) =>
        reader.Rows<StageCount>(viewer, $"""
            select l.stage, count(*) as cases, count(*) filter (where l.due_on < {today}) as overdue, count(*) filter (where l.due_on = {today}) as today
            from credit_line_book l where {Own(viewer)} and {Working(null)} and {Narrow(filter, today)} group by l.stage
            """);

    /// <summary>The products or districts that a bank's cases have, for the filters.</summary>
    public Task<IReadOnlyList<Choice>> Choices(Viewer viewer, string column) => column switch
    {
        "product" => reader.Rows<Choice>(viewer, $"select distinct l.product as value, (select p.name from product_book p where p.bank = l.bank and p.number = l.product) as name from credit_line_book l where {Own(viewer)} and l.product is not null order by 1"),
        "district" => reader.Rows<Choice>(viewer, $"select distinct l.district as value, null::text as name from credit_line_book l where {Own(viewer)} and l.district is not null order by 1"),
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, "No filter offers this."),
    };

    /// <summary>One application or line.</summary>
    public Task<CaseRow?> Case(Viewer viewer, CreditLineId line) => reader.Row<CaseRow>(viewer, $"{Cases} where l.line = {line}");

    /// <summary>An enterprise's applications and lines, the newest first.</summary>
    public Task<IReadOnlyList<CaseRow>> OfEnterprise(Viewer viewer) =>
        reader.Rows<CaseRow>(viewer, $"{Cases} where l.enterprise = {viewer.Tenant} order by l.requested_on desc, l.line desc");

    /// <summary>A bank's signed lines (授信台账); those that wait for money first.</summary>
    public Task<Page<CaseRow>> Lines(Viewer viewer, string? text, bool wishOnly, int page, int size, Sorting? sorting = null) =>
        reader.Page<CaseRow>(viewer, Sql.Of($"""
            {Cases} where {Own(viewer)} and l.stage in ('Open', 'Ended') and {(wishOnly ? Sql.Of($"l.wish is not null") : Sql.Of($"true"))} and {Found(text)}
            """), Sorting.Order(sorting, Sql.Of($"wish is null, wish_on, signed_on desc, line"), Sortable), page, size);

    /// <summary>How an application went, oldest first (进度).</summary>
    public Task<IReadOnlyList<TimelineEntry>> Timeline(Viewer viewer, CreditLineId line) =>
        reader.Rows<TimelineEntry>(viewer, $"""
            select step, day, words, amount, by, changed_at from credit_line_timeline where stream_id = {CreditLine.Stream(line).Id} order by version, line
            """);

    /// <summary>Names are looked up for the rows of a page only: joined, row level security would ask for every enterprise.</summary>
    private static Sql Cases => Sql.Of($"""
        select l.*, (select e.name from enterprise_book e where e.code = l.enterprise) as enterprise_name,
               (select p.name from product_book p where p.bank = l.bank and p.number = l.product) as product_name,
               (select k.name from bank k where k.code = l.bank) as bank_name
        from credit_line_book l
        """);

    /// <summary>Row level security says so too; said here, an index serves it.</summary>
    private static Sql Own(Viewer viewer) => viewer.Kind switch
    {
        TenantKind.Bank => Sql.Of($"l.bank = {viewer.Tenant}"),
        TenantKind.Enterprise => Sql.Of($"l.enterprise = {viewer.Tenant}"),
        _ => Sql.Of($"true"),
    };

    private static Sql Working(CreditLineStage? stage) =>
        Sql.Of($"l.stage = any({(stage is { } one ? (IReadOnlyList<CreditLineStage>)[one] : AtWork).Select(s => s.ToString()).ToArray()})");

    private static Sql Narrow(WorklistFilter filter, DateOnly today) => Sql.Of($"""
        {(filter.Due switch
        {
            DueFilter.Overdue => Sql.Of($"l.due_on < {today}"),
            DueFilter.Today => Sql.Of($"l.due_on = {today}"),
            DueFilter.ThisWeek => Sql.Of($"l.due_on <= {today.AddDays(7)}"),
            _ => Sql.Of($"true"),
        })}
        and {(filter.Officer is { } officer ? Sql.Of($"l.officer = {officer}") : Sql.Of($"true"))}
        and {(filter.Product is { } product ? Sql.Of($"l.product = {product}") : Sql.Of($"true"))}
        and {(filter.District is { } district ? Sql.Of($"l.district = {district}") : Sql.Of($"true"))}
        and {Found(filter.Text)}
        """);

    private static Sql Found(string? text) => string.IsNullOrWhiteSpace(text)
        ? Sql.Of($"true")
        : Sql.Of($"(strpos(l.line, {text.Trim().ToUpperInvariant()}) > 0 or strpos(l.enterprise, {text.Trim().ToUpperInvariant()}) > 0 or l.enterprise in (select e.code from enterprise_book e where strpos(e.name, {text.Trim()}) > 0))");

    private static Sql Order(string sort, bool descending)
    {
        var column = Sql.Name(sort switch { "enterprise" => "enterprise_name", "amount" => "amount", "requested" => "requested_on", _ => "due_on" });
        return descending ? Sql.Of($"{column} desc nulls last, line") : Sql.Of($"{column} asc nulls last, line");
    }
}
