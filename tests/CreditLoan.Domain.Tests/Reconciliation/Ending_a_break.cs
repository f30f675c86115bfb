using CreditLoan.Domain.Access;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Values;
using static CreditLoan.Domain.Tests.Story;

namespace CreditLoan.Domain.Tests.Reconciliation;

public class Ending_a_break
{
    private static readonly DateOnly Day = new(2026, 8, 19);
    private static readonly WorkingCalendar Calendar = WorkingCalendar.WeekendsOnly;
    private static readonly Actor Clerk = new("wu", Role.PoolManager, "jinrong");
    private static readonly Actor Second = new("zheng", Role.PoolApprover, "jinrong");
    private static readonly Actor Bank = new("zhou", Role.BankOfficer, "102100");
    private static readonly FieldPair[] Fields = [new("放款金额（元）", "3,000,000.00", "2,950,000.00")];
    internal static readonly BreakId Id = BreakId.Of(new("102100"), "JJ-20260709-0214", BreakKind.Amount, Fields);
    internal static readonly BreakEvent.Found Found = new(Id, BreakKind.Amount, new("102100"), "JJ-20260709-0214", Fields,
        Money.Yuan(-50_000), "银行文件比平台少 50,000.00 元。", "bank-file/102100/abc", 4102, 4_818_206, Day, ["GZPH-2023"], ["jinrong"]);

    internal static Answer<Break, BreakEvent> Proposed(WayOut way, string? correctedBy = null) =>
        Given(Break.Stream(Id), Found).When(b => BreakDecisions.Propose(b, Clerk, way, BreakReason.NetAmount, "与还款轧差", correctedBy, Day));

    [Fact]
    public void Takes_a_second_person()
    {
        Proposed(WayOut.Explain).And().When(b => BreakDecisions.Agree(b, Clerk, Day, Calendar)).Refuses(BreakRefusals.SamePerson);
        Proposed(WayOut.Explain).And().When(b => BreakDecisions.Agree(b, Second, Day, Calendar)).Then(new BreakEvent.Closed("zheng", Day));
    }

    [Fact]
    public void Is_for_the_people_of_its_own_pool_or_where_none_is_named_for_every_pools()
    {
        var other = Clerk with { Tenant = "keji" };
        Given(Break.Stream(Id), Found).When(b => BreakDecisions.Assign(b, other, "lin", Day, Calendar)).Refuses(BreakRefusals.NotYours);
        Proposed(WayOut.Explain).And().When(b => BreakDecisions.Agree(b, other with { Account = "lin" }, Day, Calendar)).Refuses(BreakRefusals.NotYours);
        Given(Break.Stream(Id), Found with { Schemes = null, Pools = null }).When(b => BreakDecisions.Assign(b, other, "lin", Day, Calendar))
            .Then(new BreakEvent.Assigned("lin", Calendar.Add(Day, 5), other.Account, Day));
    }

    [Fact]
    public void By_correcting_the_platform_names_the_event_that_did()
    {
        Given(Break.Stream(Id), Found).When(b => BreakDecisions.Propose(b, Clerk, WayOut.CorrectHere, BreakReason.Typing, "更正", null, Day))
            .Refuses(BreakRefusals.CorrectionMissing);
        Proposed(WayOut.CorrectHere, "loan/102100/JJ-20260709-0214@7").And().When(b => BreakDecisions.Agree(b, Second, Day, Calendar))
            .Then(new BreakEvent.Closed("zheng", Day));
    }

    [Fact]
    public void By_sending_it_back_gives_the_bank_five_working_days_and_opens_it_again_with_the_answer()
    {
        var sent = Proposed(WayOut.SendBack).And().When(b => BreakDecisions.Agree(b, Second, Day, Calendar));
        sent.Then(new BreakEvent.SentBack(new Deadline(new(2026, 8, 26), Provisional: true), "zheng", Day));
        sent.And().When(b => BreakDecisions.Answer(b, Bank with { Tenant = "104100" }, "是", Day)).Refuses(BreakRefusals.NotYours);
        Assert.IsType<Break.Open>(sent.And().When(b => BreakDecisions.Answer(b, Bank, "按净额填报，可重报", Day)).And().State);
    }

    [Fact]
    public void Is_not_begun_again_by_the_same_difference_and_opens_again_when_a_cleared_one_returns()
    {
        Given(Break.Stream(Id), Found).When(b => BreakDecisions.Find(b, Found)).Then();
        var cleared = Given(Break.Stream(Id), Found).When(b => BreakDecisions.Clear(b, "bank-file/102100/def", Day)).And();
        Assert.IsType<Break.Open>(cleared.When(b => BreakDecisions.Find(b, Found)).And().State);
        cleared.When(b => BreakDecisions.Agree(b, Second, Day, Calendar)).Then(new BreakEvent.Closed("zheng", Day));
    }

    [Fact]
    public void Keeps_another_value_apart_as_another_break() =>
        Assert.NotEqual(Id, BreakId.Of(new("102100"), "JJ-20260709-0214", BreakKind.Amount, [new("放款金额（元）", "3,000,000.00", "2,950,000.01")]));
}
