using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;
using CreditLoan.Portal.Components;
using CreditLoan.Portal.Pools;

namespace CreditLoan.Portal.ClaimPages;

/// <summary>A covered loan's whole way (补偿全程), from disbursement through enrolment, anomaly, claim, approval, payout, write-off and recovery to the return: what happened with the day by which it had to, and what is still to come.</summary>
/// <param name="rule">The version that stays with the loan; null where the viewer may not see it.</param>
/// <param name="name">Who did something, in words.</param>
public sealed class CoverPath(SchemeRule? rule, DateOnly today, WorkingCalendar calendar, Func<StoredEvent, string> name)
{
    private readonly List<TimelineStep> _steps = [];
    private readonly Dictionary<string, Deadline> _returns = new(StringComparer.Ordinal);
    /// <summary>What has a deadline next, and why.</summary>
    private (string What, Deadline By)? _next;

    /// <param name="events">Of the enrolment and of its claim, in this order.</param>
    /// <param name="badSince">Since when the loan is classed as bad, where no claim says so yet.</param>
    public IReadOnlyList<TimelineStep> Steps(IReadOnlyList<StoredEvent> events, DateOnly? badSince)
    {
        foreach (var happened in events) Take(happened);
        var facts = events.Select(e => e.Happened).ToArray();
        if (!facts.Any(f => f is ClaimEvent) && badSince is { } bad && facts.Any(f => f is EnrolmentEvent.Confirmed)) Bad(bad);
        var ahead = Ahead(facts);
        for (var i = 0; i < ahead.Length; i++)
        {
            var by = i == 0 && _next is { } next ? next.By : (Deadline?)null;
            _steps.Add(new TimelineStep(i == 0 ? StepState.Now : StepState.Ahead, ahead[i], by is { } d ? $"{Words.Date(d.Day)} 前{Provisional(d)}" : "", by is { } left ? $"{_next!.Value.What}，{Words.DaysLeft(calendar.Between(today, left.Day))}" : null));
        }
        return _steps;
    }

    private void Take(StoredEvent e)
    {
        switch (e.Happened)
        {
            case EnrolmentEvent.Applied a:
                var applyBy = rule is null ? (Deadline?)null : calendar.Add(a.Loan.DisbursedOn, rule.Windows.Enrol.Value);
                _steps.Add(new TimelineStep(StepState.Past, "放款", Words.Date(a.Loan.DisbursedOn), applyBy is { } first ? $"{Words.Date(first.Day)} 前申请入库{Provisional(first)}，{Days("放款后", rule!.Windows.Enrol)}" : null));
                Add(e, applyBy is { } until ? Kept(until, a.On) : null);
                _next = ("审核期限", a.ReviewBy);
                break;
            case EnrolmentEvent.Corrected c:
                Add(e, Kept(c.On));
                _next = ("审核期限", c.ReviewBy);
                break;
            case EnrolmentEvent.Returned r:
                Add(e, Kept(r.On));
                _next = ("补正期限", r.CorrectBy);
                break;
            case EnrolmentEvent.Confirmed c:
                Add(e, Kept(c.On));
                _next = null;
                break;
            case ClaimEvent.Filed f:
                Bad(f.Loss.BadSince);
                Add(e, Kept(f.On));
                _next = ("审核期限", f.ReviewBy);
                break;
            case ClaimEvent.Corrected c:
                Add(e, Kept(c.On));
                _next = ("审核期限", c.ReviewBy);
                break;
            case ClaimEvent.Returned r:
                Add(e, Kept(r.On));
                _next = ("补正期限", r.CorrectBy);
                break;
            case ClaimEvent.Approved a:
                Add(e, Kept(a.On));
                _next = null;
                break;
            case ClaimEvent.Recovered r:
                _returns[r.Receipt] = r.ReturnBy;
                Add(e, null);
                break;
            case ClaimEvent.Shared s:
                Add(e, _returns.Remove(s.Receipt, out var returnBy) ? Kept(returnBy, s.On) : null);
                break;
            case EnrolmentEvent.Refused or ClaimEvent.Refused or ClaimEvent.Withdrawn or ClaimEvent.Revoked:
                Add(e, null, StepState.Stopped);
                _next = null;
                break;
            default:
                Add(e, null);
                break;
        }
    }

    /// <summary>The day from which the claim's window runs.</summary>
    private void Bad(DateOnly since)
    {
        var claimBy = rule is null ? (Deadline?)null : calendar.Add(since, rule.Windows.Claim.Value);
        _steps.Add(new TimelineStep(StepState.Past, "列为不良", Words.Date(since), claimBy is { } by ? $"{Words.Date(by.Day)} 前申请补偿{Provisional(by)}，{Days("列为不良后", rule!.Windows.Claim)}" : null));
        _next = claimBy is { } d ? ("申请期限", d) : null;
    }

    private void Add(StoredEvent e, string? kept, StepState state = StepState.Past)
    {
        var said = string.Join("；", new[] { PoolSteps.Said(e.Happened), kept }.Where(s => s is { Length: > 0 }));
        _steps.Add(new TimelineStep(state, ClaimWords.Event(e.Type), $"{Words.When(e.Headers.BusinessDate, e.RecordedAt)}　{name(e)}", said.Length > 0 ? said : null));
    }

    /// <summary>What is still to come, the first of it now.</summary>
    private string[] Ahead(object[] facts)
    {
        string[] afterFlag = ["申请补偿", "审批", "拨付", "核销", "追偿", "返还"];
        if (facts.OfType<ClaimEvent>().LastOrDefault(f => f is not (ClaimEvent.WrittenOff or ClaimEvent.Recovered or ClaimEvent.Shared)) is { } last)
        {
            var isOver = facts.Any(f => f is ClaimEvent.WrittenOff);
            if (_returns.Count > 0) _next = ("返还期限", _returns.Values.MinBy(d => d.Day));
            return last switch
            {
                ClaimEvent.Filed or ClaimEvent.Corrected or ClaimEvent.Endorsed => afterFlag[1..],
                ClaimEvent.Returned => ["补正", .. afterFlag[1..]],
                ClaimEvent.Approved => afterFlag[2..],
                ClaimEvent.Paid when _returns.Count > 0 => isOver ? ["返还"] : ["返还", "核销"],
                ClaimEvent.Paid when facts.Any(f => f is ClaimEvent.Recovered) => isOver ? [] : ["核销"],
                ClaimEvent.Paid => isOver ? ["追偿", "返还"] : ["核销", "追偿", "返还"],
                _ => [],
            };
        }
        return facts.OfType<EnrolmentEvent>().LastOrDefault() switch
        {
            EnrolmentEvent.Applied or EnrolmentEvent.Corrected => ["审核", "确认入库"],
            EnrolmentEvent.Returned => ["补正", "审核", "确认入库"],
            EnrolmentEvent.Reviewed => ["确认入库"],
            EnrolmentEvent.Flagged => afterFlag,
            _ => [],
        };
    }

    /// <summary>Held against the deadline that was running.</summary>
    private string? Kept(DateOnly on) => _next is { } next ? Kept(next.By, on) : null;

    private string Kept(Deadline by, DateOnly on) => calendar.Between(on, by.Day) switch
    {
        > 0 and var days => $"期限 {Words.Date(by.Day)}，提前 {days} 个工作日",
        0 => $"期限 {Words.Date(by.Day)}，当日办理",
        var days => $"期限 {Words.Date(by.Day)}，晚 {-days} 个工作日",
    };

    private static string Days(string since, Cited<int> window) => $"{since} {window.Value} 个工作日{(window.Verified ? "" : "，期限未核原文")}";

    private static string Provisional(Deadline by) => by.Provisional ? "（暂定）" : "";
}
