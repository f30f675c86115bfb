using CreditLoan.Domain;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Values;

namespace CreditLoan.Jobs.Seeding;

/// <summary>How a demonstration loan stands on the day.</summary>
internal enum DemoEnd { Running, Settled, Overdue, WrittenOff, Reversed }

/// <summary>A demonstration loan, as later parts of the story need it.</summary>
internal sealed record DemoLoan(
    LoanId Id, string Line, DemoEnterprise Enterprise, SizeClass Size, DemoBanks.DemoBank Bank, Payout Payout, RepaymentMethod Method)
{
    public DemoEnd End { get; set; }
    public DateOnly? BadSince { get; set; }
}

/// <summary>One loan after it was paid out (一笔借据的一生).</summary>
internal sealed class LoanStory(DemoStory story, DemoLoan told, EventStream<CreditLine, CreditLineEvent> line, Random random, DateOnly today)
{
    private readonly EventStream<Loan, LoanEvent> _loan = Loan.Stream(told.Id);

    public async Task Tell()
    {
        var luck = random.NextDouble();
        if (luck < 0.0015)
        {
            await Reverse();
            return;
        }
        if (luck is >= 0.0015 and < 0.004) await Correct();
        var fails = random.NextDouble() < 0.015 + 0.09 * Math.Pow(1 - told.Enterprise.Health, 2);
        var plan = RepaymentPlan.For(told.Payout.Principal, told.Payout.Rate, told.Method, told.Payout.ValueDate, told.Payout.Maturity, told.Payout.ValueDate);
        var due = plan.Instalments.Where(i => i.Due <= today).ToList();
        var stopsAfter = fails && due.Count > 0 ? random.Next(due.Count) : due.Count;
        var officer = told.Bank.Officer(0);
        foreach (var instalment in due.Take(stopsAfter))
        {
            var paid = new Repayment(instalment.Principal, instalment.Interest, instalment.Due);
            if ((paid.Principal + paid.Interest).IsZero) continue;
            await story.Do(officer, instalment.Due, "loan.repay", line, _loan, (l, loan) => LoanDecisions.Repay(l, loan, paid, officer, instalment.Due));
        }
        if (stopsAfter < due.Count) await GoBad(due[stopsAfter]);
        else if (due.Count == plan.Instalments.Count) told.End = DemoEnd.Settled;
        else if (random.NextDouble() < 0.04) await PrepayAll();
    }

    private async Task GoBad(Instalment missed)
    {
        told.End = DemoEnd.Overdue;
        told.BadSince = missed.Due;
        var since = missed.Due;
        var officer = told.Bank.Officer(1);
        var reported = Earlier(since.AddDays(5), today);
        if (reported <= since) return;
        await story.Do(officer, reported, "loan.mark-overdue", _loan, l => LoanDecisions.MarkOverdue(l, new Arrears(since, missed.Principal, missed.Interest), officer, reported));
        await Grade(since.AddDays(9), FiveGrade.SpecialMention, "本息逾期");
        await Grade(since.AddDays(92), FiveGrade.Substandard, "逾期超过 90 天");
        await Grade(since.AddDays(271), FiveGrade.Doubtful, "逾期超过 270 天");
        var writeOff = since.AddDays(320);
        if (writeOff > today || random.NextDouble() > 0.6) return;
        await story.Do(told.Bank.Approver, writeOff, "loan.write-off", _loan, l => LoanDecisions.WriteOff(l, "追索无果，按制度核销", told.Bank.Approver, writeOff));
        told.End = DemoEnd.WrittenOff;
        var recovered = writeOff.AddDays(random.Next(30, 120));
        if (recovered > today || random.NextDouble() > 0.5) return;
        var amount = Money.Wan(Math.Max(1, Math.Round(told.Payout.Principal.InWan / 10)));
        if (await Left() is var left && amount > left) amount = left;
        if (amount.IsPositive)
            await story.Do(officer, recovered, "loan.recover", _loan, l => LoanDecisions.Recover(l, amount, "处置抵债收入", recovered, officer, recovered));
    }

    private async Task Grade(DateOnly on, FiveGrade grade, string reason)
    {
        if (on > today) return;
        var officer = told.Bank.Officer(2);
        await story.Do(officer, on, "loan.reclassify", _loan, l => LoanDecisions.Reclassify(l, grade, reason, officer, on));
    }

    private async Task PrepayAll()
    {
        if (await story.Load(_loan) is not Loan.Running running) return;
        var on = today.AddDays(-random.Next(0, 20));
        if (on <= running.LastDue(today)) return;
        var officer = told.Bank.Officer(0);
        var interest = Money.Round(running.Outstanding.Fen * running.Terms.Rate.Daily * (on.DayNumber - running.LastDue(on).DayNumber));
        var paid = new Repayment(running.Outstanding, interest, on);
        await story.Do(officer, on, "loan.prepay", line, _loan, (l, loan) => LoanDecisions.Prepay(l, loan, paid, officer, on));
        told.End = DemoEnd.Settled;
    }

    private async Task Reverse()
    {
        var on = Earlier(told.Payout.ValueDate.AddDays(2), today);
        var approver = told.Bank.Approver;
        await story.Do(approver, on, "loan.reverse", line, _loan, (l, loan) => LoanDecisions.Reverse(l, loan, "重复放款，已退回", approver, on));
        told.End = DemoEnd.Reversed;
    }

    private async Task Correct()
    {
        var on = Earlier(told.Payout.ValueDate.AddDays(3), today);
        var approver = told.Bank.Approver;
        var right = new Disbursement(told.Payout.Principal, told.Payout.Rate.PlusBasisPoints(-5), told.Payout.ValueDate, told.Payout.Maturity);
        await story.Do(approver, on, "loan.correct", line, _loan, (l, loan) => LoanDecisions.CorrectDisbursement(l, loan, right, "利率报送有误", approver, on));
    }

    private async Task<Money> Left() => await story.Load(_loan) is Loan.WrittenOff off ? off.Left : Money.Zero;

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;
}
