using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Demands;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Matching;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Tests.Consents;
using CreditLoan.Domain.Tests.Products;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Tests.Matching;

public class Matching_products
{
    private static readonly DateOnly Today = ProductExamples.Today;
    private static readonly Need Need = new(Money.Wan(200), 12, LoanPurpose.Materials, [Security.Unsecured]);
    private static readonly Dictionary<string, Fact> Facts = new(StringComparer.Ordinal)
    {
        ["sales_12m"] = new Fact.Number(1_240),
        ["tax_months"] = new Fact.Number(30),
        ["specialised"] = new Fact.Flag(false),
    };

    private static ProductRow Shelf(string bank, ProductTerms terms) =>
        new(new(bank), "P1", ProductStage.OnShelf, terms.Name, terms, Today, null, terms.Until, 1);

    private static ProductTerms Open(int from, int to) => ProductExamples.Terms with { Rules = [], Price = new(LprTenor.OneYear, from, to) };

    private static MatchResult Run(params ProductRow[] shelf) => Matcher.Run(new MatchBook(shelf, [], ProductExamples.August), Need, Facts);

    [Fact]
    public void Says_in_one_line_why_one_fits() =>
        Assert.Equal("近 12 月开票额 1,240 万元，连续纳税 30 个月，达到要求", Run(Shelf("A", ProductExamples.Terms)).Fits[0].Reason);

    [Fact]
    public void Says_which_rule_failed_and_what_would_change_it()
    {
        var miss = Assert.Single(Run(Shelf("A", ProductExamples.Terms with { Rules = [new("sales_12m", Comparison.AtLeast, "2000"), new("specialised", Comparison.Yes)] })).Misses);
        Assert.Equal("近 12 月开票额 1,240 万元", miss.Failed.Own);
        Assert.Equal("达到 2,000 万元后可申请", miss.Failed.Remedy);
        Assert.Equal(1, miss.AlsoFailed);
    }

    [Theory]
    [InlineData(400, 12, Security.Unsecured, "金额改为 300 万元以内")]
    [InlineData(5, 12, Security.Unsecured, "金额提高到 10 万元")]
    [InlineData(200, 24, Security.Unsecured, "期限改为 12 个月以内")]
    [InlineData(200, 12, Security.Other, "增加一种可提供的担保方式")]
    public void Looks_at_amount_term_and_security_first(int wan, int months, Security security, string remedy)
    {
        var need = new Need(Money.Wan(wan), months, LoanPurpose.Materials, [security]);
        var result = Matcher.Run(new MatchBook([Shelf("A", Open(50, 50))], [], ProductExamples.August), need, Facts);
        Assert.Equal(remedy, Assert.Single(result.Misses).Failed.Remedy);
    }

    [Fact]
    public void Puts_the_cheaper_first_by_the_middle_of_its_range() =>
        Assert.Equal(["B", "A"], Run(Shelf("A", Open(0, 300)), Shelf("B", Open(60, 100))).Fits.Select(m => m.Product.Bank.Value));

    [Fact]
    public void Counts_fees_as_part_of_the_price()
    {
        var withFee = Open(50, 50) with { Fees = [new("担保费", FeeKind.YearlyShare, Share.Percent(1), Money.Zero)] };
        Assert.Equal(["B", "A"], Run(Shelf("A", withFee), Shelf("B", Open(80, 80))).Fits.Select(m => m.Product.Bank.Value));
    }

    [Fact]
    public void Prefers_the_bank_that_answers_faster_at_the_same_price()
    {
        BankRecord[] records = [new(new("A"), 40, 8, 12), new(new("B"), 40, 2, 5), new(new("C"), 4, 1, 1)];
        var fits = Matcher.Run(new MatchBook([Shelf("A", Open(50, 50)), Shelf("B", Open(50, 50)), Shelf("C", Open(50, 50))], records, ProductExamples.August), Need, Facts).Fits;
        Assert.Equal(["B", "A", "C"], fits.Select(m => m.Product.Bank.Value));
        Assert.Null(fits[2].Record);
        Assert.Equal(91, fits[0].Points);
    }

    [Fact]
    public void Gives_the_same_order_whatever_the_order_of_the_shelf()
    {
        var shelf = Enumerable.Range(0, 12).Select(i => Shelf($"B{i:00}", Open(i * 7 % 5 * 10, i * 11 % 7 * 20 + 100))).ToArray();
        Assert.Equal(Run(shelf).Fits.Select(m => m.Product.Id), Run([.. shelf.Reverse()]).Fits.Select(m => m.Product.Id));
    }

    [Fact]
    public void Names_the_banks_of_the_best_fits_once_each() =>
        Assert.Equal([new BankCode("B"), new BankCode("A")], Matcher.Banks(Run(Shelf("A", Open(60, 60)), Shelf("B", Open(10, 10)), Shelf("B", Open(90, 90)))));

    [Fact]
    public void Uses_tags_only_as_far_as_the_platforms_consent_goes()
    {
        var row = new EnterpriseRow(new("X"), "某厂", new("449902"), new("C3484"), "C", IndustryEdition.Gb2017, new(2014, 5, 20), Today, EnterpriseStage.Active, SizeClass.Small, 2025, 30, null, null);
        var platform = ConsentExamples.PlatformRow([DataClass.Invoices]);
        Assert.DoesNotContain("sales_12m", EnterpriseFacts.Of(row, Facts, null, Today).Keys);
        Assert.Contains("sales_12m", EnterpriseFacts.Of(row, Facts, platform, Today).Keys);
        Assert.DoesNotContain("tax_months", EnterpriseFacts.Of(row, Facts, platform, Today).Keys);
        Assert.DoesNotContain("sales_12m", EnterpriseFacts.Of(row, Facts, platform, platform.ExpiresOn.AddDays(1)).Keys);
        Assert.Equal(new Fact.Number(146), EnterpriseFacts.Of(row, Facts, null, Today)["age_months"]);
        Assert.Equal(new Fact.Choice("C34"), EnterpriseFacts.Of(row, Facts, null, Today)["division"]);
    }

    /// <summary>A rule on a field that no profile ever fills would refuse everybody.</summary>
    [Fact]
    public void Finds_every_tag_field_among_the_features_of_a_profile() => Assert.Empty(
        Fields.All.Where(f => f.Class is not (null or DataClass.Registration)).Select(f => f.Key).Except(CreditLoan.Domain.Profiles.Features.All.Select(f => f.Key)));
}
