using System.Text.Json;
using CreditLoan.Domain.Profiles;
using CreditLoan.Domain.Records;
using CreditLoan.Domain.Values;
using static CreditLoan.Domain.Tests.Profiles.ProfileExamples;

namespace CreditLoan.Domain.Tests.Profiles;

public class A_profile_as_of_a_day
{
    /// <summary>Whatever happens to rows of later days (added, shifted, deleted), the profile stays the same.</summary>
    [Fact]
    public void Never_sees_later_data()
    {
        var random = new Random(20260731);
        for (var round = 0; round < 300; round++)
        {
            var asOf = AsOf.AddDays(-random.Next(400));
            var rows = Enumerable.Range(0, 150).Select(i => Row(random, asOf, i)).ToList();
            var before = Text(Profile.Of(Known(asOf).With([.. rows])));
            var shifted = rows.Select(row => Shift(row, asOf, random.Next(1, 200))).ToList();
            var deleted = rows.Where(row => !IsLater(row, asOf)).ToList();
            Assert.Equal(before, Text(Profile.Of(Known(asOf).With([.. shifted]))));
            Assert.Equal(before, Text(Profile.Of(Known(asOf).With([.. deleted]))));
        }
    }

    [Fact]
    public void Does_not_know_of_a_repair_or_a_removal_that_comes_later()
    {
        var abnormal = Fact(FactKind.AbnormalOperation, new DateOnly(2026, 1, 5), until: new DateOnly(2026, 9, 1));
        Assert.Contains(Profile.Of(Known().With(abnormal)).Tags, t => t is { Key: "abnormal", Tone: TagTone.Notice });
        Assert.Contains(Profile.Of(Known(new DateOnly(2026, 9, 1)).With(abnormal)).Tags, t => t is { Key: "abnormal", Tone: TagTone.Plain });
    }

    private static object Row(Random random, DateOnly asOf, int number)
    {
        var day = asOf.AddDays(random.Next(-1200, 400));
        switch (random.Next(3))
        {
            case 0:
                return new Invoice(Enterprise, (InvoiceSide)random.Next(1, 3), $"{number}", $"C{random.Next(8)}", day, new Money(random.Next(-1_000, 100_000)), new Money(10), new Money(20), random.Next(8) == 0);
            case 1:
                var month = new DateOnly(day.Year, day.Month, 1);
                return new MonthlyFigure(Enterprise, (MonthlySeries)random.Next(1, 14), month, random.Next(0, 1_000), month.AddMonths(1).AddDays(random.Next(40)));
            default:
                var ends = random.Next(2) == 0 ? (DateOnly?)day.AddDays(random.Next(500)) : null;
                var grade = new[] { "A", "general", "severe", "address", "green" }[random.Next(5)];
                return new PublicFact(Enterprise, (FactKind)random.Next(1, 27), $"{number}", day, ends, day.AddDays(random.Next(20)), new Money(random.Next(1_000)), grade,
                    random.Next(3) == 0 ? day.AddDays(random.Next(500)) : null, random.Next(3) == 0 ? day.AddDays(random.Next(300)) : null, null);
        }
    }

    private static bool IsLater(object row, DateOnly asOf) => row switch
    {
        Invoice invoice => invoice.Day > asOf,
        MonthlyFigure figure => figure.KnownOn > asOf,
        PublicFact fact => fact.KnownOn > asOf || fact.On > asOf,
        _ => false,
    };

    private static object Shift(object row, DateOnly asOf, int days) => row switch
    {
        Invoice invoice when invoice.Day > asOf => invoice with { Day = invoice.Day.AddDays(days), Amount = new Money(days) },
        MonthlyFigure figure when figure.KnownOn > asOf => figure with { KnownOn = figure.KnownOn.AddDays(days), Value = days },
        PublicFact fact when fact.KnownOn > asOf => fact with { KnownOn = fact.KnownOn.AddDays(days), Grade = "D" },
        PublicFact fact => fact with { Until = Later(fact.Until, asOf, days), RepairedOn = Later(fact.RepairedOn, asOf, days), ObjectedOn = Later(fact.ObjectedOn, asOf, days) },
        _ => row,
    };

    private static DateOnly? Later(DateOnly? day, DateOnly asOf, int days) => day > asOf ? day.Value.AddDays(days) : day;

    private static string Text(Profile profile) => JsonSerializer.Serialize(new
    {
        Features = profile.Features.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}={f.Value}"),
        profile.Tags,
        profile.Trends,
    });
}
