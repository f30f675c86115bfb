using CreditLoan.Domain.Access;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using static CreditLoan.Domain.CreditLines.CreditLineDecisions;
using static CreditLoan.Domain.Tests.CreditLines.CreditLineExamples;
using static CreditLoan.Domain.Tests.Story;
using Line = CreditLoan.Domain.CreditLines.CreditLineEvent;

namespace CreditLoan.Domain.Tests.CreditLines;

public class An_application
{
    [Fact]
    public void Is_due_to_be_taken_up_within_two_working_days() =>
        Given(Lines).When(l => Request(l, Asked, Firm, Agent, Monday, China))
            .Then(new Line.Requested(Asked, Firm, Monday, new Deadline(new(2026, 3, 4), false)));

    [Fact]
    public void Is_made_by_the_enterprise_itself()
    {
        Given(Lines).When(l => Request(l, Asked, Firm, Officer, Monday, China)).Refuses(CreditLineRefusals.NotYours);
        Given(Lines).When(l => Request(l, Asked, Firm, Agent with { Role = Role.EnterpriseViewer }, Monday, China)).Refuses(CreditLineRefusals.NotAgent);
    }

    [Fact]
    public void Needs_an_amount_a_term_and_a_purpose()
    {
        Given(Lines).When(l => Request(l, Asked with { Amount = Money.Zero }, Firm, Agent, Monday, China)).Refuses(CreditLineRefusals.AmountMissing);
        Given(Lines).When(l => Request(l, Asked with { TermMonths = 121 }, Firm, Agent, Monday, China)).Refuses(CreditLineRefusals.TermOutOfRange);
        Given(Lines).When(l => Request(l, Asked with { Purpose = (LoanPurpose)99 }, Firm, Agent, Monday, China)).Refuses(CreditLineRefusals.PurposeMissing);
    }

    [Fact]
    public void Is_answered_within_ten_working_days_of_being_taken_up() =>
        Given(Lines, Requested).When(l => TakeUp(l, Officer, Tuesday, China))
            .Then(new Line.TakenUp("officer", Tuesday, new Deadline(new(2026, 3, 6), false), new Deadline(new(2026, 3, 17), false)));

    [Fact]
    public void Is_not_touched_by_another_bank()
    {
        Given(Lines, Requested).When(l => TakeUp(l, OtherBank, Tuesday, China)).Refuses(CreditLineRefusals.NotYours);
        Given(Lines, Requested, TakenUp).When(l => Grant(l, Terms, OtherBank, Wednesday, China)).Refuses(CreditLineRefusals.NotYours);
        Given(Lines, Requested).When(l => Decline(l, DeclineReason.TooYoung, "", OtherBank, Tuesday)).Refuses(CreditLineRefusals.NotYours);
    }

    [Fact]
    public void Stops_the_banks_clock_while_papers_are_missing() =>
        Given(Lines, Requested, TakenUp, new Line.MoreAsked("近 6 个月流水", Wednesday))
            .When(l => Supply(l, "已上传", Agent, new(2026, 3, 9), China))
            // three working days passed: the answer is due on 20 March instead of the 17th
            .Then(new Line.Supplied("已上传", new(2026, 3, 9), new Deadline(new(2026, 3, 20), false)));

    [Fact]
    public void Is_not_decided_while_papers_are_missing() =>
        Given(Lines, Requested, TakenUp, new Line.MoreAsked("近 6 个月流水", Wednesday))
            .When(l => Grant(l, Terms, Approver, Wednesday, China)).Refuses(CreditLineRefusals.WaitsForEnterprise);

    [Fact]
    public void Is_granted_by_an_approver_and_held_for_ten_working_days()
    {
        Given(Lines, Requested, TakenUp).When(l => Grant(l, Terms, Officer, Wednesday, China)).Refuses(CreditLineRefusals.NotApprover);
        Given(Lines, Requested, TakenUp).When(l => Grant(l, Terms, Approver, Wednesday, China))
            .Then(new Line.Granted(Terms, Wednesday, new Deadline(new(2026, 3, 18), false)));
    }

    [Fact]
    public void Is_granted_on_terms_that_can_be()
    {
        var given = Given(Lines, Requested, TakenUp);
        given.When(l => Grant(l, Terms with { Limit = Money.Zero }, Approver, Wednesday, China)).Refuses(CreditLineRefusals.LimitOutOfRange);
        given.When(l => Grant(l, Terms with { Rate = Rate.Percent(24.01m) }, Approver, Wednesday, China)).Refuses(CreditLineRefusals.RateOutOfRange);
        given.When(l => Grant(l, Terms with { Until = Wednesday }, Approver, Wednesday, China)).Refuses(CreditLineRefusals.UntilPast(Wednesday));
    }

    [Fact]
    public void Is_declined_for_a_reason_from_the_list_and_other_needs_words()
    {
        var given = Given(Lines, Requested, TakenUp);
        given.When(l => Decline(l, (DeclineReason)7000, "", Approver, Wednesday)).Refuses(CreditLineRefusals.ReasonMissing);
        given.When(l => Decline(l, DeclineReason.Other, " ", Approver, Wednesday)).Refuses(CreditLineRefusals.OtherNeedsWords);
        given.When(l => Decline(l, DeclineReason.TurnoverTooLow, "", Approver, Wednesday))
            .Then(new Line.Declined(DeclineReason.TurnoverTooLow, "", Wednesday));
    }

    [Fact]
    public void May_be_taken_back_until_it_is_signed()
    {
        Given(Lines, Requested, TakenUp, Contacted, Granted).When(l => Withdraw(l, "利率偏高", Agent, Wednesday)).Then(new Line.Withdrawn("利率偏高", Wednesday));
        Given(Lines, Opened()).When(l => Withdraw(l, "", Agent, Wednesday)).Refuses(CreditLineRefusals.CannotWithdraw);
    }

    [Fact]
    public void Is_signed_by_the_legal_representative_in_time()
    {
        var given = Given(Lines, Requested, TakenUp, Contacted, Granted);
        given.When(l => Sign(l, Agent, Wednesday)).Refuses(CreditLineRefusals.NotSigner);
        given.When(l => Sign(l, Legal, new(2026, 3, 19))).Refuses(CreditLineRefusals.OfferOver(new(2026, 3, 18)));
        given.When(l => Sign(l, Legal, new(2026, 3, 18))).Then(new Line.Signed("legal", new(2026, 3, 18)));
    }

    [Fact]
    public void Lapses_when_nobody_signs()
    {
        var given = Given(Lines, Requested, TakenUp, Contacted, Granted);
        given.When(l => Expire(l, new(2026, 3, 18))).Refuses(CreditLineRefusals.NotDueYet);
        given.When(l => Expire(l, new(2026, 3, 19))).Then(new Line.Lapsed(new(2026, 3, 19)));
    }

    [Fact]
    public void Is_over_once_it_is_answered() =>
        Given(Lines, Requested, TakenUp, new Line.Declined(DeclineReason.TooMuchDebt, "", Wednesday))
            .When(l => Grant(l, Terms, Approver, Wednesday, China)).Refuses(CreditLineRefusals.Decided);

    [Fact]
    public void Is_listed_by_the_deadline_that_runs_now()
    {
        var due = new List<DateOnly?>();
        CreditLineRow? row = null;
        foreach (var happened in new[] { Requested, TakenUp, Contacted, new Line.MoreAsked("近 6 个月流水", Wednesday), new Line.Supplied("已上传", new(2026, 3, 9), new(new(2026, 3, 20), false)), Granted, Signed })
            due.Add((row = CreditLineBook.View.Fold(row, happened))!.DueOn);
        Assert.Equal([new(2026, 3, 4), new(2026, 3, 6), new(2026, 3, 17), null, new(2026, 3, 20), new DateOnly(2026, 3, 18), null], due);
        Assert.Equal((CreditLineStage.Open, Money.Wan(40)), (row!.Stage, row.Available));
    }
}
