using CreditLoan.Domain.Products;
using FsCheck;
using FsCheck.Fluent;

namespace CreditLoan.Domain.Tests.Products;

public class An_eligibility_rule
{
    private static readonly Dictionary<string, Fact> Facts = new(StringComparer.Ordinal)
    {
        ["sales_12m"] = new Fact.Number(1_240.5m),
        ["tax_grade"] = new Fact.Choice("B"),
        ["section"] = new Fact.Choice("C"),
        ["specialised"] = new Fact.Flag(false),
        ["dishonest"] = new Fact.Flag(false),
    };

    [Theory]
    [InlineData("sales_12m", Comparison.AtLeast, "1240.5", "近 12 月开票额不低于 1,240.5 万元", true)]
    [InlineData("sales_12m", Comparison.AtLeast, "2000", "近 12 月开票额不低于 2,000 万元", false)]
    [InlineData("sales_12m", Comparison.AtMost, "2000", "近 12 月开票额不超过 2,000 万元", true)]
    [InlineData("tax_grade", Comparison.AtLeast, "B", "纳税信用级别不低于 B 级", true)]
    [InlineData("tax_grade", Comparison.AtLeast, "A", "纳税信用级别不低于 A 级", false)]
    [InlineData("tax_grade", Comparison.OneOf, "A,B", "纳税信用级别属于A 级、B 级", true)]
    [InlineData("section", Comparison.NoneOf, "K,J", "行业门类不属于房地产业、金融业", true)]
    [InlineData("section", Comparison.OneOf, "F", "行业门类属于批发和零售业", false)]
    [InlineData("specialised", Comparison.Yes, "", "列入专精特新名单", false)]
    [InlineData("dishonest", Comparison.No, "", "不是失信被执行人", true)]
    public void Reads_as_a_sentence_and_holds_or_not(string field, Comparison comparison, string values, string sentence, bool holds)
    {
        var rule = new Rule(field, comparison, values.Split(',', StringSplitOptions.RemoveEmptyEntries));
        Assert.Null(rule.Problem());
        Assert.Equal((sentence, holds), (rule.Evaluate(Facts).Sentence, rule.Evaluate(Facts).Holds));
    }

    [Fact]
    public void Says_the_own_value_and_what_would_change_a_no()
    {
        Assert.Equal(new("sales_12m", "近 12 月开票额不低于 2,000 万元", false, "近 12 月开票额 1,240.5 万元", "达到 2,000 万元后可申请"),
            new Rule("sales_12m", Comparison.AtLeast, "2000").Evaluate(Facts));
        Assert.Equal("列入专精特新名单后可申请", new Rule("specialised", Comparison.Yes).Evaluate(Facts).Remedy);
        Assert.Equal("没有数据", new Rule("patents", Comparison.AtLeast, "1").Evaluate(Facts).Own);
    }

    [Theory]
    [InlineData("sales_12m", Comparison.Yes, "")]
    [InlineData("sales_12m", Comparison.AtLeast, "many")]
    [InlineData("sales_12m", Comparison.AtLeast, "1,2")]
    [InlineData("section", Comparison.AtLeast, "C")]
    [InlineData("section", Comparison.OneOf, "")]
    [InlineData("section", Comparison.OneOf, "Z")]
    [InlineData("dishonest", Comparison.No, "no")]
    public void Is_refused_where_it_cannot_be_evaluated(string field, Comparison comparison, string values) =>
        Assert.NotNull(new Rule(field, comparison, values.Split(',', StringSplitOptions.RemoveEmptyEntries)).Problem());

    [Fact]
    public void On_any_field_and_value_is_either_refused_or_evaluated()
    {
        var gen =
            from field in Gen.Elements(Fields.All.ToArray())
            from comparison in Gen.Elements(Enum.GetValues<Comparison>())
            from values in Gen.ArrayOf(Gen.Elements(field.Options.Select(o => o.Value).Append("12").Append("x").ToArray()))
            from fact in Gen.Elements<Fact?>(null, field.Kind switch
            {
                FieldKind.Number => new Fact.Number(12),
                FieldKind.Flag => new Fact.Flag(true),
                _ => new Fact.Choice(field.Options[^1].Value),
            })
            select (rule: new Rule(field.Key, comparison, values), fact);
        Prop.ForAll(gen.ToArbitrary(), x =>
        {
            if (x.rule.Problem() is not null) return true;
            var facts = new Dictionary<string, Fact>(StringComparer.Ordinal);
            if (x.fact is not null) facts[x.rule.Field] = x.fact;
            var check = x.rule.Evaluate(facts);
            return check.Sentence.Length > 0 && check.Own.Length > 0 && check.Holds == (check.Remedy.Length == 0);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void And_its_opposite_never_agree()
    {
        var gen = from own in Gen.Choose(0, 100) from bound in Gen.Choose(0, 100) where own != bound select (own, bound);
        Prop.ForAll(gen.ToArbitrary(), x =>
        {
            var facts = new Dictionary<string, Fact>(StringComparer.Ordinal) { ["patents"] = new Fact.Number(x.own) };
            return new Rule("patents", Comparison.AtLeast, $"{x.bound}").Evaluate(facts).Holds
                != new Rule("patents", Comparison.AtMost, $"{x.bound}").Evaluate(facts).Holds;
        }).QuickCheckThrowOnFailure();
    }
}
