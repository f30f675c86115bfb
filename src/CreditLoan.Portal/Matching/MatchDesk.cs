using CreditLoan.Domain.Access;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Demands;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Matching;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.Consents;
using CreditLoan.Ledger.Enterprises;
using CreditLoan.Ledger.Products;
using CreditLoan.Ledger.Profiles;

namespace CreditLoan.Portal.Matching;

/// <summary>What an enterprise's matching rests on, and what came of it.</summary>
/// <param name="Platform">The consent to the platform that holds; null where matching knew the registration alone.</param>
/// <param name="TagsAsOf">The day of the tags that were used; null where none were.</param>
/// <param name="DataDate">The day its data ends, where it lives in the past.</param>
public sealed record Matched(EnterpriseRow Enterprise, ConsentRow? Platform, DateOnly? TagsAsOf, DateOnly? DataDate, Lpr Lpr, MatchResult Result);

/// <summary>Brings together what matching looks at, for the enterprise that asks.</summary>
public sealed class MatchDesk(EnterpriseQueries enterprises, ProfileQueries profiles, ConsentQueries consents, ProductQueries products, Banks banks)
{
    /// <summary>Null where the enterprise is not registered, or no LPR is on record.</summary>
    public async Task<Matched?> For(Viewer viewer, Need need, DateOnly today)
    {
        var code = new EnterpriseCode(viewer.Tenant);
        await banks.All();
        if (await enterprises.Find(viewer, code) is not { } enterprise || await products.Lpr(viewer, today) is not { } lpr) return null;
        var platform = await consents.Platform(viewer, code) is { } given && given.IsLive(today) ? given : null;
        var profile = platform is null ? null : await profiles.Newest(viewer, code);
        var tags = profile is null ? new Dictionary<string, Fact>() : EnterpriseFacts.OfProfile(profile.Features);
        var facts = EnterpriseFacts.Of(enterprise, tags, platform, today, profile?.DataDate);
        if (profile is not null && await profiles.Score(viewer, code, profile.AsOf, today) is { } score)
            facts = new Dictionary<string, Fact>(facts, StringComparer.Ordinal) { [Fields.ScoreBand.Key] = new Fact.Choice(score.Band.ToString()) };
        var result = Matcher.Run(Book(await products.Shelf(viewer, today), await products.Answers(viewer, today), lpr), need, facts);
        return new Matched(enterprise, platform, profile?.AsOf, profile?.DataDate, lpr, result);
    }

    /// <summary>Compiled once for a shelf, its answers and its LPR; the next to ask finds it ready.</summary>
    private MatchBook Book(IReadOnlyList<ProductRow> shelf, IReadOnlyList<BankRecord> answers, Lpr lpr)
    {
        var key = string.Join('|', shelf.Select(p => $"{p.Id} {p.Revision}").Concat(answers.Select(a => a.ToString())).Append(lpr.ToString()));
        if (_kept is not { } kept || kept.Key != key) _kept = kept = new Kept(key, new MatchBook(shelf, answers, lpr));
        return kept.Book;
    }

    private sealed record Kept(string Key, MatchBook Book);

    private volatile Kept? _kept;
}
