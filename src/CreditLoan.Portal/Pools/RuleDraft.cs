using System.Globalization;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;

namespace CreditLoan.Portal.Pools;

/// <summary>What a person writes to draft a new version of a rule (规则草案).</summary>
public sealed class RuleDraft
{
    public DateOnly From { get; set; }
    public DateOnly Until { get; set; }
    public string Tiers { get; set; } = "";
    public TierReading Reading { get; set; }
    public decimal Cap { get; set; }
    public string Source { get; set; } = "";
    public bool Verified { get; set; }
    public string Why { get; set; } = "";

    /// <summary>A draft that begins with the values of the version before.</summary>
    public static RuleDraft After(RuleVersion version)
    {
        var terms = version.Rule.Terms[0];
        return new RuleDraft
        {
            From = version.From,
            Until = version.Until,
            Tiers = string.Join('\n', terms.Tiers.Value.Select(t => $"{t.UpTo?.InWan.ToString("0.##", CultureInfo.InvariantCulture) ?? "*"} {t.Share.InPercent:0.##}")),
            Reading = terms.Reading.Value,
            Cap = terms.TotalCap.Value?.InPercent ?? 100,
        };
    }

    /// <summary>The tiers, or what is wrong with them.</summary>
    public Tier[]? Parse(out string? wrong)
    {
        var tiers = new List<Tier>();
        foreach (var line in Tiers.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Money? upTo = null;
            if (parts.Length != 2 || !Number(parts[1].TrimEnd('%'), 100, out var percent) || (parts[0] != "*" && !Number(parts[0], 10_000_000, out _)))
            {
                wrong = $"“{line}”看不懂，请写成“500 40”：上限 500 万元，比例 40%。";
                return null;
            }
            if (parts[0] != "*" && Number(parts[0], 10_000_000, out var wan)) upTo = Money.Wan(wan);
            tiers.Add(new Tier(upTo, Share.Percent(percent)));
        }
        wrong = tiers.Count == 0 ? "至少填一档。" : null;
        return wrong is null ? [.. tiers] : null;
    }

    /// <summary>The rule before with these values in its first terms.</summary>
    public SchemeRule On(SchemeRule before, Tier[] tiers)
    {
        var terms = before.Terms[0] with
        {
            Tiers = new(tiers, Source, Verified), Reading = new(Reading, Source, Verified), TotalCap = new(Share.Percent(Cap), Source, Verified),
        };
        return before with { Terms = [terms, .. before.Terms[1..]] };
    }

    private static bool Number(string text, decimal most, out decimal number) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && number > 0 && number <= most;
}
