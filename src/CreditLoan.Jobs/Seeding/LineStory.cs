using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Demands;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;

namespace CreditLoan.Jobs.Seeding;

/// <summary>One application and all that comes of it (一笔申请的一生): answered or not, drawn as loans, repaid, overdue, written off.</summary>
internal sealed class LineStory(DemoStory story, DemoEnterprise enterprise, SizeClass size, DemoBanks.DemoBank bank, DemoBanks.DemoProduct product, Random random, DateOnly today)
{
    private static readonly WorkingCalendar Calendar = PublishedCalendar.China;
    private static readonly LoanPurpose[] Purposes = [LoanPurpose.Materials, LoanPurpose.WorkingCapital, LoanPurpose.Wages, LoanPurpose.Equipment, LoanPurpose.Orders];

    /// <summary>The loans paid out, and where each ended.</summary>
    public List<DemoLoan> Loans { get; } = [];

    /// <param name="loans">How many loans the line is to have; fewer where the day comes first.</param>
    public async Task Tell(CreditLineId id, DemandId need, DateOnly on, int loans, Func<LoanId> nextNumber)
    {
        var line = CreditLine.Stream(id);
        var method = product.Terms.Methods[random.Next(product.Terms.Methods.Length)];
        var months = Math.Clamp(method == RepaymentMethod.EqualInstalments || method == RepaymentMethod.EqualPrincipal ? 12 : random.Next(6, 13), product.Terms.MinMonths, product.Terms.MaxMonths);
        var amount = Money.Wan(Math.Clamp(Math.Round((enterprise.Figures.Revenue?.InWan ?? 100) * (decimal)(0.08 + 0.18 * random.NextDouble())), Math.Ceiling(product.Terms.MinAmount.InWan), product.Terms.MaxAmount.InWan));
        var borrower = enterprise.Borrower(size);
        var asked = new Application(id, bank.Code, enterprise.Code, product.Id, need, amount, months, method, Purposes[random.Next(Purposes.Length)]);
        var demand = Demand.Stream(need);
        var wanted = new Need(amount, months, asked.Purpose, product.Terms.Securities);
        await story.Do(enterprise.Signer, on, "demand.post", demand, d => DemandDecisions.Post(
            d, enterprise.Signer, need, enterprise.Code, wanted, new Outline(borrower.District, borrower.Industry?.Section, size), [bank.Code], DemandDecisions.UsualCap, on.AddMonths(2), on));
        await story.Do(enterprise.Signer, on, "credit-line.request", demand, line, (d, l) => Decisions.Of(
            DemandDecisions.Apply(d, enterprise.Signer, product.Id, id.Value, on), CreditLineDecisions.Request(l, asked, borrower, enterprise.Signer, on, Calendar)));

        var officer = bank.Officer(enterprise.Number);
        var taken = Later(on, random.Next(0, 4));
        if (taken > today) return;
        await story.Do(officer, taken, "credit-line.take-up", line, l => CreditLineDecisions.TakeUp(l, officer, taken, Calendar));
        var contacted = Later(taken, random.Next(0, 4));
        if (contacted > today) return;
        await story.Do(officer, contacted, "credit-line.contact", line, l => CreditLineDecisions.Contact(l, "已电话核实经营情况和用途", officer, contacted));
        if (random.NextDouble() < 0.12)
        {
            await story.Do(officer, contacted, "credit-line.ask", line, l => CreditLineDecisions.AskForMore(l, "请补充近三个月对公账户流水", officer, contacted));
            var supplied = Later(contacted, random.Next(1, 6));
            if (supplied > today) return;
            await story.Do(enterprise.Signer, supplied, "credit-line.supply", line, l => CreditLineDecisions.Supply(l, "流水已上传", enterprise.Signer, supplied, Calendar));
            contacted = supplied;
        }
        var decided = Later(contacted, random.Next(1, 10));
        if (decided > today) return;
        if (random.NextDouble() > 0.55 + 0.4 * enterprise.Health)
        {
            await story.Do(bank.Approver, decided, "credit-line.decline", line, l => CreditLineDecisions.Decline(l, Reason(), "综合评估未达准入标准", bank.Approver, decided));
            return;
        }
        var rate = Rate.Percent(3.0m).PlusBasisPoints(product.Terms.Price.From + (int)((product.Terms.Price.To - product.Terms.Price.From) * (1 - enterprise.Health)));
        var limit = Money.Wan(Math.Max(1, Math.Round(amount.InWan * (decimal)(0.6 + 0.4 * enterprise.Health))));
        var terms = new CreditTerms(limit, rate, months, method, decided.AddMonths(12));
        await story.Do(bank.Approver, decided, "credit-line.grant", line, l => CreditLineDecisions.Grant(l, terms, bank.Approver, decided, Calendar));
        var signed = Later(decided, random.Next(1, 7));
        if (signed > today) return;
        await story.Do(enterprise.Signer, signed, "credit-line.sign", line, l => CreditLineDecisions.Sign(l, enterprise.Signer, signed));
        await Draw(line, terms, signed, loans, nextNumber);
        if (terms.Until.AddDays(1) is var over && over <= today)
            await story.Do(Actor.Job("daily-close"), over, "credit-line.expire", line, l => CreditLineDecisions.Expire(l, over));
    }

    private async Task Draw(Domain.EventStream<CreditLine, CreditLineEvent> line, CreditTerms terms, DateOnly signed, int loans, Func<LoanId> nextNumber)
    {
        var available = terms.Limit;
        var on = signed.AddDays(random.Next(0, 4));
        for (var n = 0; n < loans && on <= today && on <= terms.Until; n++)
        {
            var part = n == loans - 1 ? available : Money.Wan(Math.Max(1, Math.Round(available.InWan / (loans - n) * (decimal)(0.8 + 0.4 * random.NextDouble()))));
            var principal = Money.Min(part, available);
            if (principal < Money.Wan(1)) break;
            var id = nextNumber();
            var security = product.Terms.Securities[random.Next(product.Terms.Securities.Length)];
            var payout = new Payout(principal, terms.Rate, on, on.AddMonths(terms.TermMonths), security, FirstTime: n == 0 && random.NextDouble() < 0.2);
            var (officer, valueDate) = (bank.Officer(n), on);
            await story.Do(officer, valueDate, "loan.disburse", line, Loan.Stream(id), (l, loan) =>
                LoanDecisions.Disburse(l, loan, id, payout, enterprise.Borrower(size), officer, valueDate));
            var told = new DemoLoan(id, line.Id, enterprise, size, bank, payout, terms.Method);
            Loans.Add(told);
            await new LoanStory(story, told, line, random, today).Tell();
            if (terms.Method != RepaymentMethod.Revolving || told.End != DemoEnd.Settled) available -= principal;
            on = on.AddDays(random.Next(20, 150));
        }
    }

    /// <summary>A working day so many working days later.</summary>
    private static DateOnly Later(DateOnly on, int workingDays) => Calendar.Add(on, workingDays).Day;

    private DeclineReason Reason()
    {
        DeclineReason[] reasons =
        [
            DeclineReason.TurnoverTooLow, DeclineReason.TurnoverTooLow, DeclineReason.TurnoverTooLow, DeclineReason.TooMuchDebt, DeclineReason.TooMuchDebt,
            DeclineReason.PurposeUnclear, DeclineReason.PapersMissing, DeclineReason.TooYoung, DeclineReason.NotEligible, DeclineReason.BadCreditRecord, DeclineReason.Arrears,
        ];
        return reasons[random.Next(reasons.Length)];
    }
}
