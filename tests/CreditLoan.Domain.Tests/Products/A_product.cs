using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using static CreditLoan.Domain.Tests.Products.ProductExamples;
using static CreditLoan.Domain.Tests.Story;

namespace CreditLoan.Domain.Tests.Products;

public class A_product
{
    private static readonly ProductEvent[] Published = [new ProductEvent.Drafted(Flow, Terms, "gu"), new ProductEvent.Published(Today, "gu")];

    [Fact]
    public void Is_written_down_published_changed_and_withdrawn_by_its_bank()
    {
        var cheaper = Terms with { Price = new(LprTenor.OneYear, 45, 200) };
        Given(Product.Stream(Flow))
            .When(p => ProductDecisions.Draft(p, Keeper, Flow, Terms, Today)).And()
            .When(p => ProductDecisions.Publish(p, Keeper, Flow, Today)).And()
            .When(p => ProductDecisions.Change(p, Keeper, Flow, cheaper, Today)).And()
            .When(p => ProductDecisions.Withdraw(p, Keeper, Flow, "年度额度用完", Today))
            .Then(new ProductEvent.Withdrawn("年度额度用完", Today, "gu"));
    }

    [Fact]
    public void Is_refused_to_another_bank_and_to_an_officer()
    {
        Given(Product.Stream(Flow)).When(p => ProductDecisions.Draft(p, Keeper with { Tenant = "NP02" }, Flow, Terms, Today))
            .Refuses(ProductRefusals.OtherBank(new("LJ01")));
        Given(Product.Stream(Flow)).When(p => ProductDecisions.Draft(p, Keeper with { Role = Access.Role.BankOfficer }, Flow, Terms, Today))
            .Refuses(ProductRefusals.NotYours);
    }

    [Fact]
    public void Is_not_written_down_with_terms_that_make_no_sense()
    {
        void Refuses(ProductTerms terms, Refusal why) =>
            Given(Product.Stream(Flow)).When(p => ProductDecisions.Draft(p, Keeper, Flow, terms, Today)).Refuses(why);

        Refuses(Terms with { Name = " " }, ProductRefusals.NameMissing);
        Refuses(Terms with { MinAmount = Money.Wan(301) }, ProductRefusals.AmountsWrong);
        Refuses(Terms with { MinMonths = 13 }, ProductRefusals.MonthsWrong);
        Refuses(Terms with { Price = new(LprTenor.OneYear, 201, 200) }, ProductRefusals.PriceWrong);
        Refuses(Terms with { Methods = [] }, ProductRefusals.MethodsMissing);
        Refuses(Terms with { Securities = [] }, ProductRefusals.SecuritiesMissing);
        Refuses(Terms with { Fees = [new("", FeeKind.OnceShare, Share.Percent(1), Money.Zero)] }, ProductRefusals.FeeWrong);
        Refuses(Terms with { Rules = [new("weather", Comparison.Yes)] }, ProductRefusals.RuleWrong(1, "没有字段“weather”。"));
        Refuses(Terms with { Until = Today }, ProductRefusals.UntilPast(Today));
        Refuses(Terms with { Until = Today.AddYears(1).AddDays(1) }, ProductRefusals.UntilTooFar(Today.AddYears(1)));
    }

    [Fact]
    public void Leaves_the_shelf_the_day_after_its_last_one()
    {
        Given(Product.Stream(Flow), Published).When(p => ProductDecisions.Expire(p, Terms.Until)).Refuses(ProductRefusals.NotDueYet);
        var next = Terms.Until.AddDays(1);
        Given(Product.Stream(Flow), Published).When(p => ProductDecisions.Expire(p, next)).Then(new ProductEvent.Expired(next));
    }

    [Fact]
    public void Is_not_published_again_before_its_last_day_is_moved() =>
        Given(Product.Stream(Flow), [.. Published, new ProductEvent.Expired(new(2027, 7, 1))])
            .When(p => ProductDecisions.Publish(p, Keeper, Flow, new(2027, 7, 2))).Refuses(ProductRefusals.UntilPast(new(2027, 7, 2)));

    [Fact]
    public void Shows_as_idle_after_ninety_days_without_a_loan()
    {
        Assert.False(Product.IsIdle(Today, null, Today.AddDays(90)));
        Assert.True(Product.IsIdle(Today, null, Today.AddDays(91)));
        Assert.False(Product.IsIdle(Today, Today.AddDays(30), Today.AddDays(91)));
        Assert.True(Product.IsIdle(Today, Today.AddDays(-30), Today.AddDays(91)));
    }

    [Fact]
    public void Costs_the_LPR_and_its_points()
    {
        Assert.Equal(Rate.Percent(3.65m), Terms.LowestRate(August));
        Assert.Equal(Rate.Percent(5.50m), (Terms with { Price = new(LprTenor.FiveYears, 0, 200) }).HighestRate(August));
    }

    [Fact]
    public void Keeps_its_row_on_the_shelf_in_step()
    {
        var row = Published.Append(new ProductEvent.Changed(Terms with { Name = "流水贷" }, Today, "gu")).Aggregate((ProductRow?)null, ProductBook.View.Fold)!;
        Assert.Equal((ProductStage.OnShelf, "流水贷", 2, Today), (row.Stage, row.Name, row.Revision, row.PublishedOn!.Value));
    }
}
