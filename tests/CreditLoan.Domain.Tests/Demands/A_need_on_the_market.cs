using CreditLoan.Domain.Access;
using CreditLoan.Domain.Demands;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using static CreditLoan.Domain.Tests.Story;

namespace CreditLoan.Domain.Tests.Demands;

public class A_need_on_the_market
{
    private static readonly DateOnly Today = new(2026, 8, 19);
    internal static readonly EnterpriseCode Hengrui = new("914403001922038216");
    internal static readonly DemandId Id = new("7f3c");
    internal static readonly Need Need = new(Money.Wan(200), 12, LoanPurpose.Materials, [Security.Unsecured]);
    internal static readonly Outline Outline = new(new("449902"), "C", SizeClass.Small);
    private static readonly BankCode A = new("A"), B = new("B"), C = new("C"), D = new("D");
    internal static readonly DemandEvent.Posted Posted = new(Id, Hengrui, Need, Outline, [A, B, C, D], 2, Today, Today.AddDays(30));
    private static readonly Actor Agent = new("chen", Role.EnterpriseAgent, Hengrui.Value);

    private static Actor Officer(BankCode bank) => new("zhou", Role.BankOfficer, bank.Value);
    private static ProductId Product(BankCode bank) => new(bank, "P1");
    private static BankCode[] Seers(Demand demand) => [.. Assert.IsType<Demand.Open>(demand).Seers];

    [Fact]
    public void Is_posted_by_its_enterprise() =>
        Given(Demand.Stream(Id))
            .When(d => DemandDecisions.Post(d, Agent, Id, Hengrui, Need, Outline, [A, B, C, D], 2, Today.AddDays(30), Today)).Then(Posted);

    [Fact]
    public void Is_refused_from_a_viewer_and_for_somebody_else()
    {
        Decision<DemandEvent> Post(Demand d, Actor by) => DemandDecisions.Post(d, by, Id, Hengrui, Need, Outline, [], 5, Today.AddDays(30), Today);
        Given(Demand.Stream(Id)).When(d => Post(d, Agent with { Role = Role.EnterpriseViewer })).Refuses(DemandRefusals.NotAgent);
        Given(Demand.Stream(Id)).When(d => Post(d, Agent with { Tenant = "other" })).Refuses(DemandRefusals.NotYours);
        Given(Demand.Stream(Id)).When(d => Post(d, Officer(A))).Refuses(DemandRefusals.NotYours);
    }

    [Fact]
    public void Is_seen_by_as_many_banks_as_the_cap_says_the_best_first() =>
        Assert.Equal([A, B], Seers(Given(Demand.Stream(Id), Posted).State));

    [Fact]
    public void Is_seen_by_the_next_bank_when_one_passes() =>
        Assert.Equal([B, C], Seers(Given(Demand.Stream(Id), Posted).When(d => DemandDecisions.Pass(d, Officer(A), Today)).And().State));

    [Fact]
    public void Cannot_be_taken_by_a_bank_that_does_not_see_it() =>
        Given(Demand.Stream(Id), Posted).When(d => DemandDecisions.Take(d, Officer(C), Product(C), "", Today)).Refuses(DemandRefusals.NotShown);

    [Fact]
    public void Is_taken_with_the_banks_own_product_once()
    {
        Given(Demand.Stream(Id), Posted).When(d => DemandDecisions.Take(d, Officer(A), Product(B), "", Today)).Refuses(DemandRefusals.OtherBanksProduct);
        var taken = Given(Demand.Stream(Id), Posted).When(d => DemandDecisions.Take(d, Officer(A), Product(A), "三天内答复", Today));
        taken.Then(new DemandEvent.Taken(A, Product(A), "三天内答复", Today));
        taken.And().When(d => DemandDecisions.Take(d, Officer(A), Product(A), "", Today)).Refuses(DemandRefusals.AlreadyTaken);
    }

    [Fact]
    public void Goes_to_several_banks_but_to_each_once()
    {
        var applied = Given(Demand.Stream(Id), Posted)
            .When(d => DemandDecisions.Apply(d, Agent, Product(A), "SQ-2026-000001", Today)).And()
            .When(d => DemandDecisions.Apply(d, Agent, Product(D), "SQ-2026-000002", Today)).And();
        applied.When(d => DemandDecisions.Apply(d, Agent, Product(A), "SQ-2026-000003", Today)).Refuses(DemandRefusals.AlreadyApplied);
        applied.When(d => DemandDecisions.Change(d, Agent, Need, [])).Refuses(DemandRefusals.AppliedAlready);
    }

    [Fact]
    public void Returns_after_a_decline_without_the_bank_that_declined()
    {
        var returned = Given(Demand.Stream(Id), Posted)
            .When(d => DemandDecisions.Apply(d, Agent, Product(A), "SQ-2026-000001", Today)).And()
            .When(d => DemandDecisions.Return(d, Agent, A, Today)).And();
        Assert.Equal([B, C], Seers(returned.State));
        returned.When(d => DemandDecisions.Return(d, Agent, B, Today)).Refuses(DemandRefusals.NotApplied);
    }

    [Fact]
    public void Ends_when_it_is_withdrawn_or_its_last_day_is_past()
    {
        Given(Demand.Stream(Id), Posted).When(d => DemandDecisions.Expire(d, Posted.Until)).Refuses(DemandRefusals.NotDueYet);
        Given(Demand.Stream(Id), Posted).When(d => DemandDecisions.Expire(d, Posted.Until.AddDays(1))).Then(new DemandEvent.Expired(Posted.Until.AddDays(1)));
        Given(Demand.Stream(Id), Posted).When(d => DemandDecisions.Withdraw(d, Agent, "自筹解决", Today)).And()
            .When(d => DemandDecisions.Take(d, Officer(A), Product(A), "", Today)).Refuses(DemandRefusals.NotOpen);
    }

    [Fact]
    public void Shows_in_the_hall_nothing_that_names_anyone()
    {
        var hall = DemandHall.View.Fold(null, Posted)!;
        var text = System.Text.Json.JsonSerializer.Serialize(hall);
        Assert.DoesNotContain(Hengrui.Value, text, StringComparison.Ordinal);
        Assert.Equal([A, B], hall.Seers);
        Assert.Equal(
            ["Demand", "Amount", "Months", "Purpose", "Securities", "District", "Section", "Size", "Queue", "Cap", "Seers", "TakenBy", "PostedOn", "Until"],
            typeof(HallRow).GetConstructors()[0].GetParameters().Select(p => p.Name!));
    }

    [Fact]
    public void Agrees_in_the_hall_with_the_stream_about_who_sees_it()
    {
        DemandEvent[] facts = [Posted, new DemandEvent.Taken(B, Product(B), "", Today), new DemandEvent.Passed(A, Today), new DemandEvent.Applied(B, Product(B), "1", Today), new DemandEvent.Returned(B, Today)];
        for (var n = 1; n <= facts.Length; n++)
            Assert.Equal(Seers(Given(Demand.Stream(Id), facts[..n]).State), facts[..n].Aggregate((HallRow?)null, DemandHall.View.Fold)!.Seers);
        Assert.Null(DemandHall.View.Fold(facts.Aggregate((HallRow?)null, DemandHall.View.Fold), new DemandEvent.Expired(Today)));
    }
}
