using CreditLoan.Domain.Demands;
using CreditLoan.Domain.Matching;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Tests.Products;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Tests.Matching;

/// <summary>What is looked up in bits is what the conditions themselves say, for shelves of any size and values on every edge.</summary>
public class A_compiled_shelf
{
    /// <summary>More than a block, and no multiple of a step.</summary>
    private const int Enterprises = 555;
    private static readonly Field[] All = [.. Fields.All];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(63, 2)]
    [InlineData(65, 3)]
    [InlineData(300, 4)]
    public void Finds_the_first_failed_condition_of_every_product_as_the_conditions_do(int products, int seed)
    {
        var random = new Random(seed);
        var shelf = Enumerable.Range(0, products).Select(n => Product(n, random)).ToArray();
        var book = new MatchBook(shelf, [], ProductExamples.August);
        var (needs, all) = (Enumerable.Range(0, Enterprises).Select(_ => Need(random)).ToArray(), Enumerable.Range(0, Enterprises).Select(_ => Facts(random)).ToArray());
        var table = book.Run(needs, Columns(all), most: 5);

        for (var row = 0; row < needs.Length; row++)
        {
            var result = Matcher.Run(book, needs[row], all[row]);
            Assert.Equal(products, result.Fits.Count + result.Misses.Count);
            Assert.All(result.Fits, fit => Assert.All(fit.Checks, c => Assert.True(c.Holds)));
            foreach (var miss in result.Misses)
            {
                // Every rule one by one, in words, as the page would tell it.
                var rules = miss.Product.Terms.Rules.Select(r => r.Evaluate(all[row])).ToArray();
                Assert.False(miss.Failed.Holds);
                if (Array.IndexOf(["amount", "months", "security", "purpose"], miss.Failed.Field) < 0) Assert.Equal(rules.First(c => !c.Holds), miss.Failed);
                Assert.InRange(miss.AlsoFailed + 1, Math.Max(1, rules.Count(c => !c.Holds)), rules.Count(c => !c.Holds) + 4);
            }
            Assert.Equal(result.Fits.Take(5).Select(f => f.Product.Id), table.Best(row).ToArray().Where(p => p >= 0).Select(p => shelf[p].Id));
            var failed = result.Misses.ToDictionary(m => m.Product.Id, m => m.Failed.Field);
            for (var p = 0; p < products; p++)
                Assert.Equal(failed.GetValueOrDefault(shelf[p].Id), table.FirstFailed(row, p) switch
                {
                    CompiledShelf.None => null, 0 => "amount", 1 => "months", 2 => "security", 3 => "purpose", var k => shelf[p].Terms.Rules[k - 4].Field,
                });
        }
    }

    /// <summary>Vectors that the machine does not have are done in parts: here, by a process that sees none of them, then half of them.</summary>
    [Fact]
    public async Task Finds_the_same_on_a_lesser_machine()
    {
        foreach (var hidden in LesserMachine.Settings) Assert.Equal(["done"], await LesserMachine.Run(typeof(A_compiled_shelf).Assembly, hidden));
    }

    /// <summary>The program that a lesser machine runs.</summary>
    internal static void Main()
    {
        new A_compiled_shelf().Finds_the_first_failed_condition_of_every_product_as_the_conditions_do(65, 3);
        Console.WriteLine("done");
    }

    private static ProductRow Product(int number, Random random)
    {
        var terms = ProductExamples.Terms with
        {
            MinAmount = Money.Wan(10 * random.Next(1, 5)), MaxAmount = Money.Wan(10 * random.Next(5, 9)), MinMonths = random.Next(1, 7), MaxMonths = random.Next(7, 13),
            Price = new(LprTenor.OneYear, random.Next(200), random.Next(200, 400)), Purposes = random.Next(2) == 0 ? [] : [LoanPurpose.Materials], Rules = [.. All.OrderBy(_ => random.Next()).Take(random.Next(4)).Select(f => Rule(f, random))],
        };
        return new(new($"B{number % 7}"), $"P{number:000}", ProductStage.OnShelf, terms.Name, terms, ProductExamples.Today, null, terms.Until, 1);
    }

    private static Rule Rule(Field field, Random random)
    {
        var comparisons = CreditLoan.Domain.Products.Rule.ComparisonsOf(field.Kind);
        var comparison = comparisons[random.Next(comparisons.Count)];
        return field.Kind switch
        {
            FieldKind.Flag => new Rule(field.Key, comparison),
            FieldKind.Number => new Rule(field.Key, comparison, random.Next(4).ToString(System.Globalization.CultureInfo.InvariantCulture)),
            _ => new Rule(field.Key, comparison, field.Options[random.Next(field.Options.Count)].Value),
        };
    }

    private static Need Need(Random random) => new(Money.Wan(10 * random.Next(1, 9)), random.Next(1, 13), (LoanPurpose)random.Next(1, 3), [random.Next(3) == 0 ? Security.Other : Security.Unsecured]);

    private static Dictionary<string, Fact> Facts(Random random) => All.Where(_ => random.Next(5) > 0).ToDictionary(f => f.Key, f => f.Kind switch
    {
        FieldKind.Number => (Fact)new Fact.Number(random.Next(-1, 9) / 2m),
        FieldKind.Flag => new Fact.Flag(random.Next(2) == 0),
        _ => new Fact.Choice(f.Options[random.Next(f.Options.Count)].Value),
    }, StringComparer.Ordinal);

    private static Dictionary<string, FactColumn> Columns(Dictionary<string, Fact>[] rows) => All.ToDictionary(f => f.Key, f => f.Kind switch
    {
        FieldKind.Number => new FactColumn.Numbers([.. rows.Select(r => r.TryGetValue(f.Key, out var v) ? (double)((Fact.Number)v).Value : double.NaN)]),
        FieldKind.Flag => new FactColumn.Flags([.. rows.Select(r => r.TryGetValue(f.Key, out var v) ? ((Fact.Flag)v).Holds : (bool?)null)]),
        _ => (FactColumn)new FactColumn.Choices([.. f.Options.Select(o => o.Value)], [.. rows.Select(r => r.TryGetValue(f.Key, out var v) && v is Fact.Choice c ? f.Options.ToList().FindIndex(o => o.Value == c.Value) : -1)]),
    }, StringComparer.Ordinal);
}
