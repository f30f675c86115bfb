namespace CreditLoan.Domain.Reconciliation;

/// <summary>How the two sides of a loan stand to each other (核对结果); all but the first are breaks (差异).</summary>
public enum BreakKind : byte
{
    /// <summary>Both sides agree (一致).</summary>
    None = 0,
    /// <summary>Only the platform knows the loan (银行缺失).</summary>
    MissingAtBank = 1,
    /// <summary>Only the bank's file knows the loan (平台缺失).</summary>
    MissingHere = 2,
    /// <summary>The amounts differ (金额不符).</summary>
    Amount = 3,
    /// <summary>The days differ (日期不符).</summary>
    Date = 4,
    /// <summary>The borrowers differ (借款人不符).</summary>
    Borrower = 5,
    /// <summary>The products differ (产品不符).</summary>
    Product = 6,
    /// <summary>The same disbursement stands in the file more than once (重复).</summary>
    Duplicate = 7,
    /// <summary>Several lines together make up one loan (拆分).</summary>
    Split = 8,
    /// <summary>One line makes up several loans of the same borrower and day (合并).</summary>
    Merged = 9,
    /// <summary>Enrolled, but nothing was paid out (已入库未放款).</summary>
    EnrolledWithoutLoan = 10,
    /// <summary>Paid out, but not enrolled within the window (超期未入库).</summary>
    NotEnrolledInTime = 11,
    /// <summary>Enrolled in two schemes that do not stack (同一借据两个机制).</summary>
    TwoSchemes = 12,
    /// <summary>Enrolled although a condition failed on the day of disbursement (放款日不符合条件).</summary>
    Ineligible = 13,
    /// <summary>Enrolled above the largest loan that a tier covers (超过单笔上限).</summary>
    AboveTiers = 14,
    /// <summary>Claimed after the deadline (申请超期).</summary>
    ClaimLate = 15,
    /// <summary>Claimed more than was lost (申请超过损失).</summary>
    ClaimAboveLoss = 16,
    /// <summary>A recovery whose part did not come back in time (追偿未返还).</summary>
    RecoveryNotShared = 17,
    /// <summary>Paid although the bank was suspended (停补仍拨付).</summary>
    PaidWhileSuspended = 18,
    /// <summary>The bank's day lies after the day of the file (起息日在后).</summary>
    ForwardValued = 19,
    /// <summary>An earlier file said something else under the same number (与前次文件不一致).</summary>
    FileConflict = 20,
}
