using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Reconciliation;

namespace CreditLoan.Jobs.Reconciliation;

/// <summary>Holds the lines of one file against the platform's loans (逐笔核对).</summary>
public static class LoanComparison
{
    private const string Nothing = "无记录";

    /// <summary>Every break between disbursement lines and loans; whatever number is in neither list of breaks agrees.</summary>
    /// <param name="loans">Of the days the file speaks for, and of every number it names.</param>
    public static IReadOnlyList<FoundBreak> Disbursements(IReadOnlyList<BankLineRow> lines, IReadOnlyList<LoanRow> loans, DateOnly asOf)
    {
        var byNumber = lines.Where(l => l.Kind == BankLineKind.Disbursement).ToLookup(l => l.Number, StringComparer.Ordinal);
        var ours = loans.ToDictionary(l => l.Number, StringComparer.Ordinal);
        var judged = ours.Keys.Union(byNumber.Select(g => g.Key), StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(number => (Number: number, Loan: ours.GetValueOrDefault(number), Lines: byNumber[number].ToArray()))
            .Select(n => (n.Number, n.Loan, n.Lines, Verdict: Matching.Judge(Side(n.Loan), Side(n.Loan, n.Lines), asOf.DayNumber)))
            .Where(n => n.Verdict.Kind != BreakKind.None).ToArray();
        var candidates = judged.Where(n => n.Verdict.Kind == BreakKind.MissingAtBank || n.Verdict is { Kind: BreakKind.Amount, Difference: > 0 }).ToArray();
        var merged = Matching.Merged([.. candidates.Select(n => (n.Loan!.Enterprise.Value, n.Loan.ValueDate.DayNumber, n.Verdict))])
            .Select(i => candidates[i].Number).ToHashSet(StringComparer.Ordinal);
        return [.. judged.Select(n =>
        {
            var kind = merged.Contains(n.Number) ? BreakKind.Merged : n.Verdict.Kind;
            var difference = new Money(n.Verdict.Difference);
            return new FoundBreak(kind, n.Number, Fields(n.Loan, n.Lines), difference, BreakSentence.For(kind, difference), n.Lines is [var first, ..] ? first.FileRow : null);
        })];
    }

    /// <summary>Numbers that an earlier file reported with another content.</summary>
    public static IReadOnlyList<FoundBreak> Conflicts(IReadOnlyList<BankLineRow> lines, IReadOnlyList<EarlierLine> earlier)
    {
        var now = lines.Where(l => l.Kind == BankLineKind.Disbursement).ToLookup(l => l.Number, StringComparer.Ordinal);
        return [.. earlier.GroupBy(e => e.Number, StringComparer.Ordinal).Select(before =>
        {
            var first = before.First();
            var same = now[first.Number].Any(l => l.Amount == first.Amount && l.Day == first.Day && l.Borrower == first.Borrower && l.Product == first.Product);
            if (same) return null;
            var line = now[first.Number].First();
            FieldPair[] fields =
            [
                new("此前文件", first.StreamId, "本次文件"), new("借款人", first.Borrower, line.Borrower), new("产品", first.Product ?? "", line.Product ?? ""),
                new("放款金额（元）", $"{first.Amount}", $"{line.Amount}"), new("放款日", Day(first.Day), Day(line.Day)),
            ];
            return new FoundBreak(BreakKind.FileConflict, first.Number, fields, line.Amount - first.Amount, BreakSentence.For(BreakKind.FileConflict, default), line.FileRow);
        }).OfType<FoundBreak>()];
    }

    /// <summary>Balance lines whose amount is not what the platform has outstanding.</summary>
    public static IReadOnlyList<FoundBreak> Balances(IReadOnlyList<BankLineRow> lines, IReadOnlyList<LoanRow> loans)
    {
        var ours = loans.ToDictionary(l => l.Number, StringComparer.Ordinal);
        return [.. from line in lines
                   where line.Kind == BankLineKind.Balance && ours.ContainsKey(line.Number)
                   let loan = ours[line.Number]
                   where loan.LastOn <= line.Day && loan.Outstanding != line.Amount
                   let difference = line.Amount - loan.Outstanding
                   select new FoundBreak(BreakKind.Amount, line.Number, [new("贷款余额（元）", $"{loan.Outstanding}", $"{line.Amount}"), new("余额日", Day(loan.LastOn), Day(line.Day))],
                       difference, BreakSentence.For(BreakKind.Amount, difference), line.FileRow)];
    }

    private static LoanSide? Side(LoanRow? loan) => loan is null ? null : new LoanSide(loan.Principal.Fen, loan.ValueDate.DayNumber);

    private static BankSide? Side(LoanRow? loan, BankLineRow[] lines) => lines.Length == 0 ? null : new BankSide(
        lines.Length, lines.Sum(l => l.Amount.Fen), lines.Min(l => l.Amount.Fen), lines.Max(l => l.Amount.Fen),
        lines.Min(l => l.Day.DayNumber), lines.Max(l => l.Day.DayNumber),
        loan is null || lines.All(l => l.Borrower == loan.Enterprise.Value),
        loan is null || lines.All(l => l.Product is null || loan.Product is null || l.Product == loan.Product));

    private static FieldPair[] Fields(LoanRow? loan, BankLineRow[] lines)
    {
        string Theirs(Func<BankLineRow, string> field) => lines.Length == 0 ? Nothing : string.Join("、", lines.Select(field).Distinct(StringComparer.Ordinal));
        return
        [
            new("借据号", loan?.Number ?? Nothing, Theirs(l => l.Number)),
            new("借款人", loan?.Enterprise.Value ?? Nothing, Theirs(l => l.Borrower)),
            new("产品", loan is null ? Nothing : loan.Product ?? "未填", Theirs(l => l.Product ?? "未填")),
            new("放款金额（元）", loan is null ? Nothing : $"{loan.Principal}",
                lines.Length == 0 ? Nothing : lines.Length == 1 ? $"{lines[0].Amount}" : $"{lines.Length} 行合计 {Money.Sum(lines.Select(l => l.Amount))}"),
            new("放款日", loan is null ? Nothing : Day(loan.ValueDate), Theirs(l => Day(l.Day))),
        ];
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
