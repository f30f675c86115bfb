using CreditLoan.Domain.Reconciliation;

namespace CreditLoan.Domain.Tests.Reconciliation;

using Matching = CreditLoan.Domain.Reconciliation.Matching;

public class Judging_a_loan_number
{
    private const int Today = 740_000;
    private static readonly LoanSide Loan = new(300_000_000, Today - 40);
    private static readonly BankSide Same = new(1, 300_000_000, 300_000_000, 300_000_000, Today - 40, Today - 40, true, true);

    private static Verdict Judge(BankSide? lines, LoanSide? loan) => Matching.Judge(loan, lines, Today);

    [Fact]
    public void Finds_both_sides_equal() => Assert.Equal(new(BreakKind.None, 0), Judge(Same, Loan));

    [Fact]
    public void Misses_the_loan_on_either_side()
    {
        Assert.Equal(new(BreakKind.MissingAtBank, -300_000_000), Judge(null, Loan));
        Assert.Equal(new(BreakKind.MissingHere, 300_000_000), Judge(Same, null));
    }

    [Fact]
    public void Tells_one_fen() =>
        Assert.Equal(new(BreakKind.Amount, 1), Judge(Same with { Total = 300_000_001, Least = 300_000_001, Most = 300_000_001 }, Loan));

    [Fact]
    public void Tells_day_borrower_and_product_in_this_order()
    {
        Assert.Equal(BreakKind.Date, Judge(Same with { FirstDay = Today - 39, LastDay = Today - 39, BorrowerAgrees = false }, Loan).Kind);
        Assert.Equal(BreakKind.Borrower, Judge(Same with { BorrowerAgrees = false, ProductAgrees = false }, Loan).Kind);
        Assert.Equal(BreakKind.Product, Judge(Same with { ProductAgrees = false }, Loan).Kind);
    }

    [Fact]
    public void Tells_a_repeated_line_from_a_loan_paid_out_in_parts()
    {
        Assert.Equal(new(BreakKind.Duplicate, 300_000_000), Judge(Same with { Count = 2, Total = 600_000_000 }, Loan));
        Assert.Equal(new(BreakKind.Split, 0), Judge(Same with { Count = 2, Least = 100_000_000, Most = 200_000_000 }, Loan));
        Assert.Equal(new(BreakKind.Amount, -1), Judge(Same with { Count = 2, Total = 299_999_999, Least = 99_999_999, Most = 200_000_000 }, Loan));
    }

    [Fact]
    public void Tells_a_day_that_has_not_come() =>
        Assert.Equal(BreakKind.ForwardValued, Judge(Same with { FirstDay = Today + 1, LastDay = Today + 1 }, Loan).Kind);

    [Fact]
    public void Finds_a_line_that_makes_up_several_loans_of_one_borrower_and_day()
    {
        (string, int, Verdict)[] breaks =
        [
            ("a", 1, new(BreakKind.Amount, 30)), ("a", 1, new(BreakKind.MissingAtBank, -10)), ("a", 1, new(BreakKind.MissingAtBank, -20)),
            ("b", 1, new(BreakKind.Amount, 30)), ("b", 1, new(BreakKind.MissingAtBank, -10)),
            ("c", 1, new(BreakKind.Amount, 30)), ("c", 2, new(BreakKind.MissingAtBank, -30)),
        ];
        Assert.Equal([0, 1, 2], Matching.Merged(breaks).Order());
    }
}
