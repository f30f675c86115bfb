using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Products;

/// <summary>Which published LPR a price rests on (LPR 期限品种).</summary>
public enum LprTenor { OneYear = 1, FiveYears = 5 }

/// <summary>A price as a distance from the LPR in basis points (LPR 加减点).</summary>
/// <param name="From">The lowest, for the best customers.</param>
/// <param name="To">The highest.</param>
public sealed record Price(LprTenor Tenor, int From, int To);

/// <summary>When and on what a fee is charged (收费方式).</summary>
public enum FeeKind
{
    /// <summary>A share of the principal when it is paid out (按本金一次收取).</summary>
    OnceShare = 1,
    /// <summary>A share of the principal at the start of every year (按本金每年收取).</summary>
    YearlyShare = 2,
    /// <summary>An amount when it is paid out (定额一次收取).</summary>
    OnceAmount = 3,
}

/// <summary>What an enterprise pays besides interest (费用): a guarantee premium, an appraisal.</summary>
public sealed record Fee(string Name, FeeKind Kind, Share Share, Money Amount)
{
    public Money Of(Money principal) => Kind == FeeKind.OnceAmount ? Amount : principal * Share;
}

/// <summary>What a bank offers (产品要素).</summary>
/// <param name="Summary">For whom it is and what is special, one or two sentences.</param>
/// <param name="Securities">Which kinds of security are accepted.</param>
/// <param name="Purposes">What the money may be used for; empty for any of the list.</param>
/// <param name="Rules">All of them must hold.</param>
/// <param name="Until">The last day on the shelf (上架有效期).</param>
public sealed record ProductTerms(
    string Name, string Summary, Price Price, Fee[] Fees, Money MinAmount, Money MaxAmount, int MinMonths, int MaxMonths,
    RepaymentMethod[] Methods, Security[] Securities, LoanPurpose[] Purposes, Rule[] Rules, DateOnly Until)
{
    public Rate LowestRate(Lpr lpr) => lpr.Of(Price.Tenor).PlusBasisPoints(Price.From);

    public Rate HighestRate(Lpr lpr) => lpr.Of(Price.Tenor).PlusBasisPoints(Price.To);
}
