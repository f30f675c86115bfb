using CreditLoan.Domain.Access;
using CreditLoan.Domain.Models;
using CreditLoan.Domain.Values;
using static CreditLoan.Domain.Tests.Models.ModelExamples;
using static CreditLoan.Domain.Tests.Story;

namespace CreditLoan.Domain.Tests.Models;

public class A_modelling_project
{
    private static readonly EventStream<ModelProject, ModelProjectEvent> Project = ModelProject.Stream(Id);

    [Fact]
    public void Goes_from_a_proposal_to_a_model_in_force()
    {
        Given(Project)
            .When(p => ModelProjectDecisions.Propose(p, Officer, Proposal, Today)).And()
            .When(p => ModelProjectDecisions.CheckFile(p, Operator, Check, Today)).And()
            .When(p => ModelProjectDecisions.Record(p, Operator, Run, Today)).And()
            .When(p => ModelProjectDecisions.Describe(p, Officer, Card, Today)).And()
            .When(p => ModelProjectDecisions.Approve(p, BankApprover, Today.AddDays(7), Today)).And()
            .When(p => ModelProjectDecisions.Approve(p, Leader, Today.AddDays(7), Today))
            .Then(InForce[^2], InForce[^1]);
    }

    [Fact]
    public void Is_proposed_by_its_bank_in_full()
    {
        void Refuses(Actor by, ModelProposal proposal, Refusal why) =>
            Given(Project).When(p => ModelProjectDecisions.Propose(p, by, proposal, Today)).Refuses(why);

        Refuses(Leader, Proposal, ModelProjectRefusals.NotOfficer);
        Refuses(Officer with { Tenant = "NP02" }, Proposal, ModelProjectRefusals.OtherBank);
        Refuses(Officer, Proposal with { Proposer = "someone" }, ModelProjectRefusals.OtherBank);
        Refuses(Officer, Proposal with { Purpose = " " }, ModelProjectRefusals.Incomplete);
        Refuses(Officer, Proposal with { Target = Proposal.Target with { Definition = "" } }, ModelProjectRefusals.Incomplete);
        Refuses(Officer, Proposal with { Features = [] }, ModelProjectRefusals.FeaturesMissing);
        Refuses(Officer, Proposal with { Classes = [DataClass.Tax] }, ModelProjectRefusals.ClassMissing("近 12 月开票额"));
        Given(Project, Described).When(p => ModelProjectDecisions.Propose(p, Officer, Proposal, Today)).Refuses(ModelProjectRefusals.NumberUsed);
    }

    [Fact]
    public void Knows_no_feature_that_the_platform_does_not_compute_such_as_a_rating() =>
        Given(Project).When(p => ModelProjectDecisions.Propose(p, Officer, Proposal with { Features = ["sales_12m", "信誉评级"] }, Today))
            .Refuses(ModelProjectRefusals.UnknownFeature("信誉评级"));

    [Theory]
    [InlineData("2026-06-30", "2026-06-30")]
    [InlineData("2025-06-30", "2026-08-20")]
    public void Foresees_an_outcome_that_lies_after_its_features_and_has_happened(string asOf, string until) =>
        Given(Project).When(p => ModelProjectDecisions.Propose(p, Officer, Proposal with
        {
            Target = Proposal.Target with { AsOf = DateOnly.Parse(asOf), Until = DateOnly.Parse(until) },
        }, Today)).Refuses(ModelProjectRefusals.PeriodWrong);

    [Fact]
    public void Says_how_many_enterprises_were_left_out_and_needs_enough_of_the_rest()
    {
        var proposed = Given(Project, Described[..1]);

        proposed.When(p => ModelProjectDecisions.CheckFile(p, Officer, Check, Today)).Refuses(ModelProjectRefusals.NotOperator);
        proposed.When(p => ModelProjectDecisions.CheckFile(p, Operator, Check with { WithoutConsent = 14 }, Today)).Refuses(ModelProjectRefusals.CountsDiffer);
        var few = Check with { Bad = 9 };
        proposed.When(p => ModelProjectDecisions.CheckFile(p, Operator, few, Today)).Refuses(ModelProjectRefusals.TooFew(few));
        Assert.Equal(20, Check.LeftOut);
    }

    [Fact]
    public void Is_run_on_the_checked_sample_and_gives_the_same_result_again()
    {
        var ran = Given(Project, Described[..3]);
        var again = Run with { Number = 2 };

        ran.When(p => ModelProjectDecisions.Record(p, Operator, again, Today)).Then(new ModelProjectEvent.Ran(again, Today));
        ran.When(p => ModelProjectDecisions.Record(p, Operator, again with { Result = "other" }, Today)).Refuses(ModelProjectRefusals.NotReproduced);
        ran.When(p => ModelProjectDecisions.Record(p, Operator, again with { Result = "other", Seed = 8 }, Today)).Then(new ModelProjectEvent.Ran(again with { Result = "other", Seed = 8 }, Today));
        ran.When(p => ModelProjectDecisions.Record(p, Operator, Run, Today)).Refuses(ModelProjectRefusals.RunNumberWrong);
        ran.When(p => ModelProjectDecisions.Record(p, Operator, again with { Scorecard = Run.Scorecard with { Rows = 299 } }, Today)).Refuses(ModelProjectRefusals.OtherSample);
    }

    [Fact]
    public void Is_approved_by_two_persons_of_different_institutions_and_not_by_its_proposer()
    {
        var described = Given(Project, Described);
        var once = Given(Project, [.. Described, InForce[4]]);

        described.When(p => ModelProjectDecisions.Approve(p, Officer, Today, Today)).Refuses(ModelProjectRefusals.NotApprover);
        described.When(p => ModelProjectDecisions.Approve(p, BankApprover with { Tenant = "NP02" }, Today, Today)).Refuses(ModelProjectRefusals.NotApprover);
        described.When(p => ModelProjectDecisions.Approve(p, BankApprover with { Account = Officer.Account }, Today, Today)).Refuses(ModelProjectRefusals.OwnProposal);
        described.When(p => ModelProjectDecisions.Approve(p, Leader, Today.AddDays(-1), Today)).Refuses(ModelProjectRefusals.FromPast(Today));
        once.When(p => ModelProjectDecisions.Approve(p, BankApprover, Today, Today)).Refuses(ModelProjectRefusals.SameInstitution);
        once.When(p => ModelProjectDecisions.Approve(p, BankApprover with { Account = "zhou" }, Today, Today)).Refuses(ModelProjectRefusals.SameInstitution);
    }

    [Fact]
    public void Sent_back_is_run_and_described_anew()
    {
        Given(Project, Described)
            .When(p => ModelProjectDecisions.SendBack(p, Leader, "行业分布与本市不符", Today)).And()
            .When(p => ModelProjectDecisions.Record(p, Operator, Run with { Number = 2, Seed = 8 }, Today)).And()
            .When(p => ModelProjectDecisions.Approve(p, Leader, Today, Today)).Refuses(ModelProjectRefusals.NotAwaitingApproval);
        Given(Project, Described).When(p => ModelProjectDecisions.SendBack(p, Leader, " ", Today)).Refuses(ModelProjectRefusals.ReasonMissing);
    }

    [Fact]
    public void Is_taken_out_of_use_by_one_approver_with_a_reason()
    {
        var inForce = Given(Project, InForce);

        inForce.When(p => ModelProjectDecisions.Withdraw(p, Leader, "群体稳定性告警", Today)).Then(new ModelProjectEvent.Withdrawn(Id, "liang", "群体稳定性告警", Today));
        inForce.When(p => ModelProjectDecisions.Withdraw(p, Leader, "", Today)).Refuses(ModelProjectRefusals.ReasonMissing);
        inForce.When(p => ModelProjectDecisions.Withdraw(p, Officer, "不再使用", Today)).Refuses(ModelProjectRefusals.NotApprover);
        Given(Project, Described).When(p => ModelProjectDecisions.Withdraw(p, Leader, "不再使用", Today)).Refuses(ModelProjectRefusals.NotInForce);
    }

    [Fact]
    public void Stands_in_the_book_at_its_stage()
    {
        ModelProjectRow? Row(params ModelProjectEvent[] facts) => facts.Aggregate((ModelProjectRow?)null, (row, fact) => ModelProjectBook.View.Fold(row, fact));

        Assert.Equal([ModelStage.Proposed, ModelStage.Checked, ModelStage.Ran, ModelStage.Described], Enumerable.Range(1, 4).Select(n => Row(Described[..n])!.Stage));
        var row = Row(InForce)!;
        Assert.Equal((ModelStage.InForce, Today.AddDays(7)), (row.Stage, row.InForceFrom));
        Assert.Equal(("he", "liang"), (row.FirstApproval!.By, row.SecondApproval!.By));
        Assert.Null(Row([.. Described, new ModelProjectEvent.SentBack("liang", "理由", Today)])!.Card);
    }
}
