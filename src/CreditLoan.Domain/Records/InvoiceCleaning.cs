using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Records;

/// <summary>The rules by which dirty invoice rows are repaired or set aside (清洗规则).</summary>
public enum CleaningRule
{
    /// <summary>Repaired: spaces around the status (状态含空格).</summary>
    StatusTrimmed = 1,
    /// <summary>Repaired: the number is padded to eight digits, the leading zeros having been lost (号码补零).</summary>
    NumberPadded = 2,
    /// <summary>Repaired: a credit note whose tax has the wrong sign, seen from amount and total (税额符号).</summary>
    TaxSigned = 3,
    /// <summary>Set aside: every field is the same as in an earlier row (重复行).</summary>
    Repeated = 4,
    /// <summary>Set aside: the same invoice once valid and once void; the one kept is void (先开后作废).</summary>
    VoidedAgain = 5,
    /// <summary>Set aside: amount and tax do not make the total (金额不平).</summary>
    Unbalanced = 6,
    /// <summary>Set aside: a cell is missing or cannot be read (字段无法识别).</summary>
    Unreadable = 7,
    /// <summary>Set aside: dated after the day the data goes up to (晚于数据日).</summary>
    TooLate = 8,
    /// <summary>Set aside: the enterprise is not in the source's list (企业不在名单).</summary>
    UnknownEnterprise = 9,
}

public static class CleaningRules
{
    /// <summary>What the rule does, as reports say it.</summary>
    public static string Sentence(CleaningRule rule) => rule switch
    {
        CleaningRule.StatusTrimmed => "去掉发票状态前后的空格",
        CleaningRule.NumberPadded => "发票号码补足八位前导零",
        CleaningRule.TaxSigned => "按金额和价税合计更正红字税额的符号",
        CleaningRule.Repeated => "与前面一行完全相同，只留一行",
        CleaningRule.VoidedAgain => "同一张发票既有有效又有作废，按作废留一行",
        CleaningRule.Unbalanced => "金额与税额之和不等于价税合计",
        CleaningRule.Unreadable => "字段缺失或无法识别",
        CleaningRule.TooLate => "开票日期晚于数据日",
        _ => "企业不在名单中",
    };
}

/// <summary>A row as the source has it, spaces included.</summary>
public readonly ref struct RawInvoice
{
    public required ReadOnlySpan<char> Number { get; init; }
    public required ReadOnlySpan<char> Day { get; init; }
    public required ReadOnlySpan<char> Amount { get; init; }
    public required ReadOnlySpan<char> Tax { get; init; }
    public required ReadOnlySpan<char> Total { get; init; }
    public required ReadOnlySpan<char> Status { get; init; }
}

/// <summary>Cleans one invoice row at a time (发票清洗); rules over several rows are the import's.</summary>
public static class InvoiceCleaning
{
    /// <summary>Digits of an invoice number on paper and in the old electronic form; the national e-invoice (数电票) has twenty.</summary>
    private const int NumberLength = 8;

    /// <summary>Reads a row; the repairs that were needed, or the one rule by which it is set aside.</summary>
    /// <param name="number">The number at its full length.</param>
    /// <returns>Null where the row is set aside by <paramref name="rule"/>.</returns>
    public static Invoice? Clean(EnterpriseCode enterprise, InvoiceSide side, string counterparty, in RawInvoice raw, DateOnly dataDate,
        Span<CleaningRule> repairs, out int repaired, out CleaningRule rule)
    {
        repaired = 0;
        rule = CleaningRule.Unreadable;
        var status = raw.Status.Trim();
        if (status.Length != raw.Status.Length) repairs[repaired++] = CleaningRule.StatusTrimmed;
        if (Void(status) is not { } voided || counterparty.Length == 0 || !TryDay(raw.Day, out var day)
            || !TryFen(raw.Amount, out var amount) || !TryFen(raw.Tax, out var tax) || !TryFen(raw.Total, out var total)) return null;
        if (Number(raw.Number, repairs, ref repaired) is not { } number) return null;
        if (amount + tax != total)
        {
            rule = CleaningRule.Unbalanced;
            if (amount - tax != total) return null;
            tax = -tax;
            repairs[repaired++] = CleaningRule.TaxSigned;
        }
        rule = CleaningRule.TooLate;
        return day > dataDate ? null : new Invoice(enterprise, side, number, counterparty, day, new Money(amount), new Money(tax), new Money(total), voided);
    }

    private static bool? Void(ReadOnlySpan<char> status) => status switch { "有效发票" => false, "作废发票" => true, _ => null };

    private static string? Number(ReadOnlySpan<char> text, Span<CleaningRule> repairs, ref int repaired)
    {
        var digits = text.Trim();
        if (digits.IsEmpty || digits.Length > 20 || digits.ContainsAnyExceptInRange('0', '9')) return null;
        if (digits.Length >= NumberLength) return digits.ToString();
        repairs[repaired++] = CleaningRule.NumberPadded;
        Span<char> padded = stackalloc char[NumberLength];
        padded.Fill('0');
        digits.CopyTo(padded[(NumberLength - digits.Length)..]);
        return padded.ToString();
    }

    /// <summary>A day like 2017/7/18.</summary>
    private static bool TryDay(ReadOnlySpan<char> text, out DateOnly day)
    {
        day = default;
        var first = text.IndexOf('/');
        var second = text.LastIndexOf('/');
        if (first != 4 || second <= first) return false;
        if (!TryDigits(text[..first], out var year) || !TryDigits(text[(first + 1)..second], out var month) || !TryDigits(text[(second + 1)..], out var number)) return false;
        if (year is < 1994 or > 2200 || month is < 1 or > 12 || number < 1 || number > DateTime.DaysInMonth(year, month)) return false;
        day = new DateOnly(year, month, number);
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        if (text.IsEmpty || text.Length > 4) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c)) return false;
            number = number * 10 + (c - '0');
        }
        return true;
    }

    /// <summary>Yuan with at most two decimals, exactly; more decimals are not read.</summary>
    private static bool TryFen(ReadOnlySpan<char> text, out long fen)
    {
        fen = 0;
        var at = text.StartsWith('-') ? 1 : 0;
        if (text.Length == at || text.Length > 16) return false;
        var decimals = -1;
        for (var i = at; i < text.Length; i++)
        {
            if (text[i] == '.' && decimals < 0) decimals = 0;
            else if (!char.IsAsciiDigit(text[i]) || decimals >= 2) return false;
            else
            {
                fen = fen * 10 + (text[i] - '0');
                if (decimals >= 0) decimals++;
            }
        }
        for (var i = Math.Max(decimals, 0); i < 2; i++) fen *= 10;
        if (at == 1) fen = -fen;
        return true;
    }
}
