using CreditLoan.Domain.Records;
using CreditLoan.Domain.Values;

namespace CreditLoan.Jobs.Seeding;

/// <summary>Thirty-six months of public data about one invented enterprise (演示公共信用数据), every class, driven by its health.</summary>
internal sealed class DemoRecords(DemoEnterprise enterprise, int seed, DateOnly today)
{
    private const int MonthsBack = 36;
    private static readonly string[] Changes = ["address", "representative", "capital", "shareholder", "scope"];
    private readonly DateOnly _first = new DateOnly(today.Year, today.Month, 1).AddMonths(-MonthsBack);
    private double Health => enterprise.Health;
    private EnterpriseCode Code => enterprise.Code;
    private double MonthlySales => (double)(enterprise.Figures.Revenue?.InWan ?? 60) / 12;

    private Random Draw(int salt) => Chance.For(seed, enterprise.Number, salt);

    /// <summary>Invoices: seven a month, the health decides growth, gaps, credit notes and how many are void.</summary>
    public IEnumerable<Invoice> Invoices()
    {
        var random = Draw(1);
        var customers = 3 + random.Next(12);
        for (var month = 0; month < MonthsBack; month++)
        {
            var from = _first.AddMonths(month);
            var level = Level(random, month);
            if (random.NextDouble() > 0.8 + 0.2 * Health) continue;
            for (var n = 0; n < 7; n++)
            {
                var side = n < 4 ? InvoiceSide.Sale : InvoiceSide.Purchase;
                var whole = MonthlySales * level * (side == InvoiceSide.Sale ? 1 : 0.55 + 0.25 * (1 - Health)) / (side == InvoiceSide.Sale ? 4 : 3);
                var amount = Money.Yuan(Math.Round((decimal)(whole * 10_000 * (0.4 + 1.2 * random.NextDouble())), 2));
                if (amount.Fen < 100) amount = new Money(100);
                var credit = random.NextDouble() < 0.02 + 0.05 * (1 - Health);
                if (credit) amount = -new Money(amount.Fen / 5 + 1);
                var tax = amount * Share.Percent(13);
                var party = (int)(Math.Pow(random.NextDouble(), 1 + 2 * (1 - Health)) * customers);
                yield return new Invoice(Code, side, $"{month:00}{n:0}{enterprise.Number:00000}", $"{(side == InvoiceSide.Sale ? "K" : "G")}{(enterprise.Number * 13 + party) % 9000:0000}",
                    from.AddDays(random.Next(28)), amount, tax, amount + tax, random.NextDouble() < 0.02 + 0.07 * (1 - Health));
            }
        }
    }

    /// <summary>Every monthly series, delivered in the middle of the next month.</summary>
    public IEnumerable<MonthlyFigure> Months()
    {
        var random = Draw(2);
        var people = Math.Max(1, enterprise.Figures.Employees ?? 5);
        var (exports, arrears) = (random.NextDouble() < 0.22, random.NextDouble() < 0.16 * (1 - Health));
        for (var month = 0; month < MonthsBack; month++)
        {
            var level = Level(random, month);
            var sales = MonthlySales * level * 1_000_000;
            var staff = Math.Max(1, (long)Math.Round(people * (0.85 + 0.3 * level / 2)));
            var late = arrears && month > MonthsBack - 5;
            yield return Figure(MonthlySeries.TaxPaid, month, (long)(sales * 0.035));
            yield return Figure(MonthlySeries.TaxArrears, month, late ? (long)(sales * 0.02) : 0);
            yield return Figure(MonthlySeries.PeopleInsured, month, staff);
            yield return Figure(MonthlySeries.InsurancePaid, month, staff * 120_000);
            yield return Figure(MonthlySeries.InsuranceArrears, month, late ? staff * 60_000 : 0);
            yield return Figure(MonthlySeries.FundDepositors, month, Math.Max(1, staff * 3 / 4));
            yield return Figure(MonthlySeries.FundPaid, month, Math.Max(1, staff * 3 / 4) * 60_000);
            yield return Figure(MonthlySeries.Electricity, month, (long)(sales / 4_000));
            yield return Figure(MonthlySeries.Water, month, (long)(sales / 200_000) + 5);
            yield return Figure(MonthlySeries.UtilityArrears, month, late && month == MonthsBack - 1 ? 350_000 : 0);
            yield return Figure(MonthlySeries.Exports, month, exports ? (long)(sales * 0.3) : 0);
            yield return Figure(MonthlySeries.Imports, month, exports ? (long)(sales * 0.1) : 0);
            yield return Figure(MonthlySeries.CarbonIntensity, month, (long)(20 + 60 * (1 - Health)));
        }
    }

    /// <summary>Facts of the registers: grades for all, penalties and cases for the weak, honours for the strong.</summary>
    public IEnumerable<PublicFact> Facts()
    {
        var random = Draw(3);
        yield return Fact(FactKind.TaxGrade, 0, 200, Pick(["D", "C", "M", "B", "A"]));
        yield return Fact(FactKind.PublicCreditGrade, 0, 150, Pick(["D", "C", "B", "A"]));
        yield return Fact(FactKind.CarbonGrade, 0, 120, Pick(["E", "D", "C", "B", "A"]));
        yield return Fact(FactKind.EnvironmentGrade, 0, 300, Pick(["red", "yellow", "blue", "green"]));
        yield return Fact(FactKind.Licence, 0, 700, null, 1_800);
        yield return Fact(FactKind.Promise, 0, 400, Health > 0.25 ? "kept" : "open");
        for (var i = 0; i < random.Next(3); i++) yield return Fact(FactKind.RegistrationChanged, i, random.Next(40, 1_000), Changes[random.Next(Changes.Length)]);
        for (var i = 0; i < random.Next((int)(1 + 3 * (1 - Health))); i++)
        {
            var penalty = Fact(FactKind.Penalty, i, random.Next(30, 720), random.NextDouble() < 0.7 ? "general" : random.NextDouble() < 0.8 ? "minor" : "severe");
            yield return random.NextDouble() < 0.3 ? penalty with { RepairedOn = Earlier(penalty.On.AddDays(120)) } : random.NextDouble() < 0.1 ? penalty with { ObjectedOn = Earlier(penalty.On.AddDays(20)) } : penalty;
        }
        for (var i = 0; i < random.Next((int)(1 + 3 * (1 - Health))); i++) yield return Fact(FactKind.SuedAsDefendant, i, random.Next(20, 800), null, 300);
        if (Health < 0.18 && random.NextDouble() < 0.3) yield return Fact(FactKind.Dishonest, 0, random.Next(30, 300), null);
        if (Health < 0.3 && random.NextDouble() < 0.12) yield return Fact(FactKind.AbnormalOperation, 0, random.Next(30, 400), null);
        for (var i = 0; i < random.Next((int)(1 + 5 * Health)); i++) yield return Fact(FactKind.InventionPatent, i, random.Next(60, 1_500), null, 7_300);
        for (var i = 0; i < random.Next(4); i++) yield return Fact(FactKind.Trademark, i, random.Next(60, 2_000), null, 3_650);
        if (Health > 0.55 && random.NextDouble() < 0.35) yield return Fact(FactKind.HighTech, 0, random.Next(60, 900), null, 1_095);
        if (Health > 0.6 && random.NextDouble() < 0.25) yield return Fact(FactKind.Specialised, 0, random.Next(60, 900), null, 1_095);
        if (enterprise.OnKeyList && random.NextDouble() < 0.4) yield return Fact(FactKind.LittleGiant, 0, random.Next(60, 700), null, 1_095);
        for (var i = 0; i < random.Next((int)(1 + 2 * Health)); i++)
            yield return Fact(FactKind.Award, i, random.Next(10, 700), null) with { Amount = Money.Wan(random.Next(20, 400)) };
    }

    /// <summary>Every class reaches the end of the last month, a few come late.</summary>
    public IEnumerable<Coverage> Coverage()
    {
        var last = new DateOnly(today.Year, today.Month, 1).AddDays(-1);
        foreach (var data in Enum.GetValues<DataClass>())
            yield return new Coverage(Code, data, (enterprise.Number + (int)data) % 17 == 0 ? last.AddDays(-62) : last, "演示数据");
    }

    private double Level(Random random, int month) =>
        (0.9 + 0.2 * random.NextDouble()) * Math.Pow(1 + (Health - 0.45) * 0.03, month) * (_first.AddMonths(month).Month == 2 ? 0.7 : 1);

    private MonthlyFigure Figure(MonthlySeries series, int month, long value) => new(Code, series, _first.AddMonths(month), value, Earlier(_first.AddMonths(month + 1).AddDays(14)));

    private PublicFact Fact(FactKind kind, int number, int daysAgo, string? grade, int? lasts = null)
    {
        var on = today.AddDays(-daysAgo);
        return new PublicFact(Code, kind, $"{kind}-{enterprise.Number:00000}-{number}", on, lasts is { } days ? on.AddDays(days) : null, Earlier(on.AddDays(7)), null, grade);
    }

    private string Pick(string[] fromWorst) => fromWorst[Math.Min(fromWorst.Length - 1, (int)((Health * 0.85 + Draw(4).NextDouble() * 0.15) * fromWorst.Length))];

    private DateOnly Earlier(DateOnly day) => day < today ? day : today;
}
