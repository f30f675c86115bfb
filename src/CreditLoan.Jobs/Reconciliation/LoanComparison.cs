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

    /// <summary>Loans on which the lines say that another amount came back than the platform does, or on other days.</summary>
    /// <remarks>
    /// A bank reports each repayment by its principal or with its interest, and of a loan all of one kind. Of a file that speaks for all loans
    /// of its days, a loan with any such line has all of these days' there; else only the days it names are spoken for. What the platform put
    /// right later stands on the day of the correction: of such a loan its balance tells.
    /// </remarks>
    public static IReadOnlyList<FoundBreak> Repayments(IReadOnlyList<BankLineRow> lines, IReadOnlyList<LoanRow> loans, IReadOnlyList<CameBack> back, (DateOnly From, DateOnly Until)? spokenFor)
    {
        var ours = loans.Where(l => l.Restated == 0).Select(l => l.Number).ToHashSet(StringComparer.Ordinal);
        var known = back.ToLookup(b => b.Number, StringComparer.Ordinal);
        return [.. lines.Where(l => l.Kind is BankLineKind.Repayment or BankLineKind.Recovery && ours.Contains(l.Number)).GroupBy(l => l.Number, StringComparer.Ordinal).Select(said =>
        {
            var theirs = said.GroupBy(l => l.Day).OrderBy(d => d.Key).Select(d => (Day: d.Key, Amount: Money.Sum(d.Select(l => l.Amount)))).ToArray();
            var (first, last) = (theirs[0].Day, theirs[^1].Day);
            if (spokenFor is { } days) (first, last) = (first < days.From ? first : days.From, last > days.Until ? last : days.Until);
            var inside = known[said.Key].Where(b => first <= b.Day && b.Day <= last && (spokenFor is not null || theirs.Any(t => t.Day == b.Day))).ToArray();
            var (whole, principal) = (inside.Select(b => (b.Day, Amount: b.Whole)).ToArray(), inside.Where(b => b.Principal.IsPositive).Select(b => (b.Day, Amount: b.Principal)).ToArray());
            if (theirs.SequenceEqual(whole) || theirs.SequenceEqual(principal)) return null;
            var total = Money.Sum(theirs.Select(t => t.Amount));
            // Where neither reading agrees it is held against the one that agrees on more days.
            var here = whole.Intersect(theirs).Count() > principal.Intersect(theirs).Count() ? whole : principal;
            var difference = total - Money.Sum(here.Select(b => b.Amount));
            var kind = difference.IsZero ? BreakKind.Date : BreakKind.Amount;
            var (onlyHere, onlyThere) = (here.Except(theirs).Select(b => b.Day), theirs.Except(here).Select(b => b.Day));
            FieldPair[] fields = [new("回款合计（元）", $"{Money.Sum(here.Select(b => b.Amount))}", $"{total}"), new("不一致的回款日", Days(onlyHere), Days(onlyThere))];
            var sentence = kind == BreakKind.Date ? "两边回款合计相等，回款日或每日金额不同。" : $"银行文件中的回款比平台{(difference < Money.Zero ? "少" : "多")} {(difference < Money.Zero ? -difference : difference)} 元。";
            return new FoundBreak(kind, said.Key, fields, difference, sentence, said.Min(l => l.FileRow));
        }).OfType<FoundBreak>()];

        static string Days(IEnumerable<DateOnly> days) => days.ToArray() is { Length: > 0 } some ? string.Join('、', some.Take(6).Select(Day)) + (some.Length > 6 ? $" 等 {some.Length} 日" : "") : Nothing;
    }

    private static LoanSide? Side(LoanRow? loan) => loan is null ? null : new LoanSide(loan.Principal.Fen, loan.ValueDate.DayNumber);

    private static BankSide? Side(LoanRow? loan, BankLineRow[] lines) => lines.Length == 0 ? null : new BankSide(
        lines.Length, lines.Sum(l => l.Amount.Fen), lines.Min(l => l.Amount.Fen), lines.Max(l => l.Amount.Fen),
        lines.Min(l => l.Day.DayNumber), lines.Max(l => l.Day.DayNumber),
        loan is null || lines.All(l => l.Borrower == loan.Enterprise.Value),
        loan is null || lines.All(l => l.Product is null || loan.Product is null || l.Product == loan.Product));

    private static FieldPair[] Fields(LoanRow? loan, BankLineRow[] lines)
    {
        // A break is named by these values: in whatever order the lines stand, it is the same one.
        string Theirs(Func<BankLineRow, string> field) => lines.Length == 0 ? Nothing : string.Join("、", lines.Select(field).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
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
