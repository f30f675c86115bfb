using CreditLoan.Domain.Access;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Demands;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Tests.CreditLines;
using Market = CreditLoan.Domain.Tests.Demands.A_need_on_the_market;
using CreditLoan.Domain.Tests.Loans;
using CreditLoan.Domain.Tests.Products;
using CreditLoan.Domain.Values;
using static CreditLoan.Domain.Tests.CreditLines.CreditLineExamples;
using static CreditLoan.Domain.Tests.Story;
using Line = CreditLoan.Domain.CreditLines.CreditLineEvent;

namespace CreditLoan.Domain.Tests;

/// <summary>Needs, products, applications, credit lines and loans.</summary>
internal static class LendingActs
{
    private static readonly (string, string, string) Case = (Enterprise.Value, Bank.Value, "");
    private static readonly (string, string, string) Fairground = (Market.Hengrui.Value, "A", "");
    private static readonly (string, string, string) Shelf = ("", ProductExamples.Flow.Bank.Value, "");
    private static readonly ProductId Offer = new(new("A"), "P1");
    private static readonly DateOnly Fair = new(2026, 8, 19);
    private static readonly DateOnly Later = Books.Later;

    private static CreditLine Told(params Line[] facts) => Given(Lines, facts).State;
    private static Demand Told(params DemandEvent[] facts) => Given(Demand.Stream(Market.Id), facts).State;
    private static Product Told(params ProductEvent[] facts) => Given(Product.Stream(ProductExamples.Flow), facts).State;

    private static readonly Books Running = Books.Disbursed();
    private static readonly Books Lost = Running.After(l => LoanDecisions.Reclassify(l, FiveGrade.Loss, "诉讼终结", Officer, Later));
    private static readonly Books Gone = Lost.After(l => LoanDecisions.WriteOff(l, "无可执行财产", Approver, Later));
    private static readonly Books Repaid = Running.After((line, loan) => LoanDecisions.Repay(line, loan, new(Money.Wan(10), Money.Zero, Later), Officer, Later));
    private static readonly ProductEvent Drafted = new ProductEvent.Drafted(ProductExamples.Flow, ProductExamples.Terms, "gu");
    private static readonly ProductEvent Published = new ProductEvent.Published(ProductExamples.Today, "gu");

    public static readonly IReadOnlyList<Act> All =
    [
        Act.Of(Fairground, by => DemandDecisions.Post(Told(Array.Empty<DemandEvent>()), by, Market.Id, Market.Hengrui, Market.Need, Market.Outline, [new("A")], 2, Fair.AddDays(30), Fair)),
        Act.Of(Fairground, by => DemandDecisions.Change(Told(Market.Posted), by, Market.Need, [new("A")])),
        Act.Of(Fairground, by => DemandDecisions.Take(Told(Market.Posted), by, Offer, "", Fair)),
        Act.Of(Fairground, by => DemandDecisions.Pass(Told(Market.Posted), by, Fair)),
        Act.Of(Fairground, by => DemandDecisions.Apply(Told(Market.Posted), by, Offer, "SQ-1", Fair)),
        Act.Of(Fairground, by => DemandDecisions.Return(Told(Market.Posted, new DemandEvent.Applied(new("A"), Offer, "SQ-1", Fair)), by, new("A"), Fair)),
        Act.Of(Fairground, by => DemandDecisions.Withdraw(Told(Market.Posted), by, "不需要了", Fair)),

        Act.Of(Shelf, by => ProductDecisions.Draft(Told(Array.Empty<ProductEvent>()), by, ProductExamples.Flow, ProductExamples.Terms, ProductExamples.Today)),
        Act.Of(Shelf, by => ProductDecisions.Publish(Told(Drafted), by, ProductExamples.Flow, ProductExamples.Today)),
        Act.Of(Shelf, by => ProductDecisions.Change(Told(Drafted), by, ProductExamples.Flow, ProductExamples.Terms, ProductExamples.Today)),
        Act.Of(Shelf, by => ProductDecisions.Withdraw(Told(Drafted, Published), by, ProductExamples.Flow, "停办", ProductExamples.Today)),
        Act.Of(default, by => LprDecisions.Publish(LprSeries.Stream.Initial, by, ProductExamples.August)),

        Act.Of(Case, by => CreditLineDecisions.Request(Told(Array.Empty<Line>()), Asked, Firm, by, Monday, China)),
        Act.Of(Case, by => CreditLineDecisions.TakeUp(Told(Requested), by, Tuesday, China)),
        Act.Of(Case, by => CreditLineDecisions.Assign(Told(Requested, TakenUp), "zhou", by, Wednesday)),
        Act.Of(Case, by => CreditLineDecisions.Contact(Told(Requested, TakenUp), "电话核实", by, Wednesday)),
        Act.Of(Case, by => CreditLineDecisions.AskForMore(Told(Requested, TakenUp), "近 6 个月流水", by, Wednesday)),
        Act.Of(Case, by => CreditLineDecisions.Supply(Told(Requested, TakenUp, new Line.MoreAsked("流水", Wednesday)), "已上传", by, Wednesday, China)),
        Act.Of(Case, by => CreditLineDecisions.Grant(Told(Requested, TakenUp, Contacted), Terms, by, Wednesday, China)),
        Act.Of(Case, by => CreditLineDecisions.Decline(Told(Requested, TakenUp), DeclineReason.TooYoung, "", by, Wednesday)),
        Act.Of(Case, by => CreditLineDecisions.Withdraw(Told(Requested), "不需要了", by, Tuesday)),
        Act.Of(Case, by => CreditLineDecisions.Sign(Told(Requested, TakenUp, Contacted, Granted), by, Wednesday)),
        Act.Of(Case, by => CreditLineDecisions.AskToDraw(Told(Opened()), Money.Wan(10), "备料", by, Wednesday)),
        Act.Of(Case, by => CreditLineDecisions.RefuseDrawing(Told([.. Opened(), new Line.DrawingAsked(Money.Wan(10), "备料", Wednesday)]), "材料不全", by, Wednesday)),
        Act.Of(Case, by => CreditLineDecisions.Draw(Told(Opened()), Books.Id, Money.Wan(10), Books.ValueDate, by)),
        Act.Of(Case, by => CreditLineDecisions.Renew(Told(Opened()), Terms, by, Wednesday, China)),
        Act.Of(Case, by => CreditLineDecisions.Close(Told(Opened()), "企业注销", by, Wednesday)),

        Act.Of(Case, by => LoanDecisions.Disburse(Books.Begun().Line, new Loan.Unknown(), Books.Id, Books.Usual, Firm, by, Books.ValueDate)),
        Act.Of(Case, by => LoanDecisions.Renew(Running.Line, Running.Loan, new Loan.Unknown(), new(Bank, "JJ2027-000001"),
            Books.Usual with { ValueDate = Later, Maturity = new(2027, 9, 10) }, Firm, by, Later)),
        Act.Of(Case, by => LoanDecisions.Repay(Running.Line, Running.Loan, new(Money.Wan(1), Money.Zero, Later), by, Later)),
        Act.Of(Case, by => LoanDecisions.Prepay(Running.Line, Running.Loan, new(Money.Wan(1), Money.Zero, Later), by, Later)),
        Act.Of(Case, by => LoanDecisions.MarkOverdue(Running.Loan, new(new(2026, 4, 5), Money.Zero, Money.Yuan(1)), by, Later)),
        Act.Of(Case, by => LoanDecisions.Reclassify(Running.Loan, FiveGrade.Loss, "诉讼终结", by, Later)),
        Act.Of(Case, by => LoanDecisions.Extend(Running.Loan, new(2027, 9, 5), "回款推迟", by, Later)),
        Act.Of(Case, by => LoanDecisions.WriteOff(Lost.Loan, "无可执行财产", by, Later)),
        Act.Of(Case, by => LoanDecisions.Recover(Gone.Loan, Money.Wan(1), "拍卖设备", Later, by, Later)),
        Act.Of(Case, by => LoanDecisions.CorrectDisbursement(Running.Line, Running.Loan, new(Money.Wan(25), Rate.Percent(4.2m), Books.ValueDate, new(2027, 3, 5)), "录入有误", by, Later)),
        Act.Of(Case, by => LoanDecisions.CorrectRepayment(Repaid.Line, Repaid.Loan, 1, null, "他户款项", by, Later)),
        Act.Of(Case, by => LoanDecisions.Reverse(Running.Line, Running.Loan, "未放款", by, Later)),
    ];
}
