using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Products;
using CreditLoan.Ledger.Tests.Demands;
using static CreditLoan.Ledger.Tests.Demands.LendingWorld;

namespace CreditLoan.Ledger.Tests.Products;

public sealed class Products_kept(LendingWorld world) : IClassFixture<LendingWorld>
{
    private static readonly Actor Keeper = new("gu", Role.BankAdministrator, "SHELF");
    private static readonly ProductId Id = new(new("SHELF"), "XYLS");
    private static readonly ProductTerms Terms = new(
        "信易流水贷", "给开票稳定的小微企业。", new(LprTenor.OneYear, 65, 200), [new("担保费", FeeKind.YearlyShare, Share.Percent(0.5m), Money.Zero)],
        Money.Wan(10), Money.Wan(300), 3, 12, [RepaymentMethod.InterestFirst, RepaymentMethod.EqualInstalments], [Security.Unsecured], [LoanPurpose.Materials],
        [new("sales_12m", Comparison.AtLeast, "500"), new("section", Comparison.OneOf, "C", "F")], Today.AddMonths(6));
    private readonly ProductQueries _queries = new(world.Db.Reader);

    [Fact]
    public async Task Are_their_banks_own_until_published_and_again_after()
    {
        Task<Outcome> Do(Func<Product, Decision<ProductEvent>> act) => world.Store.Change(Command(Keeper), Product.Stream(Id), act);

        await Do(p => ProductDecisions.Draft(p, Keeper, Id, Terms, Today));
        Assert.Null(await _queries.Find(Viewer.Anyone, Id));
        Assert.Equal(ProductStage.Draft, (await _queries.Find(Keeper.AsViewer, Id))!.Stage);

        await Do(p => ProductDecisions.Publish(p, Keeper, Id, Today));
        var shown = (await _queries.Find(Viewer.Anyone, Id))!;
        Assert.Equal(Terms.Rules.Select(r => r.Sentence()), shown.Terms.Rules.Select(r => r.Sentence()));
        Assert.Equal(Terms.Fees, shown.Terms.Fees);
        Assert.Contains(await _queries.Shelf(Viewer.Anyone, Today), p => p.Id == Id);
        Assert.DoesNotContain(await _queries.Shelf(Viewer.Anyone, Terms.Until.AddDays(1)), p => p.Id == Id);

        await Do(p => ProductDecisions.Withdraw(p, Keeper, Id, "额度用完", Today));
        Assert.Null(await _queries.Find(Signer.AsViewer, Id));
    }

    [Fact]
    public async Task Rest_on_the_newest_rate_of_the_day()
    {
        var by = Actor.Job("seed");
        async Task Publish(DateOnly day, decimal percent) => Assert.IsType<Outcome.Done>(await world.Store.Change(Command(by), LprSeries.Stream,
            s => LprDecisions.Publish(s, by, new(day, Rate.Percent(percent), Rate.Percent(percent + 0.5m), "演示"))));
        await Publish(new(2026, 7, 20), 3.10m);
        await Publish(new(2026, 8, 20), 3.00m);
        Assert.Null(await _queries.Lpr(Viewer.Anyone, new(2026, 7, 19)));
        Assert.Equal(Rate.Percent(3.10m), (await _queries.Lpr(Viewer.Anyone, new(2026, 8, 19)))!.OneYear);
        Assert.Equal(Rate.Percent(3.50m), (await _queries.Lpr(Viewer.Anyone, new(2026, 8, 20)))!.FiveYears);
    }
}
