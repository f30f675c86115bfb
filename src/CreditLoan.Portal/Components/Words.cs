using System.Globalization;
using CreditLoan.Domain.Values;

namespace CreditLoan.Portal.Components;

/// <summary>How money, rates and days are written on pages; the unit stands in the column's head or beside the figure.</summary>
public static class Words
{
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");
    private static readonly string[] Weekdays = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];

    /// <summary>元: 5,775.00, with a real minus sign.</summary>
    public static string Yuan(Money amount) => Signed(amount.InYuan, "#,##0.00");

    /// <summary>万元: 300.00.</summary>
    public static string Wan(Money amount) => Signed(amount.InWan, "#,##0.00");

    /// <summary>亿元: 504.0.</summary>
    public static string Yi(Money amount) => Signed(amount.InWan / 10_000m, "#,##0.0");

    /// <summary>万元 without needless decimals, for running text: 300, 62.5.</summary>
    public static string WanPlain(Money amount) => Signed(amount.InWan, "#,##0.##");

    /// <summary>A yearly rate with its sign: 3.65%.</summary>
    public static string Percent(Rate rate) => Signed(rate.InPercent, "0.00##") + "%";

    public static string Percent(Share share) => Signed(share.InPercent, "0.##") + "%";

    public static string Count(long count) => Signed(count, "#,##0");

    /// <summary>2026-08-19, for tables.</summary>
    public static string Date(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>8月21日（周五）.</summary>
    public static string ShortDate(DateOnly day) => $"{day.Month}月{day.Day}日（{Weekdays[(int)day.DayOfWeek]}）";

    /// <summary>2026年8月19日 周三.</summary>
    public static string LongDate(DateOnly day) => day.ToString("yyyy年M月d日", Chinese) + " " + Weekdays[(int)day.DayOfWeek];

    /// <summary>8月4日 10:12, in Shanghai.</summary>
    public static string Moment(DateTimeOffset at) => Shanghai(at).ToString("M月d日 HH:mm", Chinese);

    /// <summary>2026-08-19 10:20, in Shanghai.</summary>
    public static string LongMoment(DateTimeOffset at) => Shanghai(at).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>When something happened: the minute where it was recorded on the day itself, otherwise the business day, which is what counts.</summary>
    public static string When(DateOnly day, DateTimeOffset recorded) =>
        DateOnly.FromDateTime(Shanghai(recorded).DateTime) == day ? Moment(recorded) : Date(day);

    public static DateTimeOffset Shanghai(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(8));

    /// <summary>剩 2 个工作日, 今天到期, 已超 1 个工作日.</summary>
    public static string DaysLeft(int workingDays) => workingDays switch
    {
        < 0 => $"已超 {-workingDays} 个工作日",
        0 => "今天到期",
        _ => $"剩 {workingDays} 个工作日",
    };

    public static Meaning Urgency(int workingDays) => workingDays switch { < 0 => Meaning.Bad, <= 2 => Meaning.Soon, _ => Meaning.Off };

    /// <summary>Any number with a real minus sign.</summary>
    public static string Signed(decimal value, string format) =>
        value.ToString(format, CultureInfo.InvariantCulture).Replace('-', '−');
}
