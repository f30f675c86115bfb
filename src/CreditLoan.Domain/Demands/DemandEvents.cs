using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Demands;

/// <summary>What is needed (需求内容).</summary>
/// <param name="Securities">What the enterprise could offer as security; unsecured is one of them.</param>
public sealed record Need(Money Amount, int Months, LoanPurpose Purpose, Security[] Securities);

/// <summary>All that a bank sees of who needs it before the enterprise agrees (需求方概况).</summary>
public sealed record Outline(DistrictCode? District, string? Section, SizeClass Size);

/// <summary>Everything that can happen to a need (融资需求), in the order of its life.</summary>
public abstract record DemandEvent
{
    private DemandEvent() { }

    /// <summary>An enterprise said what it needs (发布需求).</summary>
    /// <param name="Banks">The banks that may see it, the best fit first; only the first so many see it at a time. Empty: nobody does.</param>
    /// <param name="Cap">How many banks see it at a time (可见银行数上限).</param>
    public sealed record Posted(
        DemandId Demand, EnterpriseCode Enterprise, Need Need, Outline Outline, BankCode[] Banks, int Cap, DateOnly On, DateOnly Until) : DemandEvent;

    /// <summary>Amount, term, purpose or security became others; what banks said before no longer holds (修改需求).</summary>
    public sealed record Changed(Need Need, BankCode[] Banks) : DemandEvent;

    /// <summary>A bank wants the business and names its product; the enterprise answers (抢单).</summary>
    public sealed record Taken(BankCode Bank, ProductId Product, string Words, DateOnly On) : DemandEvent;

    /// <summary>A bank does not want it; the next bank sees it instead (不承接).</summary>
    public sealed record Passed(BankCode Bank, DateOnly On) : DemandEvent;

    /// <summary>The enterprise applied to a bank for it (提交申请).</summary>
    /// <param name="Application">The application's number (申请编号).</param>
    public sealed record Applied(BankCode Bank, ProductId Product, string Application, DateOnly On) : DemandEvent;

    /// <summary>A bank declined the application, and the need is back on the market without that bank (退回市场).</summary>
    public sealed record Returned(BankCode DeclinedBy, DateOnly On) : DemandEvent;

    /// <summary>The enterprise took the need back (撤回需求).</summary>
    public sealed record Withdrawn(string Words, DateOnly On) : DemandEvent;

    /// <summary>Its last day is past (需求到期).</summary>
    public sealed record Expired(DateOnly On) : DemandEvent;
}
