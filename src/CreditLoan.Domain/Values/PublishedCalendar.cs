using System.Globalization;

namespace CreditLoan.Domain.Values;

/// <summary>The working days of mainland China as published so far (已公布的工作日历).</summary>
/// <remarks>
/// One entry a year, from 国务院办公厅关于该年部分节假日安排的通知 (2020 with the notice that prolonged the Spring Festival);
/// days checked against the npm package chinese-days. When the next year's notice appears, add its line.
/// </remarks>
public static class PublishedCalendar
{
    /// <param name="Year">The year of the notice.</param>
    /// <param name="Holidays">Weekdays that are off, as MMdd.</param>
    /// <param name="Workdays">Weekend days that are worked, as MMdd.</param>
    private sealed record Notice(int Year, string Holidays, string Workdays);

    private static readonly Notice[] Notices =
    [
        new(2016, "0101 0208 0209 0210 0211 0212 0404 0502 0609 0610 0915 0916 1003 1004 1005 1006 1007", "0206 0214 0612 0918 1008 1009"),
        new(2017, "0102 0127 0130 0131 0201 0202 0403 0404 0501 0529 0530 1002 1003 1004 1005 1006", "0122 0204 0401 0527 0930"),
        new(2018, "0101 0215 0216 0219 0220 0221 0405 0406 0430 0501 0618 0924 1001 1002 1003 1004 1005 1231", "0211 0224 0408 0428 0929 0930 1229"),
        new(2019, "0101 0204 0205 0206 0207 0208 0405 0501 0502 0503 0607 0913 1001 1002 1003 1004 1007", "0202 0203 0428 0505 0929 1012"),
        new(2020, "0101 0124 0127 0128 0129 0130 0131 0406 0501 0504 0505 0625 0626 1001 1002 1005 1006 1007 1008", "0119 0426 0509 0628 0927 1010"),
        new(2021, "0101 0211 0212 0215 0216 0217 0405 0503 0504 0505 0614 0920 0921 1001 1004 1005 1006 1007", "0207 0220 0425 0508 0918 0926 1009"),
        new(2022, "0103 0131 0201 0202 0203 0204 0404 0405 0502 0503 0504 0603 0912 1003 1004 1005 1006 1007", "0129 0130 0402 0424 0507 1008 1009"),
        new(2023, "0102 0123 0124 0125 0126 0127 0405 0501 0502 0503 0622 0623 0929 1002 1003 1004 1005 1006", "0128 0129 0423 0506 0625 1007 1008"),
        new(2024, "0101 0212 0213 0214 0215 0216 0404 0405 0501 0502 0503 0610 0916 0917 1001 1002 1003 1004 1007", "0204 0218 0407 0428 0511 0914 0929 1012"),
        new(2025, "0101 0128 0129 0130 0131 0203 0204 0404 0501 0502 0505 0602 1001 1002 1003 1006 1007 1008", "0126 0208 0427 0928 1011"),
        new(2026, "0101 0102 0216 0217 0218 0219 0220 0223 0406 0501 0504 0505 0619 0925 1001 1002 1005 1006 1007", "0104 0214 0228 0509 0920 1010"),
    ];

    public static readonly WorkingCalendar China = new(
        Notices.SelectMany(n => Days(n.Year, n.Holidays)).ToHashSet(),
        Notices.SelectMany(n => Days(n.Year, n.Workdays)).ToHashSet(),
        Notices.Max(n => n.Year));

    private static IEnumerable<DateOnly> Days(int year, string days) => days.Split(' ').Select(day => new DateOnly(
        year, int.Parse(day.AsSpan(0, 2), CultureInfo.InvariantCulture), int.Parse(day.AsSpan(2), CultureInfo.InvariantCulture)));
}
