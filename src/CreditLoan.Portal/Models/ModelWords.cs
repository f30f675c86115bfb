using System.Globalization;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Models;
using CreditLoan.Domain.Profiles;
using CreditLoan.Domain.Values;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Models;

/// <summary>The words of modelling projects.</summary>
public static class ModelWords
{
    /// <summary>Where a role reads models: each area has the same pages.</summary>
    public static string Base(Role role) => role switch
    {
        Role.BankOfficer or Role.BankApprover => "/bank/models",
        Role.BureauAnalyst or Role.BureauLeader => "/bureau/models",
        _ => "/admin/models",
    };

    public static string Of(ModelStage stage) => stage switch
    {
        ModelStage.Proposed => "待核对文件",
        ModelStage.Checked => "待运行",
        ModelStage.Ran => "待写模型卡",
        ModelStage.Described => "待批准",
        ModelStage.InForce => "生效",
        _ => "已撤回",
    };

    public static Meaning Means(ModelStage stage) => stage switch { ModelStage.InForce => Meaning.Done, ModelStage.Withdrawn => Meaning.Off, ModelStage.Described => Meaning.Soon, _ => Meaning.Plain };

    /// <summary>0.83: three decimals say more than such samples know.</summary>
    public static string Two(double value) => value.ToString("0.00", CultureInfo.InvariantCulture).Replace('-', '−');

    public static string Two(Share share) => Two(share.BasisPoints / 10_000.0);

    public static string Percent(double part) => (part * 100).ToString("0.0", CultureInfo.InvariantCulture).Replace('-', '−') + "%";

    public static string Interval(ModelInterval of) => $"{Two(of.Value)}（{Two(of.Low)}–{Two(of.High)}）";

    public static string Term(string key) => Features.Find(key)?.Term ?? key;

    /// <summary>A bin as people read it, without the feature's name.</summary>
    public static string Of(ModelBin bin, string key)
    {
        var term = Term(key);
        var sentence = new ScoreReason(key, DataClass.Registration, bin.Points, bin.From, bin.To, bin.Values, bin.Missing).Sentence();
        return sentence.StartsWith(term, StringComparison.Ordinal) ? sentence[term.Length..].TrimStart('：') : sentence;
    }

    public static string Points(int points) => points switch { > 0 => $"+{points}", < 0 => $"−{-points}", _ => "0" };

    public static string Institution(Institution institution, Func<BankCode, string> bankName) => institution.Kind switch
    {
        TenantKind.Bank => bankName(new BankCode(institution.Tenant)),
        TenantKind.Bureau => "金融局",
        _ => "平台",
    };
}
