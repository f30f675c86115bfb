using CreditLoan.Domain.Reconciliation;
using FsCheck;
using FsCheck.Fluent;

namespace CreditLoan.Domain.Tests.Reconciliation;

using Matching = CreditLoan.Domain.Reconciliation.Matching;

public class Any_loan_and_any_lines
{
    private const int Today = 740_000;

    [Fact]
    public void Agree_only_where_they_are_equal_and_differ_by_exactly_what_the_bank_says_more()
    {
        var cases = Gen.Choose(1, 40).SelectMany(loan => Gen.Choose(1, 40).SelectMany(fen => Gen.Choose(-2, 1).Select(day => (Fen: fen, Day: day))).ListOf(3).SelectMany(lines => Gen.Choose(0, 7).Select(flags => (loan, lines, flags))));
        Prop.ForAll(cases.ToArbitrary(), x =>
        {
            var ours = new LoanSide(x.loan, Today - 1);
            BankSide? theirs = x.lines.Count == 0 ? null : new BankSide(x.lines.Count, x.lines.Sum(l => (long)l.Fen), x.lines.Min(l => l.Fen), x.lines.Max(l => l.Fen),
                Today + x.lines.Min(l => l.Day), Today + x.lines.Max(l => l.Day), (x.flags & 1) == 0, (x.flags & 2) == 0);
            var verdict = Matching.Judge((x.flags & 4) == 0 ? ours : null, theirs, Today);
            Assert.Equal((theirs?.Total ?? 0) - ((x.flags & 4) == 0 ? ours.Fen : 0), verdict.Difference);
            var isEqual = (x.flags & 4) == 0 && theirs is { Count: 1, BorrowerAgrees: true, ProductAgrees: true } one && one.Total == ours.Fen && one.FirstDay == ours.Day;
            Assert.Equal(isEqual, verdict.Kind == BreakKind.None);
            if (verdict.Kind is BreakKind.Split or BreakKind.Date or BreakKind.Borrower or BreakKind.Product) Assert.Equal(0, verdict.Difference);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void Are_merged_only_where_the_large_line_is_exactly_what_the_missing_ones_come_to()
    {
        var cases = Gen.Choose(0, 1).SelectMany(borrower => Gen.Choose(0, 1).SelectMany(day => Gen.Choose(-4, 6).Select(fen => (Borrower: borrower, Day: day, Fen: fen)))).ListOf(6);
        Prop.ForAll(cases.ToArbitrary(), list =>
        {
            (int Borrower, int Day, Verdict Verdict)[] breaks =
                [.. list.Where(x => x.Fen != 0).Select(x => (x.Borrower, x.Day, new Verdict(x.Fen < 0 ? BreakKind.MissingAtBank : BreakKind.Amount, x.Fen)))];
            var merged = Matching.Merged(breaks).ToArray();
            Assert.Equal(merged.Length, merged.Distinct().Count());
            foreach (var group in merged.GroupBy(i => (breaks[i].Borrower, breaks[i].Day)))
            {
                Assert.Equal(0, group.Sum(i => breaks[i].Verdict.Difference));
                Assert.Single(group, i => breaks[i].Verdict.Kind == BreakKind.Amount);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }
}
