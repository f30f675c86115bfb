using Bunit;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using CreditLoan.Portal.Components;
using CreditLoan.Portal.Products;
using static CreditLoan.Portal.Tests.LendingExamples;

namespace CreditLoan.Portal.Tests;

public sealed class Writing_a_product : BunitContext
{
    [Fact]
    public void Shows_each_rule_as_the_sentence_that_enterprises_read()
    {
        List<RuleForm> rules = [new() { Field = "sales_12m", Number = "500" }];
        var editor = Render<RuleEditor>(p => p.Add(e => e.Rules, rules));
        Assert.Contains("近 12 月开票额不低于 500 万元", editor.Markup, StringComparison.Ordinal);
        editor.Find("select").Change("specialised");
        Assert.Equal(new Rule("specialised", Comparison.Yes).Sentence(), rules[0].Rule.Sentence());
        editor.Find(".btn").Click();
        Assert.Equal(2, rules.Count);
        Assert.NotEmpty(editor.FindAll(".wrong"));
    }

    [Fact]
    public void Chooses_one_step_of_a_scale_and_several_options_of_a_choice()
    {
        var grade = new RuleForm();
        grade.Choose("tax_grade");
        grade.Toggle("M");
        grade.Toggle("B");
        Assert.Equal(["B"], grade.Rule.Values);
        var section = new RuleForm();
        section.Choose("section");
        section.Toggle("F");
        section.Toggle("C");
        Assert.Equal(["C", "F"], section.Rule.Values);
        Assert.Null(section.Rule.Problem());
    }

    [Fact]
    public void Comes_back_as_it_was_written()
    {
        var row = Product("A", "流水贷", 300, 12, RepaymentMethod.InterestFirst);
        row = row with { Terms = row.Terms with { Rules = [new("sales_12m", Comparison.AtLeast, "500"), new("section", Comparison.NoneOf, "K"), new("dishonest", Comparison.No)], Fees = [new("担保费", FeeKind.YearlyShare, Share.Percent(0.5m), Money.Zero)] } };
        var terms = ProductForm.Of(row).Terms;
        Assert.Equal(row.Terms.Rules.Select(r => r.Sentence()), terms.Rules.Select(r => r.Sentence()));
        Assert.Equal(row.Terms.Fees, terms.Fees);
        Assert.Equal(row.Terms.Price, terms.Price);
    }

    [Fact]
    public void Says_which_rule_cannot_be_evaluated()
    {
        var errors = new FormErrors();
        var form = ProductForm.Of(Product("A", "流水贷", 300, 12, RepaymentMethod.InterestFirst));
        form.Rules.Add(new RuleForm { Field = "sales_12m", Number = "许多" });
        form.Check(errors, Today);
        Assert.Equal("请为“近 12 月开票额”填写一个数。", errors["rule-0"]);
    }
}
