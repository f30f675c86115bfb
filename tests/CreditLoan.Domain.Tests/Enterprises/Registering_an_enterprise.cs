using CreditLoan.Domain.Access;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Values;
using static CreditLoan.Domain.Tests.Story;

namespace CreditLoan.Domain.Tests.Enterprises;

public class Registering_an_enterprise
{
    private const string Code = "914403001922038216";
    private const string OddCode = "914403001922038217";
    private static readonly DateOnly Today = new(2026, 8, 19);
    internal static readonly Registration Hengrui = new(new(Code), "澜江恒锐精密机械有限公司", new("449902"), new("C3484"), IndustryEdition.Gb2017, new(2014, 5, 6));
    private static readonly Actor Agent = new("chen", Role.EnterpriseAgent, Code);
    private static readonly Actor Reviewer = new("lin", Role.DataOperator, "");

    [Fact]
    public void Puts_it_on_the_platform() =>
        Given(Enterprise.Stream(Hengrui.Code)).When(e => EnterpriseDecisions.Register(e, Agent, Hengrui, Today))
            .Then(new EnterpriseEvent.Registered(Hengrui, Today));

    [Fact]
    public void Is_refused_for_somebody_elses_enterprise() =>
        Given(Enterprise.Stream(Hengrui.Code)).When(e => EnterpriseDecisions.Register(e, Agent with { Tenant = OddCode }, Hengrui, Today))
            .Refuses(EnterpriseRefusals.NotYours);

    [Fact]
    public void Is_refused_twice() =>
        Given(Enterprise.Stream(Hengrui.Code), new EnterpriseEvent.Registered(Hengrui, Today))
            .When(e => EnterpriseDecisions.Register(e, Agent, Hengrui, Today)).Refuses(EnterpriseRefusals.AlreadyRegistered);

    [Fact]
    public void Asks_an_enterprise_for_district_industry_and_founding_day() =>
        Given(Enterprise.Stream(Hengrui.Code)).When(e => EnterpriseDecisions.Register(e, Agent, Hengrui with { District = null }, Today))
            .Refuses(EnterpriseRefusals.Incomplete);

    [Fact]
    public void Takes_public_data_that_does_not_say_the_industry()
    {
        var known = Hengrui with { District = null, Industry = null, FoundedOn = null };
        Given(Enterprise.Stream(Hengrui.Code)).When(e => EnterpriseDecisions.Register(e, Actor.Job("import"), known, Today))
            .Then(new EnterpriseEvent.Registered(known, Today));
    }

    [Fact]
    public void Refuses_a_district_that_no_city_has() =>
        Given(Enterprise.Stream(Hengrui.Code)).When(e => EnterpriseDecisions.Register(e, Agent, Hengrui with { District = new("440199") }, Today))
            .Refuses(EnterpriseRefusals.UnknownDistrict("440199"));

    [Fact]
    public void With_a_code_that_fails_the_check_waits_for_a_second_person()
    {
        var odd = Hengrui with { Code = new(OddCode) };
        var submitted = Given(Enterprise.Stream(odd.Code)).When(e => EnterpriseDecisions.Register(e, Agent with { Tenant = OddCode }, odd, Today));
        submitted.Then(new EnterpriseEvent.CodeQuestioned(odd, "chen"));
        submitted.And().When(e => EnterpriseDecisions.AcceptCode(e, Reviewer, "", Today)).Refuses(EnterpriseRefusals.ReasonMissing);
        submitted.And().When(e => EnterpriseDecisions.AcceptCode(e, Reviewer, "营业执照原件一致", Today))
            .Then(new EnterpriseEvent.CodeAccepted("营业执照原件一致", "lin"), new EnterpriseEvent.Registered(odd, Today));
        submitted.And().When(e => EnterpriseDecisions.RefuseCode(e, Reviewer, "执照上是 6")).And()
            .When(e => EnterpriseDecisions.Register(e, Agent with { Tenant = OddCode }, odd, Today)).Then(new EnterpriseEvent.CodeQuestioned(odd, "chen"));
    }

    [Fact]
    public void Is_not_reviewed_by_the_one_who_handed_it_in()
    {
        var odd = Hengrui with { Code = new(OddCode) };
        Given(Enterprise.Stream(odd.Code)).When(e => EnterpriseDecisions.Register(e, Reviewer, odd, Today)).And()
            .When(e => EnterpriseDecisions.AcceptCode(e, Reviewer, "看过", Today)).Refuses(EnterpriseRefusals.SamePerson);
    }

    [Fact]
    public void Then_another_industry_classifies_the_figures_again()
    {
        var figures = new Figures(2025, 60, Money.Wan(1_500), Money.Wan(900));
        var story = Given(Enterprise.Stream(Hengrui.Code), new EnterpriseEvent.Registered(Hengrui, Today))
            .When(e => EnterpriseDecisions.ReportFigures(e, Agent, figures, Today));
        story.Then(new EnterpriseEvent.FiguresReported(figures, SizeClass.Small, SizeStandards.Of2011.Source));
        var shop = Hengrui with { Industry = new("F5211") };
        story.And().When(e => EnterpriseDecisions.ChangeDetails(e, Agent, shop, Today)).Then(
            new EnterpriseEvent.DetailsChanged(shop), new EnterpriseEvent.FiguresReported(figures, SizeClass.Medium, SizeStandards.Of2011.Source));
    }

    [Fact]
    public void Does_not_take_figures_of_a_year_that_is_not_over() =>
        Given(Enterprise.Stream(Hengrui.Code), new EnterpriseEvent.Registered(Hengrui, Today))
            .When(e => EnterpriseDecisions.ReportFigures(e, Agent, new(2026, 1, null, null), Today)).Refuses(EnterpriseRefusals.YearNotOver(2026));

    [Fact]
    public void Shows_in_the_register_what_the_facts_say()
    {
        EnterpriseEvent[] facts =
        [
            new EnterpriseEvent.Registered(Hengrui, Today),
            new EnterpriseEvent.FiguresReported(new(2025, 60, Money.Wan(1_500), null), SizeClass.Small, "300号"),
            new EnterpriseEvent.StruckOff(Today, "注销"),
        ];
        var row = facts.Aggregate((EnterpriseRow?)null, EnterpriseBook.View.Fold)!;
        Assert.Equal(("C", SizeClass.Small, 60, EnterpriseStage.StruckOff), (row.Section, row.Size, row.Employees, row.Stage));
    }
}
