using CreditLoan.Domain.Records;

namespace CreditLoan.Domain.Profiles;

/// <summary>One side's invoices of an enterprise, added up by month (发票月度汇总); month 0 is the last whole month up to the day asked about.</summary>
/// <remarks>Amounts are fen without tax. Void invoices are counted and nothing else; credit notes (红字) lower the net amount.</remarks>
public sealed class InvoiceMonths(DateOnly asOf)
{
    public const int Depth = 36;

    private readonly int _last = AsOfMonth.Number(AsOfMonth.LastWhole(asOf));
    private readonly Dictionary<string, long[]> _byCounterparty = new(StringComparer.Ordinal);

    public long[] Net { get; } = new long[Depth];
    public long[] CreditNotes { get; } = new long[Depth];
    public long[] Tax { get; } = new long[Depth];
    public int[] Valid { get; } = new int[Depth];
    public int[] Void { get; } = new int[Depth];
    public DateOnly? First { get; private set; }
    public DateOnly? Last { get; private set; }

    /// <summary>Adds one invoice; one of a later day than the day asked about is not seen.</summary>
    public void Add(string counterparty, DateOnly day, long amount, long tax, bool voided)
    {
        if (day > asOf) return;
        var month = _last - AsOfMonth.Number(day);
        if (!voided)
        {
            if (First is null || day < First) First = day;
            if (Last is null || day > Last) Last = day;
        }
        if (month is < 0 or >= Depth) return;
        if (voided)
        {
            Void[month]++;
            return;
        }
        Valid[month]++;
        Net[month] += amount;
        Tax[month] += tax;
        if (amount < 0) CreditNotes[month] -= amount;
        if (!_byCounterparty.TryGetValue(counterparty, out var months)) _byCounterparty.Add(counterparty, months = new long[Depth]);
        months[month] += amount;
    }

    public void Add(Invoice invoice) => Add(invoice.Counterparty, invoice.Day, invoice.Amount.Fen, invoice.Tax.Fen, invoice.Voided);

    /// <summary>The net amount of so many months, the newest being <paramref name="from"/> months back.</summary>
    public long NetOf(int months, int from = 0) => Sum(Net, months, from);

    public static long Sum(long[] values, int months, int from = 0)
    {
        var sum = 0L;
        for (var i = from; i < from + months && i < values.Length; i++) sum += values[i];
        return sum;
    }

    public static int Sum(int[] values, int months, int from = 0)
    {
        var sum = 0;
        for (var i = from; i < from + months && i < values.Length; i++) sum += values[i];
        return sum;
    }

    /// <summary>What each counterparty bought or sold in twelve months, net and above zero, the largest first.</summary>
    public List<(string Code, long Amount)> Counterparties(int from = 0)
    {
        var amounts = new List<(string Code, long Amount)>();
        foreach (var (code, months) in _byCounterparty)
        {
            var amount = Sum(months, 12, from);
            if (amount > 0) amounts.Add((code, amount));
        }
        amounts.Sort(static (a, b) => a.Amount != b.Amount ? b.Amount.CompareTo(a.Amount) : string.CompareOrdinal(a.Code, b.Code));
        return amounts;
    }
}

/// <summary>Months as a profile counts them (整月口径).</summary>
public static class AsOfMonth
{
    /// <summary>Months since the year 0.</summary>
    public static int Number(DateOnly day) => day.Year * 12 + day.Month - 1;

    /// <summary>The first day of the last month that is whole on a day: its own on the month's last day, else the one before.</summary>
    public static DateOnly LastWhole(DateOnly asOf)
    {
        var first = new DateOnly(asOf.Year, asOf.Month, 1);
        return asOf.AddDays(1).Day == 1 ? first : first.AddMonths(-1);
    }
}
