using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;
using CreditLoan.Portal.ClaimPages;
using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Tests.Claims;

/// <summary>One line of time from disbursement to the return; every deadline in working days, and what is still to come.</summary>
public class The_whole_way_of_a_covered_loan
{
    private static readonly ShippedScheme Open = ShippedSchemes.All[0];
    private static readonly EnrolmentId Id = new(Open.Code, new(new("102100"), "JJ-1"));
    private static readonly Loss Lost = new(Money.Wan(10), Money.Zero, new(2026, 4, 1));

    private static StoredEvent Stored(string type, object happened, DateOnly on) =>
        new(1, "", "", 1, type, new DateTimeOffset(on.Year, on.Month, on.Day, 4, 0, 0, TimeSpan.Zero), new("zhou", "BankOfficer", "102100", on, ""), happened);

    private static DateOnly Day(int month, int day) => new(2026, month, day);

    private static readonly StoredEvent[] Enrolled =
    [
        Stored("enrolment_applied", new EnrolmentEvent.Applied(Id, 1, Cover.Bank, new(Id.Loan, new("914403001922038216"), Money.Wan(20), Day(1, 5), Day(12, 5), new("440103"), BorrowerKind.Small, Security.Unsecured, []),
            false, Day(1, 9), new(Day(1, 16), false), "zhou"), Day(1, 9)),
        Stored("enrolment_reviewed", new EnrolmentEvent.Reviewed("要素一致", Day(1, 12), "wu"), Day(1, 12)),
        Stored("enrolment_confirmed", new EnrolmentEvent.Confirmed(Day(1, 20), "zheng"), Day(1, 20)),
    ];

    private static readonly StoredEvent[] Claimed =
    [
        .. Enrolled, Stored("enrolment_flagged", new EnrolmentEvent.Flagged(Anomaly.Overdue, "停产", Day(3, 2), Day(3, 4), "zhou"), Day(3, 4)),
        Stored("claim_filed", new ClaimEvent.Filed(new("BC-1"), Open.Code, 1, Cover.Bank, Id.Loan, new("914403001922038216"), Lost, new Computation(Money.Wan(20), Money.Wan(10), [], new(0), false, Money.Wan(4)), "JJ-1",
            Money.Zero, [], Day(4, 10), new(Day(4, 17), false), "zhou"), Day(4, 10)),
    ];

    private static IReadOnlyList<TimelineStep> Steps(StoredEvent[] events, DateOnly today, DateOnly? bad = null) =>
        new CoverPath(Open.Rule, today, WorkingCalendar.WeekendsOnly with { LastYear = 2026 }, _ => "某银行").Steps(events, bad);

    private static string Names(IEnumerable<TimelineStep> steps) => string.Join(' ', steps.Select(s => s.What));

    [Fact]
    public void Says_of_every_step_by_when_it_had_to_be_and_how_early_or_late_it_was()
    {
        var steps = Steps(Claimed, Day(4, 15));
        Assert.Equal("放款 入库申请 审核通过 确认入库 项目异常 列为不良 申请", Names(steps.Where(s => s.State == StepState.Past)));
        Assert.Contains("前申请入库，放款后 30 个工作日，期限未核原文", steps[0].Said);
        Assert.EndsWith("个工作日", steps[1].Said);
        Assert.Equal("期限 2026-01-16，晚 2 个工作日", steps[3].Said);
        Assert.Contains("前申请补偿，列为不良后 60 个工作日", steps[5].Said);
        Assert.Contains("损失 100,000.00 元", steps[6].Said);
    }

    [Fact]
    public void Shows_what_is_due_now_with_the_working_days_left_and_what_comes_after()
    {
        var ahead = Steps(Claimed, Day(4, 15)).Where(s => s.State != StepState.Past).ToArray();
        Assert.Equal("审批 拨付 核销 追偿 返还", Names(ahead));
        Assert.Equal((StepState.Now, "2026-04-17 前", "审核期限，剩 2 个工作日"), (ahead[0].State, ahead[0].When, ahead[0].Said));
        Assert.All(ahead[1..], s => Assert.Equal((StepState.Ahead, null), (s.State, s.Said)));
        var flagged = Steps(Claimed[..4], Day(4, 15), bad: Day(4, 1));
        Assert.Equal(("列为不良", "申请补偿"), (flagged[^7].What, flagged[^6].What));
        Assert.DoesNotContain(Steps(Enrolled, Day(4, 15)), s => s.State != StepState.Past);
    }

    [Fact]
    public void Ends_with_the_return_of_each_recovery_or_where_it_was_stopped()
    {
        StoredEvent[] paid =
        [
            .. Claimed, Stored("claim_approved", new ClaimEvent.Approved(new("BC-1"), new(Open.Code, 2026), Money.Wan(4), [], Day(4, 17), "wu"), Day(4, 17)), Stored("claim_paid", new ClaimEvent.Paid(Money.Wan(4), "PZ", Day(4, 20), "wu"), Day(4, 20)),
            Stored("claim_written_off", new ClaimEvent.WrittenOff(Money.Wan(6), Day(4, 21), "zhou"), Day(4, 21)),
            Stored("claim_recovered", new ClaimEvent.Recovered("HS", Money.Wan(2), Money.Yuan(8_000), Day(5, 4), new(Day(5, 22), false), "zhou"), Day(5, 4)),
        ];
        var now = Assert.Single(Steps(paid, Day(5, 25)), s => s.State == StepState.Now);
        Assert.Equal(("返还", "2026-05-22 前", "返还期限，已超 1 个工作日"), (now.What, now.When, now.Said));
        StoredEvent[] shared = [.. paid, Stored("claim_shared", new ClaimEvent.Shared("HS", Money.Yuan(8_000), "FH", Day(5, 25), "wu"), Day(5, 25))];
        Assert.EndsWith("期限 2026-05-22，晚 1 个工作日", Steps(shared, Day(5, 26))[^1].Said);
        var stopped = Steps([.. Claimed, Stored("claim_refused", new ClaimEvent.Refused("JJ-1", "不符合条件", Day(4, 16), "wu"), Day(4, 16))], Day(4, 20));
        Assert.Equal((StepState.Stopped, "不符合条件"), (stopped[^1].State, stopped[^1].Said));
    }
}
