namespace CreditLoan.Domain.Reconciliation;

/// <summary>What the platform knows of a loan, as numbers (平台一侧).</summary>
/// <param name="Fen">The principal paid out.</param>
/// <param name="Day">The value date's day number.</param>
public readonly record struct LoanSide(long Fen, int Day);

/// <summary>All lines of a bank's file under one loan number, taken together (银行一侧).</summary>
/// <param name="BorrowerAgrees">Every line names the platform's borrower.</param>
/// <param name="ProductAgrees">Every line names the platform's product.</param>
public readonly record struct BankSide(int Count, long Total, long Least, long Most, int FirstDay, int LastDay, bool BorrowerAgrees, bool ProductAgrees);

/// <summary>What came out for one loan number (核对结论).</summary>
/// <param name="Difference">The bank's amount less the platform's, in fen.</param>
public readonly record struct Verdict(BreakKind Kind, long Difference);

/// <summary>Holds the lines of one loan number against the loan: the one rule that the page, the daily run and the engine for millions of lines share.</summary>
public static class Matching
{
    /// <summary>Nothing but the bank's lines of a number and its loan: while neither changes, the break stands.</summary>
    public static bool RestsOnLineAndLoan(this BreakKind kind) => kind is >= BreakKind.MissingAtBank and <= BreakKind.Merged;

    /// <summary>The verdict, or the first of its breaks: side missing, forward day, several lines, amount, day, borrower, product.</summary>
    /// <param name="asOf">The day number of the file.</param>
    public static Verdict Judge(LoanSide? loan, BankSide? lines, int asOf)
    {
        if (lines is not { Count: > 0 } theirs) return new(BreakKind.MissingAtBank, loan is { } alone ? -alone.Fen : 0);
        if (loan is not { } ours) return new(BreakKind.MissingHere, theirs.Total);
        var difference = checked(theirs.Total - ours.Fen);
        if (theirs.LastDay > asOf) return new(BreakKind.ForwardValued, difference);
        if (theirs.Count > 1 && theirs.Least == ours.Fen && theirs.Most == ours.Fen) return new(BreakKind.Duplicate, difference);
        if (theirs.Count > 1 && difference == 0) return new(BreakKind.Split, 0);
        if (difference != 0) return new(BreakKind.Amount, difference);
        if (theirs.FirstDay != ours.Day) return new(BreakKind.Date, 0);
        if (!theirs.BorrowerAgrees) return new(BreakKind.Borrower, 0);
        return theirs.ProductAgrees ? new(BreakKind.None, 0) : new(BreakKind.Product, 0);
    }

    /// <summary>
    /// Finds lines that make up several loans: a loan whose line is too large by exactly what all loans of the same borrower and day
    /// that the bank does not have come to. Both the large one and the missing ones become <see cref="BreakKind.Merged"/>.
    /// </summary>
    /// <param name="breaks">Amount breaks and missing-at-bank breaks, in any order, with their loan's borrower and day.</param>
    /// <returns>The indices that are merged.</returns>
    public static IEnumerable<int> Merged<TBorrower>(IReadOnlyList<(TBorrower Borrower, int Day, Verdict Verdict)> breaks) where TBorrower : notnull
    {
        foreach (var group in Enumerable.Range(0, breaks.Count).GroupBy(i => (breaks[i].Borrower, breaks[i].Day)))
        {
            var missing = group.Where(i => breaks[i].Verdict.Kind == BreakKind.MissingAtBank).ToArray();
            var large = group.Where(i => breaks[i].Verdict is { Kind: BreakKind.Amount, Difference: > 0 }).ToArray();
            if (missing.Length == 0 || large.Length != 1) continue;
            if (breaks[large[0]].Verdict.Difference + missing.Sum(i => breaks[i].Verdict.Difference) != 0) continue;
            yield return large[0];
            foreach (var i in missing) yield return i;
        }
    }
}
