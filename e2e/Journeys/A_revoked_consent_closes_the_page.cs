using CreditLoan.Domain.Access;

namespace CreditLoan.E2e.Stories;

/// <summary>Two browsers side by side: the enterprise takes its consent back, and the bank's open profile goes blank without a click.</summary>
[Collection(Journeys.Name)]
public class A_revoked_consent_closes_the_page(City city)
{
    [Fact]
    public async Task That_is_open_and_lets_nobody_in_again()
    {
        await using var owner = await city.SignIn(Role.LegalRepresentative);
        await using var officer = await city.SignIn(Role.BankOfficer);
        var profile = $"/bank/profiles/{await city.TenantOf("owner")}";
        await Consents(owner);
        await officer.Open(profile);
        await officer.Sees("授权一经撤回，本页立即关闭");

        await owner.Button("撤回给澜江银行的授信审批授权").ClickAsync();
        await owner.Button("撤回授权").ClickAsync();

        await owner.Sees("已撤回给澜江银行的授信审批授权");
        await officer.Sees("授权已终止，画像已关闭");
        await officer.SeesNo("授权一经撤回，本页立即关闭");
        await officer.Open(profile);
        await officer.Sees("画像没有打开");
    }

    /// <summary>One screen: whom, what, how long, and the signature.</summary>
    private static async Task Consents(Person owner)
    {
        await owner.Open("/enterprise/consents/new?to=LJ01");
        await owner.Tick("我已阅读，同意以上内容");
        await owner.SignsConsent(then: "撤回立即生效");
    }
}
