using CreditLoan.Domain.Access;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Values;

namespace CreditLoan.Ledger.Loans;

/// <summary>Which loans a list shows (筛选); what is null is not asked.</summary>
/// <param name="Alarm">Only those whose grade is better than their days overdue allow.</param>
/// <param name="Text">Part of a name, a code or a loan's number.</param>
public sealed record LoanFilter(LoanStage? Stage = null, FiveGrade? Grade = null, bool Alarm = false, string? Text = null);

/// <summary>One loan as a list shows it (借据).</summary>
public sealed record LoanListRow(
    BankCode Bank, string? BankName, string Number, string Fingerprint, CreditLineId Line, EnterpriseCode Enterprise, string? EnterpriseName, string? Product, string? ProductName,
    Money Principal, Money Outstanding, Rate Rate, DateOnly ValueDate, DateOnly Maturity, RepaymentMethod Method, Security Security, bool FirstTime, string? Renews,
    LoanStage Stage, FiveGrade Grade, DateOnly? OverdueSince, Money OverduePrincipal, Money OverdueInterest, Money InterestPaid, Money WrittenOff, Money Recovered,
    DateOnly LastOn, int Restated, long Version)
{
    public LoanId Loan => new(Bank, Number);

    /// <summary>The grade that the days overdue ask for, where the bank's is better (分类预警).</summary>
    public FiveGrade? Alarm(DateOnly today) =>
        OverdueSince is { } since && FiveGrades.Floor(today.DayNumber - since.DayNumber) is var floor && floor > Grade ? floor : null;
}

/// <summary>What a bank or an enterprise owes or is owed in all (余额合计).</summary>
public sealed record LoanTotals(long Loans, Money Principal, Money Outstanding, Money Overdue, Money Bad);

/// <summary>How many loans stand where (状态计数).</summary>
public sealed record LoanStageCount(LoanStage Stage, long Loans);

/// <summary>One line of a loan's record as it is shown, with the time it was recorded.</summary>
public sealed record LoanEntry(LoanStep Step, DateOnly Day, Money? Principal, Money? Interest, string? Words, DateTimeOffset ChangedAt);

/// <summary>Loans, as banks and enterprises read them.</summary>
public sealed class LoanQueries(Reader reader)
{
    /// <summary>The viewer's loans (借据台账).</summary>
    /// <param name="sort">overdue, maturity, outstanding, principal, value_date or number; anything else is value_date.</param>
    public Task<Page<LoanListRow>> List(Viewer viewer, LoanFilter filter, DateOnly today, string sort, bool descending, int page, int size) =>
        reader.Page<LoanListRow>(viewer, Sql.Of($"{Loans} where {Own(viewer)} and {Narrow(filter, today)}"), Order(sort, descending), page, size);

    /// <summary>How many loans stand where, under the same filter without the stage.</summary>
    public Task<IReadOnlyList<LoanStageCount>> Counts(Viewer viewer, LoanFilter filter, DateOnly today) =>
        reader.Rows<LoanStageCount>(viewer, $"""
            select l.stage, count(*) as loans from loan_book l where {Own(viewer)} and {Narrow(filter with { Stage = null }, today)} group by l.stage
            """);

    /// <summary>The viewer's totals over all loans that stand.</summary>
    public async Task<LoanTotals> Totals(Viewer viewer) => (await reader.Row<LoanTotals>(viewer, $"""
        select count(*) filter (where outstanding > 0) as loans, coalesce(sum(principal), 0)::bigint as principal, coalesce(sum(outstanding), 0)::bigint as outstanding,
               coalesce(sum(overdue_principal), 0)::bigint as overdue,
               coalesce(sum(outstanding) filter (where grade in ('Substandard', 'Doubtful', 'Loss')), 0)::bigint as bad
        from loan_book l where {Own(viewer)} and stage <> 'Reversed'
        """))!;

    public Task<LoanListRow?> Loan(Viewer viewer, LoanId loan) =>
        reader.Row<LoanListRow>(viewer, $"{Loans} where l.bank = {loan.Bank} and l.number = {loan.Number}");

    /// <summary>A loan by what stands for it where nobody is named (借据指纹).</summary>
    public Task<LoanListRow?> ByFingerprint(Viewer viewer, string fingerprint) =>
        reader.Row<LoanListRow>(viewer, $"{Loans} where l.fingerprint = {fingerprint}");

    /// <summary>The loans under a line, the newest first.</summary>
    public Task<IReadOnlyList<LoanListRow>> Under(Viewer viewer, CreditLineId line) =>
        reader.Rows<LoanListRow>(viewer, $"{Loans} where l.line = {line} order by l.value_date desc, l.number");

    /// <summary>An enterprise's loans that the viewer may see, the newest first.</summary>
    public Task<IReadOnlyList<LoanListRow>> OfEnterprise(Viewer viewer, EnterpriseCode enterprise) =>
        reader.Rows<LoanListRow>(viewer, $"{Loans} where l.enterprise = {enterprise} order by l.value_date desc, l.number");

    /// <summary>What happened to a loan, oldest first (借据流水).</summary>
    public Task<IReadOnlyList<LoanEntry>> Timeline(Viewer viewer, LoanId loan) =>
        reader.Rows<LoanEntry>(viewer, $"""
            select step, day, principal, interest, words, changed_at from loan_timeline where stream_id = {Domain.Loans.Loan.Stream(loan).Id} order by version, line
            """);

    /// <summary>Names are looked up for the rows of a page only: joined, row level security would ask for every enterprise.</summary>
    private static Sql Loans => Sql.Of($"""
        select l.*, (select e.name from enterprise_book e where e.code = l.enterprise) as enterprise_name,
               (select p.name from product_book p where p.bank = l.bank and p.number = l.product) as product_name,
               (select k.name from bank k where k.code = l.bank) as bank_name
        from loan_book l
        """);

    /// <summary>Row level security says so too; said here, an index serves it.</summary>
    private static Sql Own(Viewer viewer) => viewer.Kind switch
    {
        TenantKind.Bank => Sql.Of($"l.bank = {viewer.Tenant}"),
        TenantKind.Enterprise => Sql.Of($"l.enterprise = {viewer.Tenant}"),
        _ => Sql.Of($"true"),
    };

    private static Sql Narrow(LoanFilter filter, DateOnly today) => Sql.Of($"""
        {(filter.Stage is { } stage ? Sql.Of($"l.stage = {stage}") : Sql.Of($"true"))}
        and {(filter.Grade is { } grade ? Sql.Of($"l.grade = {grade}") : Sql.Of($"true"))}
        and {(filter.Alarm ? Alarming(today) : Sql.Of($"true"))}
        and {(string.IsNullOrWhiteSpace(filter.Text) ? Sql.Of($"true")
            : Sql.Of($"(strpos(l.number, {filter.Text.Trim().ToUpperInvariant()}) > 0 or strpos(l.enterprise, {filter.Text.Trim().ToUpperInvariant()}) > 0 or l.enterprise in (select e.code from enterprise_book e where strpos(e.name, {filter.Text.Trim()}) > 0))"))}
        """);

    /// <summary>The day from which an overdue asks for at least each grade, as <see cref="FiveGrades.Floor"/> says.</summary>
    private static Sql Alarming(DateOnly today) => Sql.Of($"""
        (l.stage = 'Overdue' and ((l.grade = 'Pass' and l.overdue_since < {today.AddDays(-FiveGrades.TechnicalDays)})
        or (l.grade = 'SpecialMention' and l.overdue_since < {today.AddDays(-90)}) or (l.grade = 'Substandard' and l.overdue_since < {today.AddDays(-270)})
        or (l.grade = 'Doubtful' and l.overdue_since < {today.AddDays(-360)})))
        """);

    private static Sql Order(string sort, bool descending)
    {
        var column = Sql.Name(sort switch
        {
            "overdue" => "overdue_since", "maturity" => "maturity", "outstanding" => "outstanding", "principal" => "principal", "number" => "number", _ => "value_date",
        });
        return descending ? Sql.Of($"{column} desc nulls last, number") : Sql.Of($"{column} asc nulls last, number");
    }
}
