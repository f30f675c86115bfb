using System.Globalization;
using System.Text.Json;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Tests.Loans;

/// <summary>Equal payments against other people's: the tests of numpy-financial (BSD-3-Clause) and of Apache Fineract (Apache-2.0), data/amort.</summary>
public class Published_instalments
{
    [Fact]
    public void Of_numpy_financial_are_ours()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(TestData.File("amort", "numpy_financial_vectors.json")));
        var checkedOnes = 0;
        foreach (var vector in document.RootElement.GetProperty("vectors").EnumerateArray())
        {
            var given = vector[1];
            if (given.TryGetProperty("when", out _)) continue;
            if (vector[0].GetString() is not ("pmt" or "ppmt")) continue;
            var factors = Enumerable.Repeat(Factor(given.GetProperty("rate")), given.GetProperty("nper").GetInt32()).ToArray();
            var first = RepaymentPlan.Annuity(Money.Yuan(given.GetProperty("pv").GetInt64()), factors)[0];
            var expected = -(vector[2].ValueKind == JsonValueKind.String ? decimal.Parse(vector[2].GetString()!, CultureInfo.InvariantCulture) : vector[2].GetDecimal());
            // ppmt gives the first instalment's principal before any rounding: with its interest it is the payment.
            if (vector[0].GetString() == "ppmt") expected += given.GetProperty("pv").GetInt64() * factors[0];
            Assert.Equal(Money.Yuan(expected), first.Principal + first.Interest);
            checkedOnes++;
        }
        Assert.Equal(3, checkedOnes);
    }

    [Fact]
    public void Of_Fineract_are_ours()
    {
        var plans = 0;
        foreach (var line in File.ReadLines(TestData.File("amort", "fineract_emi_first8.jsonl")))
        {
            var expected = Checks(line);
            if (expected.Count == 0) continue;
            // Where the payment changes, the rate did: the rest is planned anew from what is left, as an extension or a prepayment is.
            var left = Money.Yuan(100);
            for (var (from, next) = (0, 0); from < expected.Count; from = next)
            {
                while (next < expected.Count && (expected[next].Payment == expected[from].Payment || next == expected.Count - 1)) next++;
                var factors = expected.Select((c, i) => i < next ? c.Factor : expected[next - 1].Factor).Skip(from).ToArray();
                var ours = RepaymentPlan.Annuity(left, factors).Take(next - from).ToArray();
                Assert.Equal(expected.Take(next).Skip(from).Select(c => (c.Principal, c.Interest)), ours);
                left = expected[next - 1].Left;
            }
            plans++;
        }
        Assert.Equal(6, plans);
    }

    private sealed record Period(decimal Factor, Money Payment, Money Interest, Money Principal, Money Left);

    /// <summary>The periods up to a second disbursement. A check is: period, its part, payment, factor, (interest of the part,) interest, principal, balance.</summary>
    private static List<Period> Checks(string line)
    {
        using var test = JsonDocument.Parse(line);
        var periods = new SortedDictionary<int, Period>();
        foreach (var step in test.RootElement.GetProperty("steps").EnumerateArray())
        {
            if (step[0].GetString() == "call" && step[1].GetString() == "addDisbursement" && periods.Count > 0) break;
            if (step[0].GetString() != "check") continue;
            var cells = step[1].EnumerateArray().Select(c => decimal.Parse(c.GetString()!, CultureInfo.InvariantCulture)).ToArray();
            var before = periods.GetValueOrDefault((int)cells[0])?.Factor ?? 0;
            periods[(int)cells[0]] = new(before + cells[3], Money.Yuan(cells[2]), Money.Yuan(cells[^3]), Money.Yuan(cells[^2]), Money.Yuan(cells[^1]));
        }
        return [.. periods.Values];
    }

    private static decimal Factor(JsonElement rate)
    {
        if (rate.ValueKind != JsonValueKind.String) return rate.GetDecimal();
        var parts = rate.GetString()!.Split('/').Select(p => decimal.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        return parts[0] / parts[1];
    }
}
