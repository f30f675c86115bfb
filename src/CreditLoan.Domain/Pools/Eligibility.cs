using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Pools;

/// <summary>Whether a loan belongs in a scheme, judged on its day of disbursement (准入条件).</summary>
public static class Eligibility
{
    /// <summary>Every condition that fails, in a fixed order; none when the loan belongs in.</summary>
    public static IReadOnlyList<Refusal> Judge(SchemeRule rule, CoverTerms terms, CoveredLoan loan)
    {
        var failed = new List<Refusal>();
        var covered = loan.Grounds.Contains(UpliftGround.KeyList) ? terms.BorrowersOnKeyList : terms.Borrowers;
        if (!covered.Value.Contains(loan.Kind)) failed.Add(EnrolmentRefusals.BorrowerKindOut(covered.Source));
        if (!loan.District.Value.StartsWith(rule.RegionPrefix.Value, StringComparison.Ordinal)) failed.Add(EnrolmentRefusals.DistrictOut);
        if (!terms.Securities.Value.Contains(loan.Security)) failed.Add(EnrolmentRefusals.SecurityOut);
        if (terms.LargestLoan() is { IsPositive: true } largest && loan.Amount > largest) failed.Add(SchemeRefusals.LoanAboveTiers(largest));
        return failed;
    }
}
