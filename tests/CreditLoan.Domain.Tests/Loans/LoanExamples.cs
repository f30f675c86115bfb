using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Tests.CreditLines;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Tests.Loans;

/// <summary>A line and a loan under it, changed together as the store changes them.</summary>
internal sealed record Books(CreditLine Line, Loan Loan, IReadOnlyList<object> Facts)
{
    public static readonly LoanId Id = new(CreditLineExamples.Bank, "JJ2026-000017");
    public static readonly DateOnly ValueDate = new(2026, 3, 5);
    public static readonly Payout Usual = new(Money.Wan(30), Rate.Percent(4.35m), ValueDate, new(2027, 3, 5), Security.Unsecured, FirstTime: true);
    public static readonly DateOnly Later = new(2026, 9, 10);

    public static Books Begun(RepaymentMethod method = RepaymentMethod.InterestFirst) =>
        new(CreditLineExamples.Opened(method).Aggregate(CreditLineExamples.Lines.Initial, CreditLineExamples.Lines.Evolve), new Loan.Unknown(), []);

    public static Books Disbursed(RepaymentMethod method = RepaymentMethod.InterestFirst) =>
        Begun(method).After((line, loan) => LoanDecisions.Disburse(line, loan, Id, Usual, CreditLineExamples.Firm, CreditLineExamples.Officer, ValueDate));

    public Books After(Func<CreditLine, Loan, Decisions> decide) => decide(Line, Loan) switch
    {
        Decisions.Accepted accepted => new(
            accepted.Events[0].Cast<CreditLineEvent>().Aggregate(Line, CreditLineExamples.Lines.Evolve),
            accepted.Events[1].Cast<LoanEvent>().Aggregate(Loan, Domain.Loans.Loan.Stream(Id).Evolve),
            [.. accepted.Events[0], .. accepted.Events[1]]),
        Decisions.Refused refused => throw new Xunit.Sdk.XunitException(refused.Why.Sentence),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public Books After(Func<Loan, Decision<LoanEvent>> decide) => After((_, loan) => Decisions.Of<CreditLineEvent, LoanEvent>(Array.Empty<CreditLineEvent>(), decide(loan)));

    public void Refuses(Func<CreditLine, Loan, Decisions> decide, Refusal why) => Assert.Equal(why, Assert.IsType<Decisions.Refused>(decide(Line, Loan)).Why);

    public void Refuses(Func<Loan, Decision<LoanEvent>> decide, Refusal why) => Assert.Equal(why, Assert.IsType<Decision<LoanEvent>.Refused>(decide(Loan)).Why);

    public Loan.Running Running => Assert.IsType<Loan.Running>(Loan);
    public Money Available => Assert.IsType<CreditLine.Open>(Line).Available;
}
