using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.CreditLines;

/// <summary>What the borrower was on the day (借款人快照), so that figures are derived from facts and never change with the register.</summary>
/// <param name="District">Where it is registered; null where it is not known, as are the next.</param>
/// <param name="Industry">Its industry; the section letter is what figures are split by.</param>
/// <param name="Size">Its size class.</param>
/// <param name="OnKeyList">On the list of key support (重点支持名录).</param>
public sealed record Borrower(DistrictCode? District, IndustryCode? Industry, SizeClass Size, bool OnKeyList)
{
    /// <summary>What the borrower is on the day of a payout; where the register has no more than the application, what that said.</summary>
    public static Borrower Of(CreditLine line, Enterprise enterprise, bool onKeyList) => (enterprise, line) switch
    {
        (Enterprise.Active { Registration: var r, Size: var size }, _) => new Borrower(r.District, r.Industry, size, onKeyList),
        (_, CreditLine.Applied applied) => applied.Borrower with { OnKeyList = onKeyList },
        _ => new Borrower(null, null, SizeClass.Unclassified, onKeyList),
    };
}
