using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Profiles;

/// <summary>What a bank gets when it opens a profile (画像查询结果): a reading under a consent, or the reason why not.</summary>
public abstract record ProfileReading
{
    private ProfileReading() { }

    /// <summary>It may not be read; nothing of it was.</summary>
    public sealed record Closed(Refusal Why) : ProfileReading;

    /// <summary>It was read, and the read is on record.</summary>
    /// <param name="DataDate">The day the enterprise's data ends, where it lives in the past; null for one of today.</param>
    /// <param name="Used">Reads so far in the period of the consent's frequency, this one included.</param>
    /// <param name="Missing">Classes of the catalogue that are not shown, and why.</param>
    /// <param name="Score">The score of the model in force; null where there is none, or where the consent does not cover what it rests on.</param>
    /// <param name="Gap">Why there is no score.</param>
    /// <param name="Threshold">The highest default rate that the reading bank takes; null where it has set none.</param>
    /// <param name="ReviewSince">Since when the enterprise has been waiting for a person to look at its score.</param>
    /// <param name="Corrections">What was put right since the bank read before.</param>
    public sealed record Opened(
        EnterpriseCode Enterprise, ReadRegister? Register, DateOnly AsOf, DateOnly? DataDate, ReadConsent Consent, int Used,
        IReadOnlyList<ProfileTag> Tags, IReadOnlyList<Trend> Trends, IReadOnlyDictionary<DataClass, DateOnly> Coverage, IReadOnlyList<MissingClass> Missing,
        IReadOnlyList<ReadBefore> Readers, int OtherBanks, int OtherReads,
        ProfileScore? Score, ScoreGap? Gap, Share? Threshold, DateOnly? ReviewSince, IReadOnlyList<Correction> Corrections) : ProfileReading;
}

/// <summary>Why a profile carries no score (没有评分的原因).</summary>
/// <param name="Uncovered">Classes that the model rests on and the consent leaves out; empty where no model is in force or nothing was scored yet.</param>
public sealed record ScoreGap(bool ModelInForce, IReadOnlyList<DataClass> Uncovered);

/// <summary>A tag that was put right after profiles with it had been read (更正): a repaired penalty, an objection, its end.</summary>
public sealed record Correction(string Tag, string Before, string After, DateTimeOffset At);

/// <summary>The head of a profile (企业概况).</summary>
public sealed record ReadRegister(string Name, string? District, string? Industry, string? Size, DateOnly? FoundedOn);

/// <summary>The consent that a read rests on (查询依据).</summary>
public sealed record ReadConsent(string Number, string Purpose, DateOnly ExpiresOn, string? Application, int Times, string TimesPer, IReadOnlyList<DataClass> Scopes);

/// <summary>An earlier read by the same bank (查询记录).</summary>
public sealed record ReadBefore(string Account, string Purpose, DateTimeOffset At);

/// <summary>A class of data that a profile does not show (缺失数据).</summary>
/// <param name="Consented">Whether the consent covers it: then it was not delivered.</param>
public sealed record MissingClass(DataClass Class, bool Consented);

/// <summary>Every "no" at the door of a profile.</summary>
public static class ProfileRefusals
{
    private static readonly Dictionary<string, string> Sentences = new(StringComparer.Ordinal)
    {
        ["profile.consent_missing"] = "企业没有授权本行查看画像，请先在申请中发起授权。",
        ["profile.consent_requested"] = "授权申请已发出，企业还没有答复。",
        ["profile.consent_rejected"] = "企业选择了暂不授权。",
        ["profile.consent_paused"] = "企业已暂停这份授权，恢复后才能查看。",
        ["profile.consent_revoked"] = "企业已撤回授权，画像不能再查看。",
        ["profile.consent_expired"] = "授权已到期，需要企业重新授权。",
        ["profile.platform_consent_missing"] = "企业没有授权平台生成标签，暂无画像。",
        ["profile.scope_missing"] = "企业授权的数据类别中，没有平台可以使用的。",
        ["profile.frequency"] = "本次授权的查询次数已经用完，请在下一周期再查看。",
        ["profile.not_computed"] = "授权的数据时间范围内还没有画像，数据更新后自动生成。",
        ["profile.deletion_overdue"] = "本行还没有答复：凭已终止的授权取得的数据是否已经删除。合规员在“企业授权”答复后才能再查看。",
        ["profile.person_limit"] = "您今天查看的画像已达 300 份，请明天再查看；确有需要请联系本行合规员。",
        ["profile.not_bank"] = "只有银行的客户经理、审批人和银行系统可以查看画像。",
    };

    public static Refusal Of(string code) => new(code, Sentences.GetValueOrDefault(code, "这份画像不能查看。"));

    public static IReadOnlyCollection<string> Codes => Sentences.Keys;
}
