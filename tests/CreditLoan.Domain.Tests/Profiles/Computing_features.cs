using CreditLoan.Domain.Profiles;
using CreditLoan.Domain.Records;
using CreditLoan.Domain.Values;
using static CreditLoan.Domain.Tests.Profiles.ProfileExamples;

namespace CreditLoan.Domain.Tests.Profiles;

public class Computing_features
{
    [Fact]
    public void Adds_up_sales_of_twelve_whole_months()
    {
        var records = Known().With(Sale(2025, 8, 600_000), Sale(2026, 7, 400_000, day: 31), Sale(2025, 7, 500_000), Sale(2026, 1, 999, voided: true));
        Assert.Equal(100m, records.Number("sales_12m"));
        Assert.Equal(50m, records.Number("sales_prior_12m"));
        Assert.Equal(100m, records.Number("sales_growth"));
        Assert.Equal(2m, records.Number("active_months"));
        Assert.Equal(10m, records.Number("gap_months"));
        Assert.Equal(33.3333m, records.Number("void_share"));
    }

    [Fact]
    public void Leaves_out_a_month_that_is_not_over()
    {
        var records = Known(new DateOnly(2026, 8, 15)).With(Sale(2026, 8, 900_000), Sale(2026, 7, 100_000));
        Assert.Equal(10m, records.Number("sales_12m"));
        Assert.Equal(5m, records.Number("days_since_sale"));
    }

    [Fact]
    public void Ends_with_the_last_delivery_so_that_no_month_looks_empty_before_it_has_come()
    {
        var records = Known(coverage: new Dictionary<DataClass, DateOnly> { [DataClass.Invoices] = new(2026, 5, 31) }).With(Sale(2025, 6, 100), Sale(2026, 5, 100));
        Assert.Equal(2m, records.Number("active_months"));
        Assert.Equal(10m, records.Number("gap_months"));
    }

    [Fact]
    public void Takes_credit_notes_off_and_tells_their_share()
    {
        var records = Known().With(Sale(2026, 5, 100_000), Sale(2026, 6, -20_000));
        Assert.Equal(8m, records.Number("sales_12m"));
        Assert.Equal(20m, records.Number("credit_note_share"));
    }

    [Fact]
    public void Measures_concentration_and_who_stayed()
    {
        var records = Known().With(
            Sale(2025, 3, 100, "B1"), Sale(2025, 3, 100, "B2"),
            Sale(2026, 3, 600, "B1"), Sale(2026, 4, 300, "B3"), Sale(2026, 5, 100, "B4"), Sale(2026, 5, -50, "B5"));
        Assert.Equal(60m, records.Number("top_customer_share"));
        Assert.Equal(100m, records.Number("top3_customer_share"));
        Assert.Equal(3m, records.Number("customers"));
        Assert.Equal(50m, records.Number("customer_retention"));
        Assert.Equal(40m, records.Number("new_customer_share"));
    }

    [Fact]
    public void Has_no_growth_from_nothing_and_no_share_of_nothing()
    {
        var records = Known().With(Sale(2026, 5, 100));
        Assert.Null(records.Number("sales_growth"));
        Assert.Null(Known().Number("top_customer_share"));
    }

    [Fact]
    public void Has_no_volatility_where_every_month_is_the_same()
    {
        var months = Enumerable.Range(0, 12).Select(i => (object)Sale(2025 + (i + 7) / 12, (i + 7) % 12 + 1, 1_000)).ToArray();
        Assert.Equal(0m, Known().With(months).Number("sales_volatility"));
        Assert.Equal(0m, Known().With(months).Number("sales_trend"));
    }

    [Fact]
    public void Gives_nothing_for_a_class_that_may_not_be_used() =>
        Assert.Empty(Features.Compute(Known(coverage: new Dictionary<DataClass, DateOnly>()).With(Sale(2026, 5, 100))));

    [Fact]
    public void Counts_months_in_a_row_back_from_the_newest_that_was_delivered()
    {
        var paid = Enumerable.Range(1, 20).Where(back => back != 15)
            .Select(back => (object)new MonthlyFigure(Enterprise, MonthlySeries.TaxPaid, new DateOnly(2026, 7, 1).AddMonths(-back), 100, AsOf)).ToArray();
        Assert.Equal(14m, Known().With(paid).Number("tax_months"));
    }

    [Fact]
    public void Uses_a_penalty_no_longer_than_it_may_be_published()
    {
        var records = Known().With(
            Fact(FactKind.Penalty, new DateOnly(2026, 6, 1), "minor", number: "1"), Fact(FactKind.Penalty, new DateOnly(2025, 8, 1), "general", number: "2"),
            Fact(FactKind.Penalty, new DateOnly(2025, 7, 1), "general", number: "3"), Fact(FactKind.Penalty, new DateOnly(2024, 8, 1), "severe", number: "4"),
            Fact(FactKind.Penalty, new DateOnly(2026, 6, 2), "severe", repaired: new DateOnly(2026, 7, 1), number: "5"));
        Assert.Equal(2m, records.Number("penalties_24m"));
        Assert.Equal(1m, records.Number("severe_penalties_36m"));
    }

    [Fact]
    public void Are_all_named_explained_and_told_apart()
    {
        Assert.InRange(Features.All.Count, 80, 100);
        Assert.Equal(Features.All.Count, Features.All.Select(f => f.Key).Distinct().Count());
        Assert.Equal(Features.All.Count, Features.All.Select(f => f.Term).Distinct().Count());
        Assert.All(Features.All, f => Assert.True(f.Window.Length > 0 && f.FreshDays > 0));
    }
}
