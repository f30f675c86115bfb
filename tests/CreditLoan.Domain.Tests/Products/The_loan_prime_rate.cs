using CreditLoan.Domain.Access;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using static CreditLoan.Domain.Tests.Products.ProductExamples;
using static CreditLoan.Domain.Tests.Story;

namespace CreditLoan.Domain.Tests.Products;

public class The_loan_prime_rate
{
    private static readonly Actor Operator = new("lin", Role.DataOperator, "");

    [Fact]
    public void Is_taken_on_record_month_by_month() =>
        Given(LprSeries.Stream, new LprEvent.Published(August)).When(s => LprDecisions.Publish(s, Operator, August with { PublishedOn = new(2026, 8, 20) }))
            .Then(new LprEvent.Published(August with { PublishedOn = new(2026, 8, 20) }));

    [Fact]
    public void Is_refused_out_of_order_without_source_and_to_others()
    {
        Given(LprSeries.Stream, new LprEvent.Published(August)).When(s => LprDecisions.Publish(s, Operator, August)).Refuses(LprDecisions.OutOfOrder);
        Given(LprSeries.Stream).When(s => LprDecisions.Publish(s, Operator, August with { Source = "" })).Refuses(LprDecisions.OutOfRange);
        Given(LprSeries.Stream).When(s => LprDecisions.Publish(s, Operator, August with { OneYear = Rate.Percent(10.01m) })).Refuses(LprDecisions.OutOfRange);
        Given(LprSeries.Stream).When(s => LprDecisions.Publish(s, Keeper, August)).Refuses(LprDecisions.NotAllowed);
    }
}
