using System.Collections.Concurrent;
using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Closing;

/// <summary>The deadlines of enrolments and claims that end on a day (入库与补偿到期).</summary>
/// <param name="Schemes">As they stand on the day.</param>
/// <param name="Enrolments">As they stand on the day.</param>
/// <param name="Claims">As they stand on the day.</param>
public sealed class PoolClosing(
    IReadOnlyList<SchemeRow> schemes, IReadOnlyList<EnrolmentRow> enrolments, IReadOnlyList<ClaimRow> claims, DateOnly day, WorkingCalendar calendar)
{
    private readonly ILookup<LoanId, EnrolmentRow> _enrolled = enrolments.ToLookup(e => new LoanId(new(e.Bank), e.Number));
    private readonly HashSet<(string Scheme, LoanId Loan)> _claimed =
        [.. claims.Where(c => c.Stage is not (ClaimStage.Refused or ClaimStage.Withdrawn or ClaimStage.Revoked)).Select(c => (c.Scheme, new LoanId(new(c.Bank), c.Loan)))];
    /// <summary>Batches of loans are closed on all cores at once.</summary>
    private readonly ConcurrentDictionary<(DateOnly, int), DateOnly> _ends = new();

    /// <summary>Under which schemes a loan stands.</summary>
    public IEnumerable<EnrolmentRow> Covering(LoanId loan) => _enrolled[loan].Where(e => e.Stage is EnrolmentStage.InForce or EnrolmentStage.Flagged);

    /// <summary>Steps of enrolments and claims whose last day this is.</summary>
    public IEnumerable<CloseLine> Steps()
    {
        foreach (var e in enrolments.Where(e => e.Due == day))
            yield return new(CloseKind.EnrolmentStep, Enrolment.Stream(new(new(e.Scheme), new(new(e.Bank), e.Number))).Id, e.Bank, e.Scheme, e.Amount, $"{e.Stage}");
        foreach (var c in claims.Where(c => c.Due == day))
            yield return new(CloseKind.ClaimStep, Claim.Stream(new(c.Id)).Id, c.Bank, c.Scheme, c.Stage == ClaimStage.Recovering ? c.RecoveryDue - c.Shared : c.Amount, $"{c.Stage}");
    }

    /// <summary>The windows of one loan that end on this day: to be enrolled, or to be claimed for.</summary>
    public IEnumerable<CloseLine> Windows(LoanRow loan)
    {
        var (bank, stream, any) = (loan.Bank.Value, Loan.Stream(loan.Loan()).Id, false);
        foreach (var e in _enrolled[loan.Loan()])
        {
            any |= e.Stage != EnrolmentStage.TurnedAway;
            if (e.Stage is EnrolmentStage.InForce or EnrolmentStage.Flagged && loan.Progress?.BadSince is { } bad && !_claimed.Contains((e.Scheme, loan.Loan()))
                && Version(e.Scheme, e.RuleVersion) is { } version && Ends(bad, version.Rule.Windows.Claim.Value))
                yield return new(CloseKind.ClaimWindow, stream, bank, e.Scheme, loan.Outstanding, $"{loan.Grade}");
        }
        if (any) yield break;
        foreach (var scheme in schemes)
            if (scheme.InForceOn(loan.ValueDate)?.Rule is { } rule && Ends(loan.ValueDate, rule.Windows.Enrol.Value)
                && CoveredLoan.Of(loan) is { } covered && Array.Exists(rule.Terms, terms => Eligibility.Judge(rule, terms, covered).Count == 0))
                yield return new(CloseKind.EnrolmentWindow, stream, bank, scheme.Code, loan.Principal, "");
    }

    private RuleVersion? Version(string scheme, int number) => schemes.FirstOrDefault(s => s.Code == scheme)?.Versions.FirstOrDefault(v => v.Number == number);

    private bool Ends(DateOnly from, int workingDays) => _ends.GetOrAdd((from, workingDays), key => calendar.Add(key.Item1, key.Item2).Day) == day;
}
