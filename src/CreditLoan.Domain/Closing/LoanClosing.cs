using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Closing;

/// <summary>A loan as the daily close looks at it (日终借据).</summary>
/// <param name="Position">Null where nothing is owed any more.</param>
public sealed record ClosingLoan(LoanId Loan, FiveGrade Grade, Arrears? Arrears, LoanPosition? Position)
{
    /// <summary>A loan of the register that knows how far its plan is.</summary>
    public static ClosingLoan Of(LoanRow row) => new(row.Loan(), row.Grade,
        row.OverdueSince is { } since ? new Arrears(since, row.OverduePrincipal, row.OverdueInterest) : null,
        row.Stage is LoanStage.Running or LoanStage.Overdue ? row.Position() : null);
}

/// <summary>What a day does to one loan on which something is owed (借据日终).</summary>
/// <remarks>Accrued interest is computed and never a fact. The bank's grade holds; the days overdue only raise an alarm beside it.</remarks>
public sealed class LoanClosing
{
    private readonly ClosingLoan _loan;
    private readonly LoanPosition _position;
    private readonly DateOnly _day;
    private readonly Instalment[] _open;
    private readonly DateOnly? _overdueSince;

    /// <exception cref="ArgumentException">Nothing is owed.</exception>
    public LoanClosing(ClosingLoan loan, DateOnly day)
    {
        (_loan, _day) = (loan, day);
        _position = loan.Position ?? throw new ArgumentException("Nothing is owed on this loan.", nameof(loan));
        _open = [.. _position.Open().TakeWhile(part => part.Due <= day)];
        _overdueSince = OverdueSince();
    }

    /// <summary>The loan's part of its bank's statement.</summary>
    public CloseStatement State()
    {
        var late = _position.Behind(_day.AddDays(-1));
        return new CloseStatement(_loan.Loan.Bank.Value, "", 1, _position.Outstanding, _position.Accrued(_day),
            Money.Sum(_open.Where(i => i.Due == _day).Select(i => i.Payment)), _loan.Arrears is { } arrears ? Money.Max(arrears.Principal, late) : late,
            _loan.Grade.IsBad() ? _position.Outstanding : Money.Zero, FloorOn(_day) > _loan.Grade ? 1 : 0);
    }

    /// <summary>What falls due or changes on the day.</summary>
    public IEnumerable<CloseLine> Lines()
    {
        foreach (var part in _open)
        {
            if (part.Due == _day) yield return Line(CloseKind.Due, part.Payment, $"{part.Number}");
            else if (part.Due.AddDays(1) == _day && _loan.Arrears is null) yield return Line(CloseKind.Overdue, part.Payment, $"plan {part.Due:yyyy-MM-dd}");
        }
        if (_loan.Arrears is { } arrears && arrears.Since.AddDays(1) == _day) yield return Line(CloseKind.Overdue, arrears.Total, $"bank {arrears.Since:yyyy-MM-dd}");
        var floor = FloorOn(_day);
        if (floor > _loan.Grade && floor != FloorOn(_day.AddDays(-1))) yield return Line(CloseKind.GradeAlarm, _position.Outstanding, $"{_loan.Grade}<{floor}");
    }

    private CloseLine Line(CloseKind kind, Money amount, string words) => new(kind, Loan.Stream(_loan.Loan).Id, _loan.Loan.Bank.Value, null, amount, words);

    /// <summary>The first day that was missed: as the bank reported it, or as the plan shows it, whichever is earlier.</summary>
    private DateOnly? OverdueSince()
    {
        var planned = _open is [var first, ..] && first.Due < _day ? first.Due
            : _position.Schedule is null && _position.Outstanding.IsPositive && _position.Maturity < _day ? _position.Maturity : (DateOnly?)null;
        return (_loan.Arrears?.Since, planned) switch
        {
            ({ } reported, { } plan) => reported < plan ? reported : plan,
            ({ } reported, null) => reported,
            (null, var plan) => plan,
        };
    }

    private FiveGrade FloorOn(DateOnly day) => _overdueSince is { } first ? FiveGrades.Floor(Math.Max(0, day.DayNumber - first.DayNumber)) : FiveGrade.Pass;
}
