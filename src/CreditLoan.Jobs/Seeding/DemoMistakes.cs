using CreditLoan.Domain;
using CreditLoan.Domain.Claims;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Demands;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using CreditLoan.Jobs.Pools;
using CreditLoan.Ledger;

namespace CreditLoan.Jobs.Seeding;

/// <summary>One bank with a large borrower does nearly everything wrong (演示差错), so that nearly each kind of break, three approvals and a suspension are there to be looked at.</summary>
/// <remarks>Every act is one that the platform lets pass at its time; what is wrong shows only when the bank's file is held against the books. One loan in two schemes is what no act brings about.</remarks>
internal sealed class DemoMistakes(DemoStory story, DemoDays days, DemoPools pools, StopRuleRun stopRule, DemoEnterprise borrower, SizeClass size, int number, DateOnly today)
{
    /// <summary>The second bank: somebody can sign in for it, and nothing else is told of it.</summary>
    public static readonly DemoBanks.DemoBank Bank = DemoBanks.All[1];

    private static readonly WorkingCalendar Calendar = PublishedCalendar.China;
    private readonly DateOnly _drawn = DrawnOn(today);
    private readonly CreditLineId _line = CreditLineId.Numbered(DrawnOn(today).Year, number + 1);
    private int _loans;

    /// <summary>The day of the loans that the bank's file speaks of.</summary>
    public static DateOnly DrawnOn(DateOnly today) => today.AddDays(-252);

    /// <summary>A loan on which a claim was paid, and two of one day that the bank books in one; null before they are told.</summary>
    public DemoLoan? Paid { get; private set; }
    public (DemoLoan First, DemoLoan Second)? SameDay { get; private set; }

    /// <param name="notSmall">Of a medium enterprise that is on no list.</param>
    public async Task Tell(DemoLoan? notSmall)
    {
        await OpenLine();
        await AboveTiers(await Draw(2_900, _drawn, 12, Security.Receivables));
        SameDay = (await Draw(30, _drawn, 12, Security.Other), await Draw(20, _drawn, 12, Security.Other));
        await Draw(50, _drawn, 12, Security.Receivables); // never enrolled
        await Reversed(await Draw(40, today.AddDays(-100), 12, Security.Receivables));
        await FiledLate(await Draw(60, _drawn.AddDays(1), 1, Security.Receivables));
        await RepaidAfterFiling(await Draw(80, _drawn.AddDays(1), 4, Security.Receivables));
        await PaidWhileSuspended(await Draw(2_600, _drawn.AddDays(1), 4, Security.Receivables));
        if (notSmall is not null) await Enrol(ShippedSchemes.Open, DemoPools.Covered(notSmall) with { Kind = BorrowerKind.Small });
    }

    private async Task OpenLine()
    {
        var asked = _drawn.AddDays(-24);
        DateOnly After(int workingDays) => Calendar.Add(asked, workingDays).Day;
        var (demand, line, need) = (Demand.Stream(Need), CreditLine.Stream(_line), Borrower);
        var (product, officer) = (DemoBanks.Products(today).First(p => p.Id.Bank == Bank.Code && p.Terms.Securities.Contains(Security.Receivables)), Bank.Officer(0));
        var wanted = new Need(Money.Wan(6_000), 12, LoanPurpose.Orders, product.Terms.Securities);
        var application = new Application(_line, Bank.Code, borrower.Code, product.Id, Need, wanted.Amount, 12, RepaymentMethod.Bullet, LoanPurpose.Orders);
        await story.Do(borrower.Signer, asked, "demand.post", demand, d => DemandDecisions.Post(d, borrower.Signer, Need, borrower.Code, wanted,
            new Outline(need.District, need.Industry?.Section, size), [Bank.Code], DemandDecisions.UsualCap, asked.AddMonths(2), asked));
        await story.Do(borrower.Signer, asked, "credit-line.request", demand, line, (d, l) => Decisions.Of(
            DemandDecisions.Apply(d, borrower.Signer, product.Id, _line.Value, asked), CreditLineDecisions.Request(l, application, need, borrower.Signer, asked, Calendar)));
        await story.Do(officer, After(1), "credit-line.take-up", line, l => CreditLineDecisions.TakeUp(l, officer, After(1), Calendar));
        await story.Do(officer, After(2), "credit-line.contact", line, l => CreditLineDecisions.Contact(l, "已上门核实订单与应收账款", officer, After(2)));
        await story.Do(Bank.Approver, After(5), "credit-line.grant", line, l => CreditLineDecisions.Grant(
            l, new CreditTerms(Money.Wan(6_500), Rate.Percent(3.65m), 12, RepaymentMethod.Bullet, _drawn.AddMonths(12)), Bank.Approver, After(5), Calendar));
        await story.Do(borrower.Signer, After(6), "credit-line.sign", line, l => CreditLineDecisions.Sign(l, borrower.Signer, After(6)));
    }

    private DemandId Need => new($"XQ-{_drawn.Year}-{number + 1:000000}");
    private Borrower Borrower => borrower.Borrower(size);

    private async Task<DemoLoan> Draw(decimal wan, DateOnly on, int months, Security security)
    {
        var id = new LoanId(Bank.Code, $"JJ{on.Year}{number:00000}{++_loans:00}");
        var payout = new Payout(Money.Wan(wan), Rate.Percent(3.65m), on, on.AddMonths(months), security, FirstTime: false);
        var officer = Bank.Officer(_loans);
        await story.Do(officer, on, "loan.disburse", CreditLine.Stream(_line), Loan.Stream(id), (l, loan) => LoanDecisions.Disburse(l, loan, id, payout, Borrower, officer, on));
        return new DemoLoan(id, _line.Value, borrower, size, Bank, payout, RepaymentMethod.Bullet);
    }

    private async Task<Scheme.Standing> Enrol(SchemeCode code, CoveredLoan loan)
    {
        var (scheme, enrolment, officer) = (pools.Standing(code), Enrolment.Stream(new EnrolmentId(code, loan.Loan)), Bank.Officer(0));
        DateOnly After(int workingDays) => Calendar.Add(loan.DisbursedOn, workingDays).Day;
        await story.Do(officer, After(5), "enrolment.apply", enrolment, LoanCover.Stream(loan.Loan), (e, cover) => Decisions.Of(
            EnrolmentDecisions.Apply(e, scheme, officer, Cover.Bank, loan, After(5), Calendar), EnrolmentDecisions.Enter(cover, scheme, loan, After(5))));
        await story.Do(DemoPools.Clerk, After(7), "enrolment.review", enrolment, e => EnrolmentDecisions.Review(e, scheme, DemoPools.Clerk, "要素一致", After(7)));
        await story.Do(DemoPools.Manager, After(8), "enrolment.confirm", enrolment, e => EnrolmentDecisions.Confirm(e, scheme, DemoPools.Manager, After(8)));
        return scheme;
    }

    /// <summary>The bank had typed the amount too low; with the right one the loan is larger than any that the scheme covers.</summary>
    private async Task AboveTiers(DemoLoan loan)
    {
        await Enrol(ShippedSchemes.Open, DemoPools.Covered(loan));
        var (on, right) = (_drawn.AddDays(40), new Disbursement(Money.Wan(3_100), loan.Payout.Rate, loan.Payout.ValueDate, loan.Payout.Maturity));
        await story.Do(Bank.Approver, on, "loan.correct", CreditLine.Stream(_line), Loan.Stream(loan.Id),
            (l, told) => LoanDecisions.CorrectDisbursement(l, told, right, "放款金额录入有误", Bank.Approver, on));
    }

    private async Task Reversed(DemoLoan loan)
    {
        await Enrol(ShippedSchemes.Open, DemoPools.Covered(loan));
        var on = today.AddDays(-60);
        await story.Do(Bank.Approver, on, "loan.reverse", CreditLine.Stream(_line), Loan.Stream(loan.Id), (l, told) => LoanDecisions.Reverse(l, told, "重复放款，已退回", Bank.Approver, on));
    }

    /// <summary>Filed in time by the day that the bank had named; the day as it was put right makes it late.</summary>
    private async Task FiledLate(DemoLoan loan)
    {
        var (claim, scheme) = await File(loan, badOn: today.AddDays(-70), filed: today.AddDays(-38));
        var (returned, corrected) = (today.AddDays(-33), today.AddDays(-28));
        await story.Do(DemoPools.Clerk, returned, "claim.return", claim, c => ClaimDecisions.Return(c, scheme, DemoPools.Clerk, ReturnReason.DiffersFromLoan, "不良认定日与催收记录不符，请核对", returned, Calendar));
        var (covered, loss) = (await story.Load(Enrolment.Stream(new EnrolmentId(scheme.Code, loan.Id))), Loss.Of(await story.Load(Loan.Stream(loan.Id)))! with { BadSince = loan.Payout.Maturity.AddDays(90) });
        var papers = await pools.Papers(loan, loss, Number(loan, returned), loan.Payout.Maturity.AddDays(12), corrected);
        await story.Do(Bank.Officer(0), corrected, "claim.correct", claim, c => ClaimDecisions.Correct(c, covered, scheme, Bank.Officer(0), loss, papers, corrected, Calendar));
    }

    private async Task RepaidAfterFiling(DemoLoan loan)
    {
        await File(loan, badOn: today.AddDays(-70), filed: today.AddDays(-30));
        var paid = new Repayment(Money.Wan(60), Money.Zero, today.AddDays(-16));
        await story.Do(Bank.Officer(0), paid.On, "loan.repay", CreditLine.Stream(_line), Loan.Stream(loan.Id), (l, told) => LoanDecisions.Repay(l, told, paid, Bank.Officer(0), paid.On));
    }

    /// <summary>Three persons agree to a large claim; it suspends its bank, and is paid all the same.</summary>
    private async Task PaidWhileSuspended(DemoLoan loan)
    {
        var (filed, agreed, judged, paid) = (today.AddDays(-62), today.AddDays(-40), today.AddDays(-20), today.AddDays(-17));
        var (claim, scheme) = await File(loan, badOn: today.AddDays(-70), filed);
        // The year before is closed by now.
        if (agreed.Year != today.Year) return;
        var pool = Pool.Stream(new PoolId(scheme.Code, today.Year));
        await days.Until(agreed);
        foreach (var by in new[] { DemoPools.Clerk, DemoPools.Manager, DemoPools.Approver })
            await story.Do(by, agreed, "claim.approve", claim, pool, Scheme.Stream(scheme.Code), LoanCover.Stream(loan.Id),
                (c, p, _, cover) => ClaimDecisions.Approve(c, p, scheme, cover, [], by, "材料齐全，同意", agreed));
        await days.Until(judged);
        if (await stopRule.Judge(Command.For(DemoPools.Manager, judged, "pool.judge-stop-rule", pool.Id), new PoolId(scheme.Code, today.Year)) is not Outcome.Done) throw new InvalidOperationException("The demonstration's banks could not be judged.");
        await days.Until(paid);
        await story.Do(DemoPools.Manager, paid, "claim.pay", claim, pool, (c, p) => ClaimDecisions.Pay(c, p, scheme, DemoPools.Manager, $"BF-{paid:yyyyMMdd}-{number:00000}", paid));
        Paid = loan;
    }

    /// <summary>The loan is enrolled, not repaid when due, classed as bad, and claimed for.</summary>
    private async Task<(EventStream<Claim, ClaimEvent> Claim, Scheme.Standing Scheme)> File(DemoLoan loan, DateOnly badOn, DateOnly filed)
    {
        var scheme = await Enrol(ShippedSchemes.Open, DemoPools.Covered(loan));
        var (due, reported, officer, stream) = (loan.Payout.Maturity, loan.Payout.Maturity.AddDays(5), Bank.Officer(0), Loan.Stream(loan.Id));
        var interest = Money.Round(loan.Payout.Principal.Fen * loan.Payout.Rate.Daily * (due.DayNumber - loan.Payout.ValueDate.DayNumber));
        await story.Do(officer, reported, "loan.mark-overdue", stream, l => LoanDecisions.MarkOverdue(l, new Arrears(due, loan.Payout.Principal, interest), officer, reported));
        await story.Do(officer, badOn, "loan.reclassify", stream, l => LoanDecisions.Reclassify(l, FiveGrade.Substandard, "借款人停产，本息无力偿还", officer, badOn));
        var enrolment = Enrolment.Stream(new EnrolmentId(scheme.Code, loan.Id));
        await story.Do(officer, reported, "enrolment.flag", enrolment, e => EnrolmentDecisions.Flag(e, officer, Anomaly.Overdue, "到期本息未还，已催收", due, reported));
        var (covered, loss, id) = (await story.Load(enrolment), Loss.Of(await story.Load(stream))!, Number(loan, filed));
        var (claim, papers) = (Domain.Claims.Claim.Stream(id), await pools.Papers(loan, loss, id, reported, filed));
        await story.Do(officer, filed, "claim.file", claim, c => ClaimDecisions.File(c, covered, scheme, officer, id, loss, Money.Zero, papers, filed, Calendar));
        return (claim, scheme);
    }

    private static ClaimId Number(DemoLoan loan, DateOnly filed) => new($"BC-{filed.Year}-9{loan.Id.Number[^4..]}");
}
