using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Pools;

/// <summary>A risk-compensation scheme (风险补偿机制), by its code.</summary>
public readonly record struct SchemeCode(string Value)
{
    public override string ToString() => Value;
}

/// <summary>One value of a rule with where it is written (有出处的值).</summary>
/// <param name="Source">Document and article, or why the value is only a default.</param>
/// <param name="Verified">Compared with the document's own text (已核原文); otherwise the page says so wherever the value decides money (未核原文).</param>
public sealed record Cited<T>(T Value, string Source, bool Verified);

/// <summary>Who is compensated (补偿模式): the bank (政银) or the guarantor (政担).</summary>
public enum Cover { Bank = 0, Guarantor = 1 }

/// <summary>The part of a loss that is borne, for a loan of up to an amount, the amount itself included (分档比例).</summary>
/// <param name="UpTo">The upper end; null for no end.</param>
public sealed record Tier(Money? UpTo, Share Share);

/// <summary>How tiers are read (分档方式): the share of the tier the whole loan falls into (按整笔), or each part of the loan at its own tier's share (按边际).</summary>
public enum TierReading { WholeLoan = 0, ByMargin = 1 }

/// <summary>What adds percentage points to the share (加成事由).</summary>
public enum UpliftGround
{
    /// <summary>The borrower is on the list of key support (重点支持名录).</summary>
    KeyList = 0,
    /// <summary>Intellectual property is pledged (知识产权质押).</summary>
    IntellectualProperty = 1,
    /// <summary>A tool of monetary policy refinances the loan (货币政策工具支持).</summary>
    MonetaryTool = 2,
}

/// <summary>Percentage points added once when any of the grounds holds (加成).</summary>
public sealed record Uplift(UpliftGround[] AnyOf, Share Points);

/// <summary>What a loss is made of (损失口径).</summary>
public enum LossBasis { Principal = 0, PrincipalAndInterest = 1 }

/// <summary>What the borrower is on the day of disbursement (借款人类别).</summary>
public enum BorrowerKind
{
    /// <summary>微型企业.</summary>
    Micro = 0,
    /// <summary>小型企业.</summary>
    Small = 1,
    /// <summary>中型企业.</summary>
    Medium = 2,
    /// <summary>大型企业.</summary>
    Large = 3,
    /// <summary>小微企业主.</summary>
    Owner = 4,
    /// <summary>个体工商户.</summary>
    SelfEmployed = 5,
}

/// <summary>Whose claim goes first when the budget runs out (额度用尽时的次序).</summary>
public enum ExhaustionOrder
{
    /// <summary>By the day and number of filing (先申请先补).</summary>
    FirstCome = 0,
    /// <summary>In proportion at the year's end (年末按比例).</summary>
    ProRata = 1,
    /// <summary>By the day of approval (先批准先补).</summary>
    FirstApproved = 2,
}

/// <summary>Who is made whole first by what is recovered after a payout (追偿所得分配): both in the ratio of the compensation, or the bank's own part first.</summary>
public enum RecoverySharing { InRatio = 0, BankFirst = 1 }

/// <summary>What one side of a scheme covers and how much of it (补偿条款).</summary>
/// <param name="Tiers">By amount, ascending; empty while nobody has entered the ratio: then nothing is paid.</param>
/// <param name="BorrowersOnKeyList">Who is covered when the borrower is on the list of key support.</param>
/// <param name="YearlySubCap">The most this side may take of the year's budget; null for no limit of its own.</param>
/// <param name="StopLine">The year's loss over the year's enrolled principal above which compensation is suspended.</param>
public sealed record CoverTerms(
    Cover Cover,
    Cited<Tier[]> Tiers,
    Cited<TierReading> Reading,
    Cited<Uplift[]> Uplifts,
    Cited<Share?> TotalCap,
    Cited<LossBasis> LossBasis,
    Cited<Security[]> Securities,
    Cited<BorrowerKind[]> Borrowers,
    Cited<BorrowerKind[]> BorrowersOnKeyList,
    Cited<Money?> YearlySubCap,
    Cited<Share?> StopLine)
{
    /// <summary>The largest loan that a tier covers; null for no limit.</summary>
    public Money? LargestLoan() => Tiers.Value is [.., var last] ? last.UpTo : Money.Zero;
}

/// <summary>Days that a step may take, in working days (办理时限).</summary>
/// <param name="Enrol">From disbursement to the application for enrolment.</param>
/// <param name="Claim">From the day the loan was classed as bad to the claim.</param>
/// <param name="Correct">From a return to the corrected paper.</param>
/// <param name="Review">From a paper's arrival to its review.</param>
/// <param name="ReturnRecovery">From a recovery to the return of the pool's part.</param>
public sealed record Windows(Cited<int> Enrol, Cited<int> Claim, Cited<int> Correct, Cited<int> Review, Cited<int> ReturnRecovery);

/// <summary>Everything one version of a scheme lays down (机制规则).</summary>
/// <param name="Terms">One entry for each side that is covered.</param>
/// <param name="RegionPrefix">The first digits of the borrower's district; empty for anywhere.</param>
/// <param name="ThirdApprovalAbove">Payments above this need three persons instead of two.</param>
/// <param name="StacksWith">Schemes that may compensate the same loan as well; together never more than the loss.</param>
public sealed record SchemeRule(
    CoverTerms[] Terms,
    Cited<Money?> YearlyBudget,
    Cited<Money?> LoanCeiling,
    Cited<Money?> EnterpriseCeiling,
    Cited<Money?> BankYearCeiling,
    Cited<string> RegionPrefix,
    Windows Windows,
    Cited<Money> ThirdApprovalAbove,
    Cited<ExhaustionOrder> WhenExhausted,
    Cited<RecoverySharing> Recoveries,
    Cited<SchemeCode[]> StacksWith)
{
    public CoverTerms? For(Cover cover) => Array.Find(Terms, terms => terms.Cover == cover);
}
