using CreditLoan.Domain.Access;
using CreditLoan.Domain.Profiles;
using CreditLoan.Domain.Values;
using static CreditLoan.Domain.Tests.Story;

namespace CreditLoan.Domain.Tests.Profiles;

public class Appealing
{
    private static readonly DateOnly Today = new(2026, 8, 19);
    internal static readonly AppealId Id = new("YY20260819-1");
    private static readonly Actor Signer = new("chen", Role.LegalRepresentative, "91990000DM0000017X");
    private static readonly Actor Operator = new("shu", Role.DataOperator, "");
    private static readonly EventStream<Appeal, AppealEvent> Stream = Appeal.Stream(Id);
    internal static readonly AppealEvent Filed = new AppealEvent.Filed(Id, new EnterpriseCode(Signer.Tenant), AppealKind.Fact, "penalties", "处罚已修复", Today, new(2026, 8, 28));

    private static Answer<Appeal, AppealEvent> File(Actor by, AppealKind kind = AppealKind.Fact, string about = "penalties", string reason = "处罚已修复") =>
        Given(Stream).When(a => AppealDecisions.File(a, by, Id, kind, about, reason, PublishedCalendar.China, Today));

    [Fact]
    public void Against_a_fact_promises_an_answer_within_seven_working_days() => File(Signer).Then(Filed);

    [Fact]
    public void Against_a_score_needs_no_tag() =>
        File(Signer, AppealKind.Score, "ignored", "请人复核").Then(new AppealEvent.Filed(Id, new EnterpriseCode(Signer.Tenant), AppealKind.Score, "", "请人复核", Today, new(2026, 8, 28)));

    [Fact]
    public void Is_for_those_who_act_for_the_enterprise_with_a_reason_about_facts()
    {
        File(Signer with { Role = Role.EnterpriseViewer }).Refuses(AppealRefusals.NotAgent);
        File(Operator).Refuses(AppealRefusals.NotAgent);
        File(Signer, reason: " ").Refuses(AppealRefusals.ReasonMissing);
        File(Signer, about: "sales_growth").Refuses(AppealRefusals.NoFacts);
    }

    [Fact]
    public void Is_answered_once_by_a_person_of_the_platform_in_words()
    {
        var open = Given(Stream, Filed);
        open.When(a => AppealDecisions.Answer(a, Signer, true, "属实", Today)).Refuses(AppealRefusals.NotOperator);
        open.When(a => AppealDecisions.Answer(a, Operator, true, "", Today)).Refuses(AppealRefusals.WordsMissing);
        open.When(a => AppealDecisions.Answer(a, Operator, true, "属实", Today)).And()
            .When(a => AppealDecisions.Answer(a, Operator, false, "再次", Today)).Refuses(AppealRefusals.NotOpen);
    }

    [Fact]
    public void May_be_taken_back_by_its_enterprise_alone()
    {
        var open = Given(Stream, Filed);
        open.When(a => AppealDecisions.Withdraw(a, Signer with { Tenant = "91990000DM0000025P" }, Today)).Refuses(AppealRefusals.NotAgent);
        open.When(a => AppealDecisions.Withdraw(a, Signer, Today)).Then(new AppealEvent.Withdrawn(Today));
    }

    [Fact]
    public void Stands_in_the_book_with_its_answer()
    {
        var row = AppealBook.View.Fold(AppealBook.View.Fold(null, Filed), new AppealEvent.Answered("shu", false, "记录有效", Today.AddDays(2)))!;
        Assert.Equal((AppealStage.Dismissed, "记录有效", Today.AddDays(2)), (row.Stage, row.Words, row.EndedOn!.Value));
    }
}
