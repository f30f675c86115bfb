using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Pools;

/// <summary>Everything that can happen to a loan's place in a scheme (入库), in the order of its life.</summary>
public abstract record EnrolmentEvent
{
    private EnrolmentEvent() { }

    /// <summary>The business day on which it is true (业务日).</summary>
    public abstract DateOnly On { get; init; }

    /// <summary>The bank asked for a loan to be covered (入库申请).</summary>
    /// <param name="RuleVersion">The version in force on the day of disbursement; it stays with the loan.</param>
    /// <param name="ReviewBy">By when the scheme answers.</param>
    /// <param name="Stacks">The rule lets other schemes cover the same loan.</param>
    public sealed record Applied(EnrolmentId Id, int RuleVersion, Cover Cover, CoveredLoan Loan, bool Stacks, DateOnly On, Deadline ReviewBy, string By) : EnrolmentEvent;

    /// <summary>Sent back to the bank to be put right (退回补正).</summary>
    public sealed record Returned(ReturnReason Reason, string Note, DateOnly On, Deadline CorrectBy, string By) : EnrolmentEvent;

    /// <summary>The bank put it right (补正).</summary>
    public sealed record Corrected(CoveredLoan Loan, DateOnly On, Deadline ReviewBy, string By) : EnrolmentEvent;

    /// <summary>A first person found it in order (审核).</summary>
    public sealed record Reviewed(string Note, DateOnly On, string By) : EnrolmentEvent;

    /// <summary>A second person took it in (确认入库).</summary>
    public sealed record Confirmed(DateOnly On, string By) : EnrolmentEvent;

    /// <summary>It does not belong in the scheme (不予入库).</summary>
    public sealed record Refused(EnrolmentId Id, bool Stacks, string Reason, DateOnly On, string By) : EnrolmentEvent;

    /// <summary>The bank reported that something is wrong with the project (项目异常).</summary>
    public sealed record Flagged(Anomaly Kind, string Note, DateOnly Since, DateOnly On, string By) : EnrolmentEvent;
}

/// <summary>What a scheme looks at in a loan, as of its day of disbursement (入库贷款).</summary>
/// <param name="District">Where the borrower is registered or works.</param>
/// <param name="Grounds">What adds to the share.</param>
/// <param name="Guarantor">Who guarantees the loan and is compensated (政担); null where the bank is.</param>
public sealed record CoveredLoan(
    LoanId Loan, EnterpriseCode Borrower, Money Amount, DateOnly DisbursedOn, DateOnly DueOn,
    DistrictCode District, BorrowerKind Kind, Security Security, UpliftGround[] Grounds, Guarantor? Guarantor = null)
{
    /// <summary>A loan as the platform's own record shows it; null when nothing was paid out or the borrower's district or size is not known.</summary>
    /// <param name="kind">Owners and the self-employed, whom the size standard does not class; null for an enterprise.</param>
    /// <param name="monetaryTool">The bank refinances the loan with a tool of monetary policy.</param>
    public static CoveredLoan? Of(Loan loan, BorrowerKind? kind, bool monetaryTool)
    {
        var terms = loan switch
        {
            Domain.Loans.Loan.Running l => l.Terms,
            Domain.Loans.Loan.Settled l => l.Last.Terms,
            Domain.Loans.Loan.Replaced l => l.Last.Terms,
            Domain.Loans.Loan.WrittenOff l => l.Last.Terms,
            _ => null,
        };
        if (terms?.Borrower.District is not { } district || (kind ?? KindOf(terms.Borrower.Size)) is not { } known) return null;
        List<UpliftGround> grounds = [];
        if (terms.Borrower.OnKeyList) grounds.Add(UpliftGround.KeyList);
        if (terms.Security == Security.IntellectualProperty) grounds.Add(UpliftGround.IntellectualProperty);
        if (monetaryTool) grounds.Add(UpliftGround.MonetaryTool);
        return new CoveredLoan(terms.Loan, terms.Enterprise, terms.Principal, terms.ValueDate, terms.Maturity, district, known, terms.Security, [.. grounds]);
    }

    /// <summary>A loan of the register, of an enterprise; null when its district or size is not known.</summary>
    public static CoveredLoan? Of(LoanRow loan)
    {
        if (loan.District is not { } district || KindOf(loan.Size) is not { } kind) return null;
        List<UpliftGround> grounds = loan.OnKeyList ? [UpliftGround.KeyList] : [];
        if (loan.Security == Security.IntellectualProperty) grounds.Add(UpliftGround.IntellectualProperty);
        return new CoveredLoan(loan.Loan(), loan.Enterprise, loan.Principal, loan.ValueDate, loan.Maturity, district, kind, loan.Security, [.. grounds]);
    }

    private static BorrowerKind? KindOf(SizeClass size) => size switch
    {
        SizeClass.Micro => BorrowerKind.Micro,
        SizeClass.Small => BorrowerKind.Small,
        SizeClass.Medium => BorrowerKind.Medium,
        SizeClass.Large => BorrowerKind.Large,
        _ => null,
    };
}

/// <summary>A financing guarantor of loans (担保机构), by its unified credit code and name.</summary>
public sealed record Guarantor(EnterpriseCode Code, string Name)
{
    /// <summary>A guarantor as a form names it; null with what is wrong, by field.</summary>
    public static Guarantor? Of(string? code, string? name, out string? wrongCode, out string? wrongName)
    {
        var parsed = UnifiedCreditCode.TryParse(code, out var unified, out wrongCode);
        wrongName = string.IsNullOrWhiteSpace(name) ? "填担保机构名称" : name.Trim().Length > 60 ? "名称不超过 60 个字" : null;
        return parsed && wrongName is null ? new Guarantor(new(unified.ToString()), name!.Trim()) : null;
    }
}

/// <summary>Why a paper goes back (退回原因).</summary>
public enum ReturnReason
{
    /// <summary>材料不全.</summary>
    PapersMissing = 0,
    /// <summary>数据与借据不一致.</summary>
    DiffersFromLoan = 1,
    /// <summary>借款人类别需核实.</summary>
    BorrowerUnclear = 2,
    /// <summary>损失金额需核实.</summary>
    LossUnclear = 3,
    /// <summary>其他.</summary>
    Other = 4,
}

/// <summary>What can be wrong with an enrolled project (项目异常类别).</summary>
public enum Anomaly
{
    /// <summary>逾期.</summary>
    Overdue = 0,
    /// <summary>欠息.</summary>
    InterestArrears = 1,
    /// <summary>停业或失联.</summary>
    Stopped = 2,
    /// <summary>涉诉或被执行.</summary>
    Litigation = 3,
    /// <summary>资金挪用.</summary>
    Misuse = 4,
    /// <summary>已列为不良.</summary>
    NonPerforming = 5,
}
