using CreditLoan.Domain.Access;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.CreditLines;
using CreditLoan.Portal.Components;
using CreditLoan.Portal.CreditLines;

namespace CreditLoan.Portal.Tests.CreditLines;

public class A_worklist
{
    private static readonly DateOnly Friday = new(2026, 3, 6);
    private static readonly DateOnly Sunday = new(2026, 3, 8);

    [Fact]
    public void Says_first_how_much_is_due_today_and_how_much_is_late()
    {
        Assert.Equal("没有在办的申请", CreditLineWords.Headline([]));
        Assert.Equal("在办 9 件，今天没有到期的", CreditLineWords.Headline([new(CreditLineStage.Requested, 9, 0, 0)]));
        Assert.Equal("今天到期 4 件，另有 1 件已超时", CreditLineWords.Headline([new(CreditLineStage.Requested, 9, 1, 1), new(CreditLineStage.UnderReview, 12, 0, 3)]));
    }

    [Fact]
    public void Calls_a_deadline_late_that_passed_over_the_weekend()
    {
        Assert.Equal(-1, CreditLineWords.Left(Case(CreditLineStage.Requested, due: Friday), Sunday));
        Assert.Equal(0, CreditLineWords.Left(Case(CreditLineStage.Requested, due: Friday), Friday));
        Assert.Null(CreditLineWords.Left(Case(CreditLineStage.AwaitingMore), Friday));
    }

    [Fact]
    public void Reads_its_filter_from_the_address_and_ignores_what_it_does_not_know()
    {
        var query = TableQuery.From("http://localhost/bank/cases?stage=UnderReview&due=Today&district=449901&q=德信&open=SQ-2026-000001", "due", false, 15);
        Assert.Equal(new WorklistFilter(CreditLineStage.UnderReview, DueFilter.Today, null, null, new DistrictCode("449901"), "德信"), CaseFilter.From(query));
        Assert.Equal(new WorklistFilter(), CaseFilter.From(TableQuery.From("http://localhost/bank/cases?stage=77&due=soon", "due", false, 15)));
        Assert.Equal(new CreditLineId("SQ-2026-000001"), CaseFilter.Opened("http://localhost/bank/cases?open=SQ-2026-000001"));
    }

    [Fact]
    public void Offers_each_stage_only_what_the_decisions_allow_and_the_grant_to_approvers_alone()
    {
        Assert.Equal(["受理"], CaseChoices.Of(CreditLineStage.Requested, approves: false));
        Assert.DoesNotContain("批准", CaseChoices.Of(CreditLineStage.UnderReview, approves: false));
        Assert.Equal("批准", CaseChoices.Of(CreditLineStage.UnderReview, approves: true)[0]);
        Assert.DoesNotContain("批准", CaseChoices.Of(CreditLineStage.AwaitingMore, approves: true));
        Assert.Empty(CaseChoices.Of(CreditLineStage.Offered, approves: true));
    }

    [Fact]
    public void Puts_a_contract_before_the_person_who_signs_and_papers_before_everyone_who_acts()
    {
        var offered = Case(CreditLineStage.Offered, due: Friday) with { GrantedLimit = Money.Wan(40) };
        Assert.Equal("签署合同", EnterpriseLineTodos.Waiting(offered, Role.LegalRepresentative, Friday)!.Verb);
        Assert.Null(EnterpriseLineTodos.Waiting(offered, Role.EnterpriseAgent, Friday));
        Assert.Equal("补充材料", EnterpriseLineTodos.Waiting(Case(CreditLineStage.AwaitingMore) with { Missing = "近 6 个月流水" }, Role.EnterpriseAgent, Friday)!.Verb);
        Assert.Null(EnterpriseLineTodos.Waiting(Case(CreditLineStage.Declined), Role.EnterpriseAgent, Friday));
    }

    [Fact]
    public void Says_that_an_open_line_is_past_its_last_day()
    {
        var open = Case(CreditLineStage.Open) with { Until = Friday, Available = Money.Wan(1) };
        Assert.True(CreditLineWords.CanDraw(open, Friday));
        Assert.False(CreditLineWords.CanDraw(open, Sunday));
        Assert.Equal("已过有效期", CreditLineWords.Standing(open, Sunday));
    }

    internal static CaseRow Case(CreditLineStage stage, DateOnly? due = null) => new(
        CreditLineId.Numbered(2026, 7402), new("B01"), "澜江银行", new("91440100MA0TEXT048"), "澜江德信精工机械有限公司", "P1", "信易流水贷",
        Money.Wan(260), 12, RepaymentMethod.InterestFirst, LoanPurpose.Materials, new("449901"), "C", SizeClass.Small,
        stage, "officer", due, false, new(2026, 3, 2), new(2026, 3, 4), null, null, null, null, null, null, null, null, null,
        null, null, null, null, null, null, null, null, false, 1);
}
