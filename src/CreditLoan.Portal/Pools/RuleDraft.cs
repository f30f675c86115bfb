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
    public decimal ListedPoints { get; set; }
    public decimal ToolPoints { get; set; }
    public decimal Cap { get; set; }
    public LossBasis Basis { get; set; }
    public decimal? StopLine { get; set; }
    public bool HasGuarantors { get; private init; }
    public decimal GuarantorShare { get; set; }
    public decimal? GuarantorStopLine { get; set; }
    public HashSet<BorrowerKind> Borrowers { get; } = [];
    public HashSet<BorrowerKind> ListedBorrowers { get; } = [];
    public HashSet<Security> Securities { get; } = [];
    public decimal? Budget { get; set; }
    public decimal? SubCap { get; set; }
    public decimal? LoanCeiling { get; set; }
    public decimal? EnterpriseCeiling { get; set; }
    public decimal? BankYearCeiling { get; set; }
    public string Region { get; set; } = "";
    public decimal ThirdAbove { get; set; }
    public ExhaustionOrder Exhausted { get; set; }
    public RecoverySharing Sharing { get; set; }
    public HashSet<string> Stacks { get; } = new(StringComparer.Ordinal);
    public string Source { get; set; } = "";
    public bool Verified { get; set; }
    public string Why { get; set; } = "";

    private readonly int[] _days = new int[5];

    /// <summary>The five windows in working days, with their labels.</summary>
    public IEnumerable<(string Label, Func<int> Get, Action<string?> Set)> Windows =>
        new[] { "入库期限", "申请期限", "补正期限", "审核期限", "返还期限" }.Select((label, i) =>
            (label, (Func<int>)(() => _days[i]), (Action<string?>)(text => _days[i] = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= 400 ? days : _days[i])));

    public static void Toggle<T>(HashSet<T> chosen, T one)
    {
        if (!chosen.Remove(one)) chosen.Add(one);
    }

    /// <summary>A draft that begins with the values of a rule, those of the bank's side first.</summary>
    public static RuleDraft After(SchemeRule rule, DateOnly from, DateOnly until)
    {
        var (terms, guarantors) = (rule.Terms[0], rule.For(Cover.Guarantor));
        var draft = new RuleDraft
        {
            From = from,
            Until = until,
            Tiers = string.Join('\n', terms.Tiers.Value.Select(t => $"{t.UpTo?.InWan.ToString("0.##", CultureInfo.InvariantCulture) ?? "*"} {t.Share.InPercent:0.##}")),
            Reading = terms.Reading.Value,
            ListedPoints = Points(terms, UpliftGround.KeyList),
            ToolPoints = Points(terms, UpliftGround.MonetaryTool),
            Cap = terms.TotalCap.Value?.InPercent ?? 100,
            Basis = terms.LossBasis.Value,
            StopLine = terms.StopLine.Value?.InPercent,
            HasGuarantors = guarantors is not null,
            GuarantorShare = guarantors?.Tiers.Value is [var only, ..] ? only.Share.InPercent : 0,
            GuarantorStopLine = guarantors?.StopLine.Value?.InPercent,
            Budget = rule.YearlyBudget.Value?.InWan,
            SubCap = rule.Terms[^1].YearlySubCap.Value?.InWan,
            LoanCeiling = rule.LoanCeiling.Value?.InWan,
            EnterpriseCeiling = rule.EnterpriseCeiling.Value?.InWan,
            BankYearCeiling = rule.BankYearCeiling.Value?.InWan,
            Region = rule.RegionPrefix.Value,
            ThirdAbove = rule.ThirdApprovalAbove.Value.InWan,
            Exhausted = rule.WhenExhausted.Value,
            Sharing = rule.Recoveries.Value,
        };
        draft.Borrowers.UnionWith(terms.Borrowers.Value);
        draft.ListedBorrowers.UnionWith(terms.BorrowersOnKeyList.Value);
        draft.Securities.UnionWith(terms.Securities.Value);
        draft.Stacks.UnionWith(rule.StacksWith.Value.Select(s => s.Value));
        new[] { rule.Windows.Enrol, rule.Windows.Claim, rule.Windows.Correct, rule.Windows.Review, rule.Windows.ReturnRecovery }.Select(w => w.Value).ToArray().CopyTo(draft._days, 0);
        return draft;
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

    /// <summary>The rule before with what changed; a value that stays keeps its own source and mark.</summary>
    public SchemeRule On(SchemeRule before, Tier[] tiers)
    {
        var terms = before.Terms[0];
        var uplifts = new List<Uplift>();
        if (ListedPoints > 0) uplifts.Add(new Uplift([UpliftGround.KeyList, UpliftGround.IntellectualProperty], Share.Percent(ListedPoints)));
        if (ToolPoints > 0) uplifts.Add(new Uplift([UpliftGround.MonetaryTool], Share.Percent(ToolPoints)));
        terms = terms with
        {
            Tiers = terms.Tiers.Value.SequenceEqual(tiers) ? terms.Tiers : new(tiers, Source, Verified),
            Reading = Cite(terms.Reading, Reading),
            Uplifts = (Points(terms, UpliftGround.KeyList), Points(terms, UpliftGround.MonetaryTool)) == (ListedPoints, ToolPoints) ? terms.Uplifts : new([.. uplifts], Source, Verified),
            TotalCap = Cite(terms.TotalCap, Share.Percent(Cap)), LossBasis = Cite(terms.LossBasis, Basis), StopLine = Cite(terms.StopLine, Percent(StopLine)),
            Borrowers = Cite(terms.Borrowers, Borrowers), BorrowersOnKeyList = Cite(terms.BorrowersOnKeyList, ListedBorrowers), Securities = Cite(terms.Securities, Securities),
        };
        CoverTerms[] all = [terms, .. before.Terms[1..].Select(Guarantors)];
        all[^1] = all[^1] with { YearlySubCap = Cite(all[^1].YearlySubCap, Wan(SubCap)) };
        var w = before.Windows;
        return before with
        {
            Terms = all,
            YearlyBudget = Cite(before.YearlyBudget, Wan(Budget)), LoanCeiling = Cite(before.LoanCeiling, Wan(LoanCeiling)), EnterpriseCeiling = Cite(before.EnterpriseCeiling, Wan(EnterpriseCeiling)),
            BankYearCeiling = Cite(before.BankYearCeiling, Wan(BankYearCeiling)), RegionPrefix = Cite(before.RegionPrefix, Region),
            Windows = new Domain.Pools.Windows(Cite(w.Enrol, _days[0]), Cite(w.Claim, _days[1]), Cite(w.Correct, _days[2]), Cite(w.Review, _days[3]), Cite(w.ReturnRecovery, _days[4])),
            ThirdApprovalAbove = Cite(before.ThirdApprovalAbove, Money.Wan(ThirdAbove)), WhenExhausted = Cite(before.WhenExhausted, Exhausted), Recoveries = Cite(before.Recoveries, Sharing),
            StacksWith = Stacks.SetEquals(before.StacksWith.Value.Select(s => s.Value)) ? before.StacksWith : new([.. Stacks.Order(StringComparer.Ordinal).Select(s => new SchemeCode(s))], Source, Verified),
        };
    }

    /// <summary>The guarantors' side: who is covered is the same as on the banks' side.</summary>
    private CoverTerms Guarantors(CoverTerms terms)
    {
        Tier[] tiers = [new(null, Share.Percent(GuarantorShare))];
        return terms with
        {
            Tiers = terms.Tiers.Value.SequenceEqual(tiers) ? terms.Tiers : new(tiers, Source, Verified),
            TotalCap = Cite(terms.TotalCap, Share.Percent(GuarantorShare)), StopLine = Cite(terms.StopLine, Percent(GuarantorStopLine)),
            Borrowers = Cite(terms.Borrowers, Borrowers), BorrowersOnKeyList = Cite(terms.BorrowersOnKeyList, ListedBorrowers),
        };
    }

    private Cited<T[]> Cite<T>(Cited<T[]> before, HashSet<T> now) where T : struct, Enum => now.SetEquals(before.Value) ? before : new([.. now.Order()], Source, Verified);

    private static Share? Percent(decimal? percent) => percent is { } some ? Share.Percent(some) : null;

    private Cited<T> Cite<T>(Cited<T> before, T now) => EqualityComparer<T>.Default.Equals(before.Value, now) ? before : new(now, Source, Verified);

    private static Money? Wan(decimal? wan) => wan is { } some ? Money.Wan(some) : null;

    private static decimal Points(CoverTerms terms, UpliftGround ground) => terms.Uplifts.Value.Where(u => u.AnyOf.Contains(ground)).Sum(u => u.Points.InPercent);

    private static bool Number(string text, decimal most, out decimal number) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && number > 0 && number <= most;
}
