using CreditLoan.Domain.Access;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using Line = CreditLoan.Domain.CreditLines.CreditLineEvent;

namespace CreditLoan.Domain.Tests.CreditLines;

/// <summary>One application of ten thousand times forty yuan, on Monday 2 March 2026.</summary>
internal static class CreditLineExamples
{
    public static readonly CreditLineId LineId = CreditLineId.Numbered(2026, 123);
    public static readonly BankCode Bank = new("B01");
    public static readonly EnterpriseCode Enterprise = new("91440100MA0TEXT048");
    public static readonly EventStream<CreditLine, Line> Lines = CreditLine.Stream(LineId);
    public static readonly WorkingCalendar China = PublishedCalendar.China;

    public static readonly Actor Agent = new("agent", Role.EnterpriseAgent, Enterprise.Value);
    public static readonly Actor Legal = new("legal", Role.LegalRepresentative, Enterprise.Value);
    public static readonly Actor Officer = new("officer", Role.BankOfficer, Bank.Value);
    public static readonly Actor Approver = new("approver", Role.BankApprover, Bank.Value);
    public static readonly Actor OtherBank = new("rival", Role.BankApprover, "B02");

    public static readonly DateOnly Monday = new(2026, 3, 2);
    public static readonly DateOnly Tuesday = new(2026, 3, 3);
    public static readonly DateOnly Wednesday = new(2026, 3, 4);
    public static readonly Borrower Firm = new(new DistrictCode("440106"), new IndustryCode("C3411"), SizeClass.Small, OnKeyList: false);
    public static readonly Application Asked = new(LineId, Bank, Enterprise, null, null, Money.Wan(40), 12, RepaymentMethod.InterestFirst, LoanPurpose.Materials);
    public static readonly CreditTerms Terms = new(Money.Wan(40), Rate.Percent(4.35m), 12, RepaymentMethod.InterestFirst, new(2027, 3, 31));

    public static readonly Line Requested = new Line.Requested(Asked, Firm, Monday, China.Add(Monday, 2));
    public static readonly Line TakenUp = new Line.TakenUp("officer", Tuesday, China.Add(Tuesday, 3), China.Add(Tuesday, 10));
    public static readonly Line Contacted = new Line.Contacted("电话核实订单", Wednesday);
    public static readonly Line Granted = new Line.Granted(Terms, Wednesday, China.Add(Wednesday, 10));
    public static readonly Line Signed = new Line.Signed("legal", Wednesday);

    public static Line[] Opened(RepaymentMethod method = RepaymentMethod.InterestFirst) =>
        [Requested, TakenUp, Contacted, new Line.Granted(Terms with { Method = method }, Wednesday, China.Add(Wednesday, 10)), Signed];
}
