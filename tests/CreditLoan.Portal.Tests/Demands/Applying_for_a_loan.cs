using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Demands;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using CreditLoan.Portal.Components;
using CreditLoan.Portal.Demands;
using CreditLoan.Portal.Enterprises;
using static CreditLoan.Portal.Tests.LendingExamples;

namespace CreditLoan.Portal.Tests;

public class Applying_for_a_loan
{
    private readonly FormErrors _errors = new();
    private readonly ProductRow[] _products = [Product("A", "税易快贷", 200, 24, RepaymentMethod.EqualInstalments), Product("B", "流水贷", 300, 12, RepaymentMethod.InterestFirst, RepaymentMethod.Bullet)];

    [Theory]
    [InlineData(250, 12, "超过税易快贷的上限 200 万元，改小或回上一步不选它", null)]
    [InlineData(5, 12, "低于税易快贷的下限 10 万元", null)]
    [InlineData(100, 18, null, "超过流水贷的最长期限 12 个月")]
    [InlineData(100, 12, null, null)]
    public void Is_measured_against_the_narrowest_product(int wan, int months, string? amount, string? term)
    {
        new ApplyForm { AmountWan = wan, Months = months }.CheckUse(_errors, _products);
        Assert.Equal((amount, term), (_errors["amount"], _errors["months"]));
    }

    [Fact]
    public void Is_reckoned_at_the_lowest_price_and_the_chosen_method()
    {
        var form = new ApplyForm { AmountWan = 200, Months = 12 };
        Assert.Equal(Money.Yuan(169_797.64m), form.Trial(_products[0], TheLpr, Today)!.Instalments[0].Payment);
        form.Methods["B/P1"] = RepaymentMethod.Bullet;
        Assert.Single(form.Trial(_products[1], TheLpr, Today)!.Instalments);
        form.Methods["A/P1"] = RepaymentMethod.Bullet;
        Assert.Equal(RepaymentMethod.EqualInstalments, form.MethodOf(_products[0]));
        Assert.Null(new ApplyForm().Trial(_products[0], TheLpr, Today));
    }

    [Fact]
    public void Gives_the_bank_what_was_ticked_for_this_decision_and_nothing_to_keep()
    {
        var terms = new ApplyForm { Scopes = [DataClass.Invoices], ConsentMonths = 6 }.Terms(new("A"), Today);
        Assert.Equal((Domain.Consents.Purpose.CreditApproval, ConsentMode.View, 0, Today.AddMonths(6)), (terms.Purpose, terms.Mode, terms.KeepDays, terms.Expiry));
        Assert.Equal([DataClass.Invoices], terms.Scopes);
        Assert.Empty(terms.Personal);
    }

    [Fact]
    public void Gives_each_bank_only_what_was_ticked_for_that_bank()
    {
        new ApplyForm { Share = false }.CheckConsent(_errors, _products);
        Assert.False(_errors.Any);
        new ApplyForm().CheckConsent(_errors, _products);
        Assert.NotNull(_errors["agreed"]);
        var form = new ApplyForm { AgreedTo = ["A"], PersonTo = ["B"] };
        form.CheckConsent(_errors, _products);
        Assert.False(_errors.Any);
        Assert.Equal((true, false), (form.Gives(new("A")), form.Gives(new("B"))));
        Assert.Empty(form.Terms(new("A"), Today).Personal);
        Assert.Equal([PersonalScope.LegalRepresentative], form.Terms(new("B"), Today).Personal);
        Assert.False(new ApplyForm { Share = false, AgreedTo = ["A"] }.Gives(new("A")));
    }

    [Fact]
    public void Starts_with_a_need_that_ends_within_three_months()
    {
        new NeedForm { AmountWan = 0.5m, Months = 0, Securities = [], Until = Today.AddMonths(4) }.Check(_errors, Today);
        Assert.Equal(4, _errors.Count);
        new NeedForm { AmountWan = 200, Until = Today.AddMonths(3) }.Check(_errors, Today);
        Assert.False(_errors.Any);
    }

    [Fact]
    public void Shows_at_home_banks_that_offered_and_were_not_answered()
    {
        var need = new DemandRow(new("d"), new("E"), Money.Wan(200), 12, LoanPurpose.Materials, [Security.Unsecured], [new("A"), new("B")], 5,
            [new(new("A"), "P1", "", Today), new(new("B"), "P1", "", Today)], [new("B")], [], DemandStage.Open, Today, Today.AddDays(30));
        Assert.Equal("1 家银行愿意承接您的需求", EnterpriseTodos.Offered(need)!.What);
        Assert.Null(EnterpriseTodos.Offered(need with { Stage = DemandStage.Withdrawn }));
    }
}
