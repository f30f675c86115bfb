using System.Globalization;
using System.Text;
using CreditLoan.Domain.Demands;
using CreditLoan.Domain.Matching;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;

namespace CreditLoan.Tool.Benches;

/// <summary>Made enterprises, needs and products for <see cref="MatchBench"/>, the same every time, and the same conditions as SQL.</summary>
internal sealed record MatchData(ProductRow[] Products, BankRecord[] Records, Need[] Needs, Dictionary<string, FactColumn> Columns)
{
    public const int RulesEach = 8;
    private const int ProductCount = 200, BankCount = 24;

    private static readonly Lpr Lpr = new(new DateOnly(2026, 7, 20), Rate.Percent(3.00m), Rate.Percent(3.50m), "made");
    private static readonly int[] Terms = [3, 6, 12, 18, 24, 36];
    private static readonly Field[] Used = [.. Fields.All.Where(f => f.Key is not ("district" or "division"))];

    public MatchBook Book() => new(Products, Records, Lpr);

    public static MatchData Make(int enterprises)
    {
        var random = new Random(20261122);
        var products = Enumerable.Range(0, ProductCount).Select(p => Product(p, random)).ToArray();
        var records = Enumerable.Range(0, BankCount).Select(b => new BankRecord(new BankCode($"B{b:00}"), random.Next(3, 60), random.Next(1, 15), 20)).ToArray();
        var needs = Enumerable.Range(0, enterprises).Select(_ => new Need(Money.Wan(10 * random.Next(1, 31)), Terms[random.Next(Terms.Length)], (LoanPurpose)random.Next(1, 9),
            [(Security)random.Next(7), (Security)random.Next(7)])).ToArray();
        return new MatchData(products, records, needs, Used.ToDictionary(f => f.Key, f => Column(f, enterprises, random), StringComparer.Ordinal));
    }

    /// <summary>One enterprise's facts, as the page has them.</summary>
    public Dictionary<string, Fact> FactsOf(int row)
    {
        var facts = new Dictionary<string, Fact>(StringComparer.Ordinal);
        foreach (var (key, column) in Columns)
            switch (column)
            {
                case FactColumn.Numbers n when !double.IsNaN(n.Values[row]): facts[key] = new Fact.Number((decimal)n.Values[row]); break;
                case FactColumn.Choices c when c.Codes[row] >= 0: facts[key] = new Fact.Choice(c.Levels[c.Codes[row]]); break;
                case FactColumn.Flags f when f.Values[row] is { } holds: facts[key] = new Fact.Flag(holds); break;
            }
        return facts;
    }

    private static ProductRow Product(int number, Random random)
    {
        var rules = Used.OrderBy(_ => random.Next()).Take(RulesEach).Select(field => Rule(field, random)).ToArray();
        var (least, most) = (5 * random.Next(1, 12), 20 * random.Next(5, 20));
        Fee[] fees = number % 3 == 0 ? [new Fee("担保费", FeeKind.YearlyShare, Share.Percent(0.5m), Money.Zero)] : [];
        var terms = new ProductTerms($"产品{number}", "", new Price(LprTenor.OneYear, random.Next(0, 150), random.Next(150, 400)), fees, Money.Wan(least), Money.Wan(most), Terms[random.Next(3)], Terms[random.Next(3, 6)],
            [RepaymentMethod.EqualInstalments], [.. Enum.GetValues<Security>().Where(_ => random.Next(3) > 0).DefaultIfEmpty(Security.Unsecured)],
            number % 4 == 0 ? [.. Enum.GetValues<LoanPurpose>().Where(_ => random.Next(2) > 0).DefaultIfEmpty(LoanPurpose.Materials)] : [], rules, new DateOnly(2027, 6, 30));
        return new ProductRow(new BankCode($"B{number % BankCount:00}"), $"P{number:000}", ProductStage.OnShelf, terms.Name, terms, new DateOnly(2026, 1, 1), null, terms.Until, 1);
    }

    /// <summary>Rules that most enterprises keep, as real ones are.</summary>
    private static Rule Rule(Field field, Random random) => field.Kind switch
    {
        FieldKind.Number => random.Next(2) == 0 ? new Rule(field.Key, Comparison.AtLeast, (2 * random.Next(1, 16)).ToString(CultureInfo.InvariantCulture)) : new Rule(field.Key, Comparison.AtMost, (100 - (2 * random.Next(1, 16))).ToString(CultureInfo.InvariantCulture)),
        FieldKind.Scale s => new Rule(field.Key, Comparison.AtLeast, s.Options[random.Next(2)].Value),
        FieldKind.Choice c => new Rule(field.Key, Comparison.NoneOf, c.Options[random.Next(c.Options.Count)].Value),
        _ => new Rule(field.Key, random.Next(2) == 0 ? Comparison.Yes : Comparison.No),
    };

    private static FactColumn Column(Field field, int rows, Random random) => field.Kind switch
    {
        FieldKind.Number => new FactColumn.Numbers([.. Enumerable.Range(0, rows).Select(_ => random.Next(20) == 0 ? double.NaN : random.Next(0, 401) / 4.0)]),
        FieldKind.Flag => new FactColumn.Flags([.. Enumerable.Range(0, rows).Select(_ => random.Next(20) == 0 ? (bool?)null : random.Next(2) == 0)]),
        _ => new FactColumn.Choices([.. field.Options.Select(o => o.Value)], [.. Enumerable.Range(0, rows).Select(_ => random.Next(20) == 0 ? -1 : random.Next(field.Options.Count))]),
    };

    private (long Fen, int Months)[] Classes => [.. Needs.Select(n => (n.Amount.Fen, n.Months)).Distinct().Order()];

    /// <summary>One line an enterprise: numbers as they are, grades and choices by their place, the need in four columns.</summary>
    public void Write(string file)
    {
        var classOf = Classes.Select((c, i) => (c, i)).ToDictionary(x => x.c, x => x.i);
        using var writer = new StreamWriter(file);
        writer.WriteLine("id,cls,amount,months,security,purpose," + string.Join(',', Columns.Keys));
        var line = new StringBuilder();
        for (var row = 0; row < Needs.Length; row++)
        {
            var need = Needs[row];
            line.Clear().Append(CultureInfo.InvariantCulture, $"{row},{classOf[(need.Amount.Fen, need.Months)]},{need.Amount.Fen},{need.Months},{need.Securities.Aggregate(0, (b, s) => b | (1 << (int)s))},{(int)need.Purpose}");
            foreach (var column in Columns.Values)
                line.Append(',').Append(column switch
                {
                    FactColumn.Numbers n => double.IsNaN(n.Values[row]) ? "" : n.Values[row].ToString(CultureInfo.InvariantCulture),
                    FactColumn.Choices c => c.Codes[row] < 0 ? "" : c.Codes[row].ToString(CultureInfo.InvariantCulture),
                    FactColumn.Flags f => f.Values[row] switch { true => "1", false => "0", null => "" },
                    _ => "",
                });
            writer.WriteLine(line);
        }
    }

    public string SqlColumns => "'id': 'INTEGER', 'cls': 'INTEGER', 'amount': 'BIGINT', 'months': 'INTEGER', 'security': 'INTEGER', 'purpose': 'INTEGER', "
        + string.Join(", ", Columns.Select(c => $"'{c.Key}': '{(c.Value is FactColumn.Numbers ? "DOUBLE" : "INTEGER")}'"));

    /// <summary>For each amount and term the rank of every product, and the product itself in the last three digits.</summary>
    public string SqlKeys
    {
        get
        {
            var book = Book();
            var rows = Classes.Select((c, i) =>
            {
                var rank = new int[Products.Length];
                foreach (var (p, r) in book.RankedFor(new Need(new Money(c.Fen), c.Months, LoanPurpose.Materials, [])).Order.Select((p, r) => (p, r))) rank[p] = (r * 1000) + p;
                return $"[{i}, '{string.Join(',', rank)}']";
            });
            return $"[{string.Join(',', rows)}]";
        }
    }

    /// <summary>Product by product the place of its first condition that does not hold, 255 where all do.</summary>
    public string SqlVerdicts => string.Join(",\n", Products.Select((p, n) =>
        "(case " + string.Concat(Conditions(p.Terms).Select((c, i) => $"when not coalesce({c}, false) then {i.ToString(CultureInfo.InvariantCulture)} ")) + $"else 255 end)::utinyint v{n.ToString(CultureInfo.InvariantCulture)}"));

    public string SqlFits => string.Join(", ", Enumerable.Range(0, Products.Length).Select(n => $"v{n.ToString(CultureInfo.InvariantCulture)} = 255"));

    private static IEnumerable<string> Conditions(ProductTerms terms)
    {
        yield return $"amount between {terms.MinAmount.Fen} and {terms.MaxAmount.Fen}";
        yield return $"months between {terms.MinMonths} and {terms.MaxMonths}";
        yield return $"(security & {terms.Securities.Aggregate(0, (b, s) => b | (1 << (int)s))}) <> 0";
        yield return terms.Purposes.Length == 0 ? "true" : $"purpose in ({string.Join(',', terms.Purposes.Select(p => (int)p))})";
        foreach (var rule in terms.Rules)
        {
            var options = Fields.Find(rule.Field)!.Options.Select(o => o.Value).ToList();
            yield return (Fields.Find(rule.Field)!.Kind, rule.Comparison) switch
            {
                (FieldKind.Number, Comparison.AtLeast) => $"{rule.Field} >= {rule.Values[0]}",
                (FieldKind.Number, _) => $"{rule.Field} <= {rule.Values[0]}",
                (FieldKind.Scale, _) => $"{rule.Field} >= {options.IndexOf(rule.Values[0])}",
                (FieldKind.Choice, _) => $"{rule.Field} not in ({string.Join(',', rule.Values.Select(v => options.IndexOf(v)))})",
                _ => $"{rule.Field} = {(rule.Comparison == Comparison.Yes ? 1 : 0)}",
            };
        }
    }
}
