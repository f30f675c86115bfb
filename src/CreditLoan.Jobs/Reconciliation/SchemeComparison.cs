using CreditLoan.Domain;
using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Reconciliation;

namespace CreditLoan.Jobs.Reconciliation;

/// <summary>What the schemes' books say of one bank (机制一侧).</summary>
public sealed record SchemeBooks(
    IReadOnlyList<SchemeRow> Schemes, IReadOnlyList<PoolRow> Pools, IReadOnlyList<EnrolmentRow> Enrolments, IReadOnlyList<ClaimRow> Claims,
    IReadOnlyList<LoanRow> Loans, DateOnly Today, WorkingCalendar Calendar);

/// <summary>Holds enrolments, claims and recoveries of one bank against its loans and the rules (机制核对).</summary>
public static class SchemeComparison
{
    public static IEnumerable<FoundBreak> All(SchemeBooks books, IReadOnlyList<BankLineRow> lines) =>
        [.. Enrolments(books), .. NotEnrolled(books), .. Claims(books), .. Recoveries(books, lines)];

    private static IEnumerable<FoundBreak> Enrolments(SchemeBooks books)
    {
        var loans = books.Loans.ToDictionary(l => l.Number, StringComparer.Ordinal);
        foreach (var row in books.Enrolments)
        {
            if (!loans.TryGetValue(row.Number, out var loan))
            {
                yield return Found(BreakKind.EnrolledWithoutLoan, row.Number, -row.Amount, new FieldPair("入库金额（元）", $"{row.Amount}", "无放款"), new("机制", row.Scheme, "")) with { Scheme = row.Scheme };
                continue;
            }
            if (Rule(books, row) is not { } rule || rule.For(row.Cover) is not { } terms) continue;
            if (terms.LargestLoan() is { IsPositive: true } largest && loan.Principal > largest)
                yield return Found(BreakKind.AboveTiers, row.Number, loan.Principal - largest, new FieldPair("放款金额（元）", $"{loan.Principal}", $"上限 {largest}"), new("机制", row.Scheme, "")) with { Scheme = row.Scheme };
            else if (Failed(rule, terms, row, loan) is { } why)
                yield return Found(BreakKind.Ineligible, row.Number, default, new FieldPair("准入条件", why.Sentence, ""), new("机制", row.Scheme, "")) with { Scheme = row.Scheme };
        }
        foreach (var twice in books.Enrolments.GroupBy(e => e.Number, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            var schemes = twice.Select(e => e.Scheme).Order(StringComparer.Ordinal).ToArray();
            if (twice.All(e => Rule(books, e)?.StacksWith.Value is { } with && schemes.All(s => s == e.Scheme || with.Contains(new(s))))) continue;
            yield return Found(BreakKind.TwoSchemes, twice.Key, default, new FieldPair("机制", schemes[0], string.Join('、', schemes[1..])));
        }
    }

    /// <summary>Loans that the rule of their day would have taken in, and whose window is over.</summary>
    private static IEnumerable<FoundBreak> NotEnrolled(SchemeBooks books)
    {
        var enrolled = books.Enrolments.Select(e => e.Number).ToHashSet(StringComparer.Ordinal);
        foreach (var loan in books.Loans.Where(l => !enrolled.Contains(l.Number)))
        {
            foreach (var scheme in books.Schemes)
            {
                if (scheme.InForceOn(loan.ValueDate) is not { } version || version.Rule.For(Cover.Bank) is not { Tiers.Value.Length: > 0 } terms) continue;
                var until = books.Calendar.Add(loan.ValueDate, version.Rule.Windows.Enrol.Value).Day;
                if (books.Today <= until || Covered(loan) is not { } covered || Eligibility.Judge(version.Rule, terms, covered).Count > 0) continue;
                yield return Found(BreakKind.NotEnrolledInTime, loan.Number, default, new FieldPair("入库", $"未入库，截止 {until:yyyy-MM-dd}", $"已放款 {loan.ValueDate:yyyy-MM-dd}"), new("机制", scheme.Code, "")) with { Scheme = scheme.Code };
            }
        }
    }

    /// <summary>Until it is paid, a claim rests on what the borrower owes; what comes in later is a recovery.</summary>
    private static IEnumerable<FoundBreak> Claims(SchemeBooks books)
    {
        var loans = books.Loans.ToDictionary(l => l.Number, StringComparer.Ordinal);
        foreach (var claim in books.Claims.Where(c => c.Stage is not (ClaimStage.Refused or ClaimStage.Withdrawn or ClaimStage.Revoked)))
        {
            if (books.Schemes.FirstOrDefault(s => s.Code == claim.Scheme)?.Versions.FirstOrDefault(v => v.Number == claim.RuleVersion)?.Rule is not { } rule) continue;
            var until = books.Calendar.Add(claim.Loss.BadSince, rule.Windows.Claim.Value).Day;
            if (claim.FiledOn > until)
                yield return Found(BreakKind.ClaimLate, claim.Loan, default, new FieldPair("申请日", $"截止 {until:yyyy-MM-dd}", $"{claim.FiledOn:yyyy-MM-dd}"), new("申请编号", claim.Id, claim.Id)) with { Scheme = claim.Scheme };
            if (claim.Amount > claim.Asked.Loss)
                yield return Found(BreakKind.ClaimAboveLoss, claim.Loan, claim.Amount - claim.Asked.Loss, new FieldPair("损失（元）", $"{claim.Asked.Loss}", $"申请 {claim.Amount}"), new("申请编号", claim.Id, claim.Id)) with { Scheme = claim.Scheme };
            else if (claim.Stage is ClaimStage.Pending or ClaimStage.SentBack or ClaimStage.Payable && loans.GetValueOrDefault(claim.Loan) is { Stage: not LoanStage.WrittenOff } owed && owed.Outstanding < claim.Loss.Principal)
                yield return Found(BreakKind.ClaimAboveLoss, claim.Loan, claim.Loss.Principal - owed.Outstanding, new FieldPair("损失本金（元）", $"{owed.Outstanding}", $"{claim.Loss.Principal}"), new("申请编号", claim.Id, claim.Id)) with { Scheme = claim.Scheme };
            if (claim.Shared < claim.RecoveryDue && claim.Due < books.Today)
                yield return Found(BreakKind.RecoveryNotShared, claim.Loan, claim.Shared - claim.RecoveryDue, new FieldPair("返还（元）", $"应返还 {claim.RecoveryDue}", $"已返还 {claim.Shared}"), new("申请编号", claim.Id, claim.Id)) with { Scheme = claim.Scheme };
            var pool = books.Pools.FirstOrDefault(p => p.Scheme == claim.Scheme && p.Year == claim.PaidOn?.Year && p.JudgedAsOf < claim.PaidOn);
            if (pool?.Banks.Any(b => b.Bank.Value == claim.Bank && b.Cover == claim.Cover && b.Suspended) == true)
                yield return Found(BreakKind.PaidWhileSuspended, claim.Loan, claim.Paid, new FieldPair("拨付（元）", $"{Money.Zero}", $"{claim.Paid}"), new("日期", $"{pool.JudgedAsOf:yyyy-MM-dd} 起停补", $"{claim.PaidOn:yyyy-MM-dd} 拨付"), new("申请编号", claim.Id, claim.Id)) with { Scheme = claim.Scheme };
        }
    }

    /// <summary>Recoveries that the file names and the claim does not know; what the borrower repaid after the payout is one.</summary>
    private static IEnumerable<FoundBreak> Recoveries(SchemeBooks books, IReadOnlyList<BankLineRow> lines)
    {
        var paid = books.Claims.Where(c => c.Paid.IsPositive).ToDictionary(c => c.Loan, StringComparer.Ordinal);
        foreach (var recovered in lines.Where(l => paid.TryGetValue(l.Number, out var c) && (l.Kind == BankLineKind.Recovery || (l.Kind == BankLineKind.Repayment && c.PaidOn < l.Day))).GroupBy(l => l.Number, StringComparer.Ordinal))
        {
            var claim = paid[recovered.Key];
            var reported = Money.Sum(recovered.Select(l => l.Amount));
            if (reported <= claim.Recovered) continue;
            var due = Compensation.ShareOfRecoveries(RecoverySharing.InRatio, claim.Asked.Loss, claim.Paid, reported, claim.RecoveryDue);
            yield return Found(BreakKind.RecoveryNotShared, claim.Loan, -due, new FieldPair("追偿所得（元）", $"已报 {claim.Recovered}", $"文件 {reported}"), new("申请编号", claim.Id, claim.Id)) with { Row = recovered.First().FileRow, Scheme = claim.Scheme };
        }
    }

    private static Refusal? Failed(SchemeRule rule, CoverTerms terms, EnrolmentRow row, LoanRow loan)
    {
        var borrower = row.Kind is BorrowerKind.Owner or BorrowerKind.SelfEmployed ? row.Kind : KindOf(loan.Size) ?? row.Kind;
        var facts = new CoveredLoan(loan.Loan(), loan.Enterprise, loan.Principal, loan.ValueDate, loan.Maturity, loan.District ?? new(row.District), borrower, loan.Security,
            loan.OnKeyList ? [UpliftGround.KeyList] : []);
        return Eligibility.Judge(rule, terms, facts) is [var first, ..] ? first : null;
    }

    private static CoveredLoan? Covered(LoanRow loan) => loan.District is { } district && KindOf(loan.Size) is { } kind
        ? new CoveredLoan(loan.Loan(), loan.Enterprise, loan.Principal, loan.ValueDate, loan.Maturity, district, kind, loan.Security, loan.OnKeyList ? [UpliftGround.KeyList] : [])
        : null;

    private static BorrowerKind? KindOf(SizeClass size) => size == SizeClass.Unclassified ? null : Enum.Parse<BorrowerKind>(size.ToString());

    private static SchemeRule? Rule(SchemeBooks books, EnrolmentRow row) =>
        books.Schemes.FirstOrDefault(s => s.Code == row.Scheme)?.Versions.FirstOrDefault(v => v.Number == row.RuleVersion)?.Rule;

    private static FoundBreak Found(BreakKind kind, string number, Money difference, params FieldPair[] fields) =>
        new(kind, number, fields, difference, BreakSentence.For(kind, difference), Row: null);
}
