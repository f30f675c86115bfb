using CreditLoan.Domain.Access;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Consents;

namespace CreditLoan.Jobs.Seeding;

/// <summary>The banks of the demonstration city and what they offer (演示银行与产品): all invented.</summary>
internal static class DemoBanks
{
    internal sealed record DemoBank(BankCode Code, string Name)
    {
        public Actor Officer(int which) => new($"{Code}-officer-{which % 3 + 1}", Role.BankOfficer, Code.Value);
        public Actor Approver => new($"{Code}-approver", Role.BankApprover, Code.Value);
        public IEnumerable<Actor> Staff => [Officer(0), Officer(1), Officer(2), Approver, Administrator];
        public Actor Administrator => new($"{Code}-admin", Role.BankAdministrator, Code.Value);
    }

    internal static readonly DemoBank[] All =
    [
        new(new("LJ01"), "澜江银行"), new(new("LJ02"), "南屏银行"), new(new("LJ03"), "海晏银行"), new(new("LJ04"), "云岭农村商业银行"),
        new(new("LJ05"), "滨澜商业银行"), new(new("LJ06"), "北岭村镇银行"), new(new("LJ07"), "临港发展银行"), new(new("LJ08"), "青麓民生银行"),
        new(new("LJ09"), "石桥农村信用合作联社"), new(new("LJ10"), "望江普惠银行"), new(new("LJ11"), "高新科技银行"), new(new("LJ12"), "澜江国际银行"),
    ];

    /// <summary>A recipient of consents, as their notice names it.</summary>
    internal static string NameOf(Recipient recipient) => recipient.IsPlatform ? ConsentNotice.Platform : All.First(b => b.Code.Value == recipient.Value).Name;

    internal sealed record DemoProduct(ProductId Id, ProductTerms Terms);

    /// <summary>Two products a bank: one on invoices or taxes, unsecured; one on something to pledge.</summary>
    internal static IEnumerable<DemoProduct> Products(DateOnly until)
    {
        for (var i = 0; i < All.Length; i++)
        {
            var bank = All[i];
            yield return new(new(bank.Code, "XY01"), new ProductTerms(
                Flow[i], "凭授权的发票、纳税等公共信用信息核定额度，不需要抵押。", new Price(LprTenor.OneYear, 15 + i * 10, 95 + i * 12), [],
                Money.Wan(10), Money.Wan(200 + i * 50), 3, 24,
                [RepaymentMethod.EqualInstalments, RepaymentMethod.InterestFirst, RepaymentMethod.Bullet, RepaymentMethod.Revolving], [Security.Unsecured],
                [], FlowRules(i), until));
            yield return new(new(bank.Code, "ZY02"), new ProductTerms(
                Pledge[i], "以知识产权、应收账款等增信，额度更高。", new Price(LprTenor.OneYear, 5 + i * 8, 70 + i * 10),
                i % 3 == 0 ? [new Fee("质押登记与评估费", FeeKind.OnceShare, Share.Percent(0.3m), Money.Zero)] : [],
                Money.Wan(50), Money.Wan(1000 + i * 150), 6, 36,
                [RepaymentMethod.EqualPrincipal, RepaymentMethod.InterestFirst, RepaymentMethod.Bullet],
                [Security.IntellectualProperty, Security.Receivables, Security.GuaranteeInsurance, Security.FinancingGuarantee],
                [], PledgeRules(i), until));
        }
    }

    private static readonly string[] Flow =
        ["信易流水贷", "税易快贷", "票融通", "惠农信用贷", "商易贷", "村镇小微贷", "外贸流水贷", "民生快贷", "社保贷", "普惠信用贷", "科创信用贷", "政采信用贷"];

    private static readonly string[] Pledge =
        ["知产质押贷", "设备贷", "应收账款贷", "园区成长贷", "订单融资", "担保增信贷", "港航物流贷", "专精特新贷", "农链通", "绿色碳汇贷", "研发成长贷", "跨境贸易贷"];

    private static Rule[] FlowRules(int i) => (i % 4) switch
    {
        0 => [new(Fields.Sales.Key, Comparison.AtLeast, "100"), new(Fields.GapMonths.Key, Comparison.AtMost, "2"), new(Fields.TopCustomer.Key, Comparison.AtMost, "80")],
        1 => [new(Fields.TaxGrade.Key, Comparison.AtLeast, "M"), new(Fields.TaxArrears.Key, Comparison.No), new(Fields.TaxMonths.Key, Comparison.AtLeast, "12")],
        2 => [new(Fields.Sales.Key, Comparison.AtLeast, "200"), new(Fields.Dishonest.Key, Comparison.No), new(Fields.ScoreBand.Key, Comparison.AtLeast, "D")],
        _ => [new(Fields.Size.Key, Comparison.OneOf, "Micro", "Small"), new(Fields.InsuredMonths.Key, Comparison.AtLeast, "6"), new(Fields.Penalties.Key, Comparison.AtMost, "2")],
    };

    private static Rule[] PledgeRules(int i) => (i % 3) switch
    {
        0 => [new(Fields.Patents.Key, Comparison.AtLeast, "1"), new(Fields.Dishonest.Key, Comparison.No), new(Fields.Age.Key, Comparison.AtLeast, "24")],
        1 => [new(Fields.Sales.Key, Comparison.AtLeast, "500"), new(Fields.SalesGrowth.Key, Comparison.AtLeast, "-20"), new(Fields.Lawsuits.Key, Comparison.AtMost, "2")],
        _ => [new(Fields.Size.Key, Comparison.AtLeast, "Small"), new(Fields.Abnormal.Key, Comparison.No), new(Fields.UtilityArrears.Key, Comparison.No)],
    };
}
