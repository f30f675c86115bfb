using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;

namespace CreditLoan.Ledger.Tests.Loans;

/// <summary>A bank and an enterprise that lend and borrow through the store, as the pages do.</summary>
internal sealed class Lending(EventStore store)
{
    public static readonly BankCode Bank = new("B01");
    public static readonly EnterpriseCode Enterprise = new("91440100MA0TEXT048");
    public static readonly Actor Agent = new("agent", Role.EnterpriseAgent, Enterprise.Value);
    public static readonly Actor Legal = new("legal", Role.LegalRepresentative, Enterprise.Value);
    public static readonly Actor Officer = new("officer", Role.BankOfficer, Bank.Value);
    public static readonly Actor Approver = new("approver", Role.BankApprover, Bank.Value);
    public static readonly Viewer Analyst = new("analyst", Role.BureauAnalyst, "");
    public static readonly Viewer Rival = new("rival", Role.BankOfficer, "B02");
    public static readonly DateOnly Monday = new(2026, 3, 2);
    private static readonly WorkingCalendar China = PublishedCalendar.China;
    private static readonly Borrower Firm = new(new DistrictCode("440106"), new IndustryCode("C3411"), SizeClass.Small, OnKeyList: false);

    public async Task Register(string name)
    {
        var given = new Registration(Enterprise, name, new DistrictCode("449901"), new IndustryCode("C3411"), IndustryEdition.Gb2017, new DateOnly(2018, 5, 2));
        Done(await store.Change(Command(Agent, "enterprise.register"), Domain.Enterprises.Enterprise.Stream(Enterprise), e => EnterpriseDecisions.Register(e, Agent, given, Monday)));
    }

    public async Task<CreditLineId> Apply(int number, Money amount, DateOnly? on = null, EnterpriseCode? by = null)
    {
        var id = CreditLineId.Numbered(2026, number);
        var actor = Agent with { Tenant = (by ?? Enterprise).Value };
        var asked = new Application(id, Bank, by ?? Enterprise, null, null, amount, 12, RepaymentMethod.Revolving, LoanPurpose.Materials);
        Done(await store.Change(Command(actor, "credit_line.request", on ?? Monday), CreditLine.Stream(id),
            l => CreditLineDecisions.Request(l, asked, Firm, actor, on ?? Monday, China)));
        return id;
    }

    public async Task TakeUp(CreditLineId id, DateOnly on) =>
        Done(await store.Change(Command(Officer, "credit_line.take_up", on), CreditLine.Stream(id), l => CreditLineDecisions.TakeUp(l, Officer, on, China)));

    public async Task<CreditLineId> Open(int number, Money limit)
    {
        var id = await Apply(number, limit);
        await TakeUp(id, Monday);
        var terms = new CreditTerms(limit, Rate.Percent(4.35m), 12, RepaymentMethod.Revolving, new(2027, 3, 31));
        Done(await store.Change(Command(Approver, "credit_line.grant"), CreditLine.Stream(id), l => CreditLineDecisions.Grant(l, terms, Approver, Monday, China)));
        Done(await store.Change(Command(Legal, "credit_line.sign"), CreditLine.Stream(id), l => CreditLineDecisions.Sign(l, Legal, Monday)));
        return id;
    }

    public Task<Outcome> Disburse(CreditLineId line, LoanId loan, Money amount) => store.Change(
        Command(Officer, "loan.disburse"), CreditLine.Stream(line), Loan.Stream(loan),
        (l, one) => LoanDecisions.Disburse(l, one, loan, new(amount, Rate.Percent(4.35m), Monday, new(2027, 3, 2), Security.Unsecured, true), Firm, Officer, Monday));

    public async Task Repay(CreditLineId line, LoanId loan, Money principal, Money interest, DateOnly on) => Done(await store.Change(
        Command(Officer, "loan.repay", on), CreditLine.Stream(line), Loan.Stream(loan),
        (l, one) => LoanDecisions.Repay(l, one, new(principal, interest, on), Officer, on)));

    public async Task MarkOverdue(LoanId loan, Arrears arrears, DateOnly on) =>
        Done(await store.Change(Command(Officer, "loan.overdue", on), Loan.Stream(loan), l => LoanDecisions.MarkOverdue(l, arrears, Officer, on)));

    public static Command Command(Actor actor, string act, DateOnly? on = null) => Ledger.Command.For(actor, on ?? Monday, act, Guid.NewGuid());

    private static void Done(Outcome outcome) => Assert.IsType<Outcome.Done>(outcome);
}
