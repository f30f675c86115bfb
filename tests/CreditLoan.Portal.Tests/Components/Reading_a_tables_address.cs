using CreditLoan.Portal.Components;

namespace CreditLoan.Portal.Tests;

public class Reading_a_tables_address
{
    [Fact]
    public void Gives_sort_page_and_filters()
    {
        var query = TableQuery.From("http://localhost/bank?stage=%E5%BE%85%E5%8F%97%E7%90%86&sort=amount&desc=1&page=3&empty=", "left", false, 20);
        Assert.Equal(("amount", true, 3, "待受理"), (query.Sort, query.Descending, query.Page, query["stage"]));
        Assert.Equal(["stage"], query.Filters.Keys);
    }

    [Theory]
    [InlineData("?page=-1")]
    [InlineData("?page=0")]
    [InlineData("?page=abc")]
    [InlineData("?page=99999999999999999999")]
    public void Takes_no_nonsense_for_a_page(string search) => Assert.Equal(1, TableQuery.From("http://localhost/bank" + search, "left", false, 20).Page);

    [Fact]
    public void Begins_at_page_one_when_a_filter_changes() =>
        Assert.Equal("/bank?sort=amount&stage=a", TableQuery.With("http://localhost/bank?sort=amount&page=4", ("stage", "a")));

    [Fact]
    public void Loses_a_filter_that_is_emptied() => Assert.Equal("/bank", TableQuery.With("http://localhost/bank?stage=a", ("stage", "")));
}
