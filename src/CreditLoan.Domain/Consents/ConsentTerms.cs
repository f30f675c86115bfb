using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Consents;

/// <summary>A consent (授权), by its number.</summary>
public readonly record struct ConsentId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>Who may use the data (被授权方): the platform itself, or one bank.</summary>
public readonly record struct Recipient(string Value)
{
    public static readonly Recipient Platform = new("platform");

    public static Recipient Bank(BankCode bank) => new(bank.Value);

    public bool IsPlatform => Value == Platform.Value;

    public override string ToString() => Value;
}

/// <summary>What the data may be used for (授权用途); every other use needs another consent.</summary>
public enum Purpose
{
    /// <summary>The platform computes tags and matches products (生成标签、匹配产品).</summary>
    Matching = 1,
    /// <summary>贷前审查.</summary>
    PreLoanReview = 2,
    /// <summary>授信审批.</summary>
    CreditApproval = 3,
    /// <summary>贷后管理.</summary>
    PostLoan = 4,
    /// <summary>风险补偿审核.</summary>
    CompensationReview = 5,
    /// <summary>The enterprise's data and outcome help to build a model (联合建模); nobody reads its profile for it.</summary>
    JointModelling = 6,
}

/// <summary>Whose personal information is given along (个人信息范围); each needs a tick of its own (个保法 第二十三、二十九条, 单独同意).</summary>
public enum PersonalScope
{
    /// <summary>法定代表人.</summary>
    LegalRepresentative = 1,
    /// <summary>实际控制人.</summary>
    ActualController = 2,
    /// <summary>股东.</summary>
    Shareholders = 3,
}

/// <summary>What the recipient may do with what it reads (使用方式).</summary>
public enum ConsentMode
{
    /// <summary>Look at it (查看).</summary>
    View = 1,
    /// <summary>Keep it for the data life (留存).</summary>
    Store = 2,
    /// <summary>Ask questions that are answered yes or no (核验).</summary>
    Query = 3,
}

/// <summary>Over what a number of reads is counted (频次单位).</summary>
public enum FrequencyUnit { Day = 1, Month = 2, Whole = 3 }

/// <summary>How often the data may be read (查询频次).</summary>
public sealed record Frequency(int Times, FrequencyUnit Unit);

/// <summary>The days that data are from; both ends count (数据时间范围).</summary>
public sealed record DataRange(DateOnly From, DateOnly To);

/// <summary>What an enterprise agrees to (授权内容).</summary>
/// <param name="Scopes">The classes of data, one by one.</param>
/// <param name="Personal">Personal information, apart from the rest.</param>
/// <param name="KeepDays">How long the recipient may keep what it read (数据留存天数); its duty to delete follows from it.</param>
/// <param name="Start">The first day counts.</param>
/// <param name="Expiry">The last day counts; at most twelve months after the first.</param>
public sealed record ConsentTerms(
    Recipient Recipient, Purpose Purpose, DataClass[] Scopes, PersonalScope[] Personal, DataRange Range, ConsentMode Mode, Frequency Frequency,
    int KeepDays, DateOnly Start, DateOnly Expiry)
{
    public bool IsLive(DateOnly day) => Start <= day && day <= Expiry;

    public bool Covers(DataClass scope) => Array.IndexOf(Scopes, scope) >= 0;

    /// <summary>Whether these terms give nothing that the others do not give.</summary>
    public bool IsWithin(ConsentTerms wider) =>
        Recipient == wider.Recipient && Purpose == wider.Purpose
        && Scopes.All(wider.Covers) && Personal.All(p => Array.IndexOf(wider.Personal, p) >= 0)
        && Range.From >= wider.Range.From && Range.To <= wider.Range.To
        && (Mode == wider.Mode || wider.Mode == ConsentMode.Store)
        && KeepDays <= wider.KeepDays && Start >= wider.Start && Expiry <= wider.Expiry;
}

/// <summary>The text that the signer read (告知书): its version and the SHA-256 of its words.</summary>
public sealed record Notice(string Version, string Hash);

/// <summary>How the signer proved the will (签署).</summary>
/// <param name="Algorithm">What the value is: <c>webauthn-es256</c> for a passkey (<see cref="PasskeySignature"/>), <c>session-sha256</c> for a confirmation in a signed-in session.</param>
/// <param name="Value">Over the canonical text of the artefact (<see cref="ConsentText"/>).</param>
/// <param name="KeyId">Whose key or session.</param>
public sealed record Signature(string Algorithm, string Value, string KeyId);
