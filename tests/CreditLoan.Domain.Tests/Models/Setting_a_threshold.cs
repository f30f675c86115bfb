using CreditLoan.Domain.Access;
using CreditLoan.Domain.Models;
using CreditLoan.Domain.Values;
using static CreditLoan.Domain.Tests.Models.ModelExamples;
using static CreditLoan.Domain.Tests.Story;

namespace CreditLoan.Domain.Tests.Models;

public class Setting_a_threshold
{
    private static readonly Share Loss = Share.Percent(45);

    private static Answer<Threshold, ThresholdEvent> Set(Actor by, decimal max, Share loss, string reason = "近三年损失") =>
        Given(Threshold.Stream(new("LJ01"))).When(t => ThresholdDecisions.Set(t, by, Share.Percent(max), loss, reason, Today));

    [Fact]
    public void Is_the_approver_s_and_stands_for_the_approver_s_own_bank() =>
        Set(BankApprover, 8, Loss).Then(new ThresholdEvent.Set(new("LJ01"), Share.Percent(8), Loss, "近三年损失", BankApprover.Account, Today));

    [Fact]
    public void Is_refused_to_others_outside_its_limits_and_without_a_reason()
    {
        Set(Officer, 8, Loss).Refuses(ThresholdRefusals.NotApprover);
        Set(BankApprover, 0, Loss).Refuses(ThresholdRefusals.RateOutside(new(10), new(5_000)));
        Set(BankApprover, 51, Loss).Refuses(ThresholdRefusals.RateOutside(new(10), new(5_000)));
        Set(BankApprover, 8, Share.None).Refuses(ThresholdRefusals.LossOutside);
        Set(BankApprover, 8, Loss, " ").Refuses(ThresholdRefusals.ReasonMissing);
    }
}
