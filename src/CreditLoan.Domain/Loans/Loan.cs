using System.Collections.Immutable;
using System.Diagnostics;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Loans;

/// <summary>What is overdue, and since when (逾期).</summary>
public sealed record Arrears(DateOnly Since, Money Principal, Money Interest)
{
    public Money Total => Principal + Interest;
}

/// <summary>Where the present plan begins and what has been repaid of it (现行还款计划的起点).</summary>
/// <param name="Reports">How many repayments had been reported before it began.</param>
public sealed record PlanStart(Money Principal, DateOnly From, Money Repaid, int Reports);

/// <summary>A loan (借据), by its stage.</summary>
public abstract record Loan
{
    private Loan() { }

    /// <summary>Nothing was paid out under this number.</summary>
    public sealed record Unknown : Loan;

    /// <summary>Principal is owed (在贷).</summary>
    /// <param name="Terms">The disbursement as it stands after corrections and extensions.</param>
    /// <param name="FirstMaturity">The last day that was agreed at first.</param>
    /// <param name="Repayments">In the order of their reports; null where one was reversed.</param>
    public sealed record Running(
        LoanEvent.Disbursed Terms, DateOnly FirstMaturity, Money Outstanding, FiveGrade Grade, Arrears? Arrears,
        ImmutableList<Repayment?> Repayments, PlanStart Plan) : Loan
    {
        /// <summary>The day the bank put it among the bad grades (列为不良日); null while it is not there.</summary>
        public DateOnly? BadSince { get; init; }

        /// <summary>What decides what is due (还款头寸).</summary>
        public LoanPosition Position => new(Outstanding, Terms.Rate, Terms.Method, Terms.ValueDate, Terms.Maturity,
            new LoanProgress(Plan.Principal, Plan.From, Plan.Repaid, Repayments.Skip(Plan.Reports).Count(r => r is not null), BadSince));

        /// <inheritdoc cref="LoanPosition.Schedule"/>
        public RepaymentPlan? Schedule => Position.Schedule;

        /// <summary>Days since the first missed due day (逾期天数).</summary>
        public int DaysOverdue(DateOnly on) => Arrears is { } arrears ? Math.Max(0, on.DayNumber - arrears.Since.DayNumber) : 0;

        /// <summary>The grade that the days overdue ask for at least, where the bank's own is better (分类预警).</summary>
        public FiveGrade? GradeAlarm(DateOnly on) =>
            FiveGrades.Floor(DaysOverdue(on)) is var floor && floor > Grade ? floor : null;

        /// <inheritdoc cref="LoanPosition.Behind"/>
        public Money Behind(DateOnly on) => Position.Behind(on);

        /// <summary>The first instalment that is not wholly repaid, less what came of it (下一期应还); interest as planned.</summary>
        public Instalment? NextPayment => Position.Open().FirstOrDefault();

        /// <inheritdoc cref="LoanPosition.LastDue"/>
        public DateOnly LastDue(DateOnly on) => Position.LastDue(on);
    }

    /// <summary>Everything was paid (已结清).</summary>
    public sealed record Settled(Running Last, DateOnly On) : Loan;

    /// <summary>Another loan took its place (已续贷).</summary>
    public sealed record Replaced(Running Last, LoanId Successor, DateOnly On) : Loan;

    /// <summary>Off the bank's books, still collected (已核销).</summary>
    public sealed record WrittenOff(Running Last, Money Principal, Money Interest, Money Recovered) : Loan
    {
        /// <summary>What may still come in.</summary>
        public Money Left => Principal + Interest - Recovered;
    }

    /// <summary>It never was (已冲正).</summary>
    public sealed record Reversed(LoanEvent.Disbursed Terms) : Loan;

    public static EventStream<Loan, LoanEvent> Stream(LoanId id) => new($"loan/{id}", "loan", new Unknown(), Evolve);

    private static Loan Evolve(Loan loan, LoanEvent happened) => (loan, happened) switch
    {
        (Unknown or Reversed, LoanEvent.Disbursed e) =>
            new Running(e, e.Maturity, e.Principal, FiveGrade.Pass, null, [], new PlanStart(e.Principal, e.ValueDate, Money.Zero, 0)),
        (Running l, LoanEvent.Repaid e) => Pay(l, e.Principal, e.Interest, e.On) with { Plan = l.Plan with { Repaid = l.Plan.Repaid + e.Principal } },
        (Running l, LoanEvent.Prepaid e) => Pay(l, e.Principal, e.Interest, e.On) with { Plan = new PlanStart(l.Outstanding - e.Principal, e.On, Money.Zero, l.Repayments.Count + 1) },
        (Running l, LoanEvent.FellOverdue e) => l with { Arrears = new Arrears(e.Since, e.Principal, e.Interest) },
        (Running l, LoanEvent.CaughtUp) => l with { Arrears = null },
        (Running l, LoanEvent.Reclassified e) => l with { Grade = e.Now, BadSince = e.Now.IsBad() ? l.BadSince ?? e.On : null },
        (Running l, LoanEvent.Extended e) => l with
        {
            Terms = l.Terms with { Maturity = e.Maturity },
            Plan = new PlanStart(l.Outstanding, l.LastDue(e.On), Money.Zero, l.Repayments.Count),
        },
        (Running l, LoanEvent.RenewedInto e) => new Replaced(l with { Outstanding = l.Outstanding - e.Principal }, e.Successor, e.On),
        (Running l, LoanEvent.WrittenOff e) => new WrittenOff(l, e.Principal, e.Interest, Money.Zero),
        (WrittenOff l, LoanEvent.Recovered e) => l with { Recovered = l.Recovered + e.Amount },
        (Running l, LoanEvent.DisbursementCorrected e) => Correct(l, e),
        (Running l, LoanEvent.RepaymentCorrected e) => Correct(l, e),
        (Settled l, LoanEvent.RepaymentCorrected e) => Correct(l.Last, e),
        (Running l, LoanEvent.Reversed) => new Reversed(l.Terms),
        (Running l, LoanEvent.Settled e) => new Settled(l, e.On),
        _ => throw new UnreachableException($"{happened.GetType().Name} cannot follow {loan.GetType().Name}."),
    };

    /// <summary>What a payment leaves overdue.</summary>
    internal static Arrears? After(Arrears? arrears, Money principal, Money interest) =>
        arrears is null ? null
        : arrears with
        {
            Principal = Money.Max(Money.Zero, arrears.Principal - principal),
            Interest = Money.Max(Money.Zero, arrears.Interest - interest),
        };

    private static Running Pay(Running loan, Money principal, Money interest, DateOnly on) => loan with
    {
        Outstanding = loan.Outstanding - principal,
        Arrears = After(loan.Arrears, principal, interest),
        Repayments = loan.Repayments.Add(new Repayment(principal, interest, on)),
    };

    private static Running Correct(Running loan, LoanEvent.DisbursementCorrected e)
    {
        var outstanding = loan.Outstanding + e.Now.Principal - e.Was.Principal;
        var terms = loan.Terms with { Principal = e.Now.Principal, Rate = e.Now.Rate, ValueDate = e.Now.ValueDate, Maturity = e.Now.Maturity };
        var untouched = loan.Repayments.Count == 0 && loan.Plan.From == e.Was.ValueDate;
        return loan with
        {
            Terms = terms,
            FirstMaturity = untouched ? e.Now.Maturity : loan.FirstMaturity,
            Outstanding = outstanding,
            Plan = untouched ? new PlanStart(outstanding, e.Now.ValueDate, Money.Zero, 0) : loan.Plan with { Principal = loan.Plan.Principal + e.Now.Principal - e.Was.Principal },
        };
    }

    private static Running Correct(Running loan, LoanEvent.RepaymentCorrected e)
    {
        var change = (e.Now?.Principal ?? Money.Zero) - e.Was.Principal;
        return loan with
        {
            Outstanding = loan.Outstanding - change,
            Repayments = loan.Repayments.SetItem(e.Number - 1, e.Now),
            Plan = e.Number > loan.Plan.Reports
                ? loan.Plan with { Repaid = loan.Plan.Repaid + change }
                : loan.Plan with { Principal = loan.Plan.Principal - change },
        };
    }
}
