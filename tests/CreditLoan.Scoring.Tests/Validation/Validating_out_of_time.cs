using CreditLoan.Scoring.Alignment;
using CreditLoan.Scoring.Validation;

namespace CreditLoan.Scoring.Tests.Validation;

public class Validating_out_of_time
{
    private static readonly int[] Months = [.. Enumerable.Range(0, 400).Select(i => 24_000 + (i % 8))];
    private static readonly byte[] Bad = [.. Enumerable.Range(0, 400).Select(i => (byte)(i % 5 == 0 ? 1 : 0))];

    [Fact]
    public void Holds_back_the_latest_months_that_make_up_the_part()
    {
        var split = OutOfTime.Split(Months, Bad, part: 0.25, least: 10)!;
        Assert.Equal(24_006, split.From);
        Assert.Equal(100, split.Later.Length);
        Assert.Equal(300, split.Earlier.Length);
        Assert.All(split.Later, r => Assert.True(Months[r] >= split.From));
        Assert.All(split.Earlier, r => Assert.True(Months[r] < split.From));
    }

    [Fact]
    public void Holds_back_more_where_the_latest_month_has_too_few_bad_rows()
    {
        // Nobody of the last two months was bad: a third one is needed.
        byte[] bad = [.. Bad.Select((b, i) => Months[i] >= 24_006 ? (byte)0 : b)];
        Assert.Equal(24_005, OutOfTime.Split(Months, bad, part: 0.25, least: 10)!.From);
    }

    [Fact]
    public void Says_nothing_for_one_month_or_where_either_side_has_too_few()
    {
        Assert.Null(OutOfTime.Split(new int[400], Bad, part: 0.25, least: 10));
        Assert.Null(OutOfTime.Split(Months, Bad, part: 0.25, least: 70));
        Assert.Null(OutOfTime.Split(Months, [.. Bad.Select((b, i) => Months[i] < 24_006 ? (byte)0 : b)], part: 0.25, least: 10));
    }

    [Fact]
    public void Lets_the_model_see_the_earlier_rows_only()
    {
        var sample = new Sample("bad", [new Column.Numbers("month", [.. Months.Select(m => (double)m)])], Bad);
        var split = OutOfTime.Split(Months, Bad, part: 0.25, least: 10)!;
        var predicted = split.Predict(sample, (train, test) =>
        {
            Assert.True(((Column.Numbers)train.Columns[0]).Values.Max() < ((Column.Numbers)test.Columns[0]).Values.Min());
            return [.. test.Bad.Select(b => (double)b)];
        });
        Assert.Equal(split.Later.Select(r => (double)Bad[r]), predicted);
    }
}
