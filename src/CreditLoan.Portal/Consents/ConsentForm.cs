using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Values;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Consents;

/// <summary>What an enterprise chooses when it gives a consent; kept as a draft at each change.</summary>
public sealed class ConsentForm
{
    public string To { get; set; } = "";
    public Purpose Purpose { get; set; } = Purpose.CreditApproval;
    public HashSet<DataClass> Scopes { get; set; } = [DataClass.Registration, DataClass.Invoices, DataClass.Tax, DataClass.SocialInsurance];
    public HashSet<PersonalScope> Personal { get; set; } = [];
    public int Months { get; set; } = 6;
    public ConsentMode Mode { get; set; } = ConsentMode.View;
    public int Times { get; set; } = 10;
    public bool Read { get; set; }
    public string? Application { get; set; }

    /// <summary>The draft's name, of a request that is answered or of a recipient.</summary>
    public static string Draft(string? answers, string? to) => $"consent/{answers ?? to ?? "new"}";

    /// <summary>The usual terms for the platform: every class, for a year.</summary>
    public static ConsentForm ForPlatform() => new()
    {
        To = Recipient.Platform.Value, Purpose = Purpose.Matching, Scopes = [.. Enum.GetValues<DataClass>()], Months = 12, Times = 100,
    };

    public static ConsentForm ForBank(BankCode bank) => new() { To = bank.Value };

    /// <summary>The form filled with what a bank asks for.</summary>
    public static ConsentForm Of(ConsentRow asked, DateOnly today) => new()
    {
        To = asked.Recipient, Purpose = asked.Purpose, Scopes = [.. asked.Terms.Scopes], Personal = [], Mode = asked.Mode, Times = asked.Times,
        Months = Math.Clamp((asked.ExpiresOn.Year - today.Year) * 12 + asked.ExpiresOn.Month - today.Month, 1, 12),
    };

    /// <param name="asked">The request that is answered: its range, retention and last day are the most that can be given.</param>
    public ConsentTerms Terms(DateOnly today, ConsentRow? asked = null)
    {
        var recipient = new Recipient(To);
        var expiry = today.AddMonths(Months);
        return new ConsentTerms(
            recipient, recipient.IsPlatform ? Purpose.Matching : Purpose, [.. Scopes.Order()], recipient.IsPlatform ? [] : [.. Personal.Order()],
            asked is null ? new DataRange(today.AddYears(-3), expiry) : asked.Terms.Range, Mode, new Frequency(Times, FrequencyUnit.Month),
            Mode == ConsentMode.Store ? asked?.KeepDays ?? 180 : 0, asked is null || today > asked.StartsOn ? today : asked.StartsOn,
            asked is not null && asked.ExpiresOn < expiry ? asked.ExpiresOn : expiry);
    }

    public void Check(FormErrors errors)
    {
        errors.Clear();
        errors.Add("to", "授权给谁", To.Length > 0 ? null : "选一家银行，或平台")
            .Add("scopes", "数据类别", Scopes.Count > 0 ? null : "至少选一类")
            .Add("months", "期限", Months is >= 1 and <= 12 ? null : "填 1 至 12 个月")
            .Add("times", "查询频次", Times is >= 1 and <= 100 ? null : "填 1 至 100 次")
            .Add("read", "告知书", Read ? null : "请先阅读告知书，再勾选同意");
    }
}
