using CreditLoan.Domain.Access;
using Microsoft.Playwright;

namespace CreditLoan.E2e.Stories;

[Collection(Journeys.Name)]
public class An_enterprise_opens_an_account(City city)
{
    private const string Code = "91440101MA0TEXT04N", Name = "澜江市试开户五金厂", Password = "Vernehmbar-Wolke-52";

    [Fact]
    public async Task By_itself_and_signs_for_itself_when_the_platform_has_called_back()
    {
        var (account, secret) = await AsksForOne();
        await ThePlatformAgrees();
        await using var legal = await Person.Anyone(city);
        await legal.Open("/sign-in");
        await legal.Fill("账户名", account);
        await legal.Fill("口令", Password);
        // The code of the step that proved the authenticator counts once; the next step's is taken half a minute early.
        await legal.Fill("动态验证码", OneTimeCode.At(secret, OneTimeCode.Step(DateTimeOffset.UtcNow) + 1));
        await legal.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "登录", Exact = true }).ClickAsync();
        await legal.Page.Arrives("/enterprise$");
        await legal.Open("/enterprise/file");
        await legal.Sees(legal.Heading.Filter(new LocatorFilterOptions { HasText = Name }));
        await legal.Sees("规模：微型");
    }

    private async Task<(string Account, byte[] Secret)> AsksForOne()
    {
        await using var visitor = await Person.Anyone(city, 390);
        await visitor.Open("/sign-in");
        await visitor.Link("企业第一次来，开户").ClickAsync();
        await visitor.Sees("对照营业执照填");
        await visitor.Fill("统一社会信用代码", Code);
        await visitor.Fill("企业名称", Name);
        await visitor.Choose("注册地", "滨澜区");
        await visitor.Choose("主营行业", "金属制品业");
        await visitor.Fill("成立日期", "2019-05-06");
        await visitor.Fill("从业人员", "8");
        await visitor.Fill("营业收入", "260");
        await visitor.Fill("姓名", "林可");
        await visitor.Fill("手机号码", "13800000000");
        await visitor.Fill("设一个口令", Password);
        await visitor.Fill("再填一次口令", "forgotten");
        await visitor.Button("下一步").ClickAsync();
        await visitor.Sees("还有 1 处要改");
        await visitor.Page.IsAccessible();
        await visitor.Fill("设一个口令", Password);
        await visitor.Fill("再填一次口令", Password);
        await visitor.Button("下一步").ClickAsync();
        await visitor.Sees("用手机装好身份验证器");
        await visitor.Page.IsAccessible();
        var secret = Bytes(await visitor.Page.GetByRole(AriaRole.Listitem).Locator("b").InnerTextAsync());
        await visitor.Fill("动态验证码", OneTimeCode.At(secret, OneTimeCode.Step(DateTimeOffset.UtcNow)));
        await visitor.Button("提交开户申请").ClickAsync();
        await visitor.Sees("申请已提交");
        await visitor.Page.IsAccessible();
        return (await visitor.Page.GetByText("您的账户名").Locator("b").InnerTextAsync(), secret);
    }

    private async Task ThePlatformAgrees()
    {
        await using var data = await city.SignIn(Role.DataOperator);
        await data.Open("/admin/requests");
        await data.Sees("1 家企业等您核对身份");
        await data.Sign("显示，用于回拨", "13800000000");
        await data.Fill("核对情况", "公示系统一致，已回拨法定代表人");
        await data.Button("身份属实，开户").ClickAsync();
        await data.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "开户", Exact = true }).ClickAsync();
        await data.Sees("没有待核对的开户申请");
        await data.Page.IsAccessible();
    }

    private static byte[] Bytes(string base32)
    {
        var bits = string.Concat(base32.Trim().Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
