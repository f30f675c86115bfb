using System.Text;

namespace CreditLoan.Scoring.Alignment;

/// <summary>A feature that was set with the outcome in view and so gives it away (泄漏特征).</summary>
public sealed record Leak(string Feature, string Because);

/// <summary>Refuses features by name where they are known to contain the outcome (特征泄漏检查).</summary>
/// <remarks>
/// A credit rating (信誉评级) given after the default ranks every defaulter last and says nothing about the next
/// enterprise: in the contest data 2020 C nearly all of rating D defaulted and nobody of rating A. A name is compared
/// without case, blanks, width and punctuation, and a name that contains a leaking one leaks as well (信誉评级_WOE).
/// </remarks>
public static class Leaks
{
    private static readonly (string[] Targets, string[] Features, string Because)[] Known =
    [
        (["违约", "default", "bad", "status", "creditability", "bankrupt"],
            ["信誉评级", "信用评级结果", "五级分类", "逾期天数", "代偿", "核销", "追偿", "fivegrade", "dayspastdue", "writeoff"],
            "该指标在违约结果之后或依据违约结果形成"),
    ];

    public static Leak[] Among(string target, IEnumerable<string> features)
    {
        var outcome = Plain(target);
        return [.. features.Select(f => Find(outcome, f)).OfType<Leak>()];
    }

    private static Leak? Find(string outcome, string feature)
    {
        var name = Plain(feature);
        if (name.Contains(outcome, StringComparison.Ordinal)) return new Leak(feature, "该指标就是目标变量");
        foreach (var (targets, features, because) in Known)
            if (targets.Any(t => outcome.Contains(t, StringComparison.Ordinal)) && features.Any(f => name.Contains(f, StringComparison.Ordinal)))
                return new Leak(feature, because);
        return null;
    }

    private static string Plain(string name) =>
        new([.. name.Normalize(NormalizationForm.FormKC).Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
