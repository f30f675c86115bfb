using System.Globalization;
using System.Text;
using CreditLoan.Domain.Values;

namespace CreditLoan.Files;

/// <summary>How the cells of each type are read: forgiving in form (full-width digits, thousands separators), strict in value.</summary>
internal static class Fields
{
    private static readonly string[] DayForms = ["yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyyMMdd", "yyyy年M月d日"];
    private static readonly DateOnly FirstDay = new(1900, 1, 1);
    private static readonly DateOnly LastDay = new(2200, 12, 31);

    public static string? Text(string text, int maxLength, out string value)
    {
        value = text;
        if (text.Length > maxLength) return $"最多 {maxLength} 个字，填写了 {text.Length} 个。";
        return text.Any(char.IsControl) ? "含有换行或不可见字符，请重新输入。" : null;
    }

    public static string? Choice(string text, string[] choices, out string value)
    {
        value = text;
        return Array.IndexOf(choices, text) >= 0 ? null : $"“{Short(text)}”不在选项中，可填：{string.Join('、', choices)}。";
    }

    public static string? Money(string text, out Money value)
    {
        value = default;
        if (!Number(text, out var yuan)) return $"“{Short(text)}”不是金额，请填以元为单位的数字，如 300000.00。";
        if (Math.Abs(yuan) > 1_000_000_000_000m) return "金额超过一万亿元，请核对单位是否为元。";
        if (yuan * 100m != Math.Truncate(yuan * 100m)) return "金额最多两位小数（到分）。";
        value = Domain.Values.Money.Yuan(yuan);
        return null;
    }

    public static string? Rate(string text, out Rate value)
    {
        value = default;
        if (!Number(text.TrimEnd('%', '％'), out var percent)) return $"“{Short(text)}”不是利率，请填百分数，如 3.45。";
        if (percent is < 0m or > 100m) return "年利率应在 0 到 100 之间，单位为 %。";
        if (percent * 10_000m != Math.Truncate(percent * 10_000m)) return "年利率最多四位小数。";
        value = Domain.Values.Rate.Percent(percent);
        return null;
    }

    public static string? Whole(string text, out int value)
    {
        value = 0;
        if (!Number(text, out var number) || number != Math.Truncate(number)) return $"“{Short(text)}”不是整数。";
        if (number is < 0m or > int.MaxValue) return "应为 0 或更大的整数。";
        value = (int)number;
        return null;
    }

    public static string? Day(string text, out DateOnly value)
    {
        if (!DateOnly.TryParseExact(Narrow(text), DayForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out value))
            return $"“{Short(text)}”不是日期，请按 2026-07-31 的样子填写。";
        return value < FirstDay || value > LastDay ? "日期超出 1900 年至 2200 年。" : null;
    }

    public static string? CreditCode(string text, out UnifiedCreditCode value) =>
        UnifiedCreditCode.TryParse(text, out value, out var problem) ? null : problem;

    private static bool Number(string text, out decimal number) =>
        decimal.TryParse(Narrow(text), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands,
            CultureInfo.InvariantCulture, out number);

    /// <summary>Full-width forms of ASCII become ASCII; the minus sign of typesetting becomes a hyphen.</summary>
    private static string Narrow(string text)
    {
        if (Ascii.IsValid(text)) return text;
        return string.Create(text.Length, text, (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = source[i] switch { >= '！' and <= '～' => (char)(source[i] - 0xFEE0), '−' => '-', _ => source[i] };
        });
    }

    private static string Short(string text) => text.Length <= 30 ? text : string.Concat(text.AsSpan(0, 30), "…");
}
