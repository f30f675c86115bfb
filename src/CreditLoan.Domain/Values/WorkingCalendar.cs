namespace CreditLoan.Domain.Values;

/// <summary>Which days are worked (工作日历): weekends off, and the State Council's notice of each year on top.</summary>
/// <param name="Holidays">Weekdays that are off (法定节假日).</param>
/// <param name="Workdays">Weekend days that are worked (调休上班).</param>
/// <param name="LastYear">The last year with a published notice; deadlines beyond it are provisional (暂定).</param>
public sealed record WorkingCalendar(IReadOnlySet<DateOnly> Holidays, IReadOnlySet<DateOnly> Workdays, int LastYear)
{
    /// <summary>Weekends off and nothing else: every deadline is provisional.</summary>
    public static readonly WorkingCalendar WeekendsOnly = new(new HashSet<DateOnly>(), new HashSet<DateOnly>(), 0);

    public bool IsWorkingDay(DateOnly day) =>
        Workdays.Contains(day) || (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !Holidays.Contains(day));

    /// <summary>The working day that lies so many working days after a day; the day itself does not count, the last one does.</summary>
    public Deadline Add(DateOnly from, int workingDays)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(workingDays);
        var day = from;
        while (workingDays > 0)
        {
            day = day.AddDays(1);
            if (IsWorkingDay(day)) workingDays--;
        }
        return new Deadline(day, Provisional: day.Year > LastYear);
    }

    /// <summary>Working days from a day to a later one: the first does not count, the last does; negative when the later day is past.</summary>
    public int Between(DateOnly from, DateOnly to)
    {
        if (to < from) return -Between(to, from);
        var count = 0;
        for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
            if (IsWorkingDay(day)) count++;
        return count;
    }
}

/// <summary>The last day on which something may be done (期限).</summary>
/// <param name="Day">The day itself counts.</param>
/// <param name="Provisional">No notice is published yet for that year (暂定).</param>
public readonly record struct Deadline(DateOnly Day, bool Provisional);
