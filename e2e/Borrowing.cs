using System.Globalization;

namespace CreditLoan.E2e;

/// <summary>What an enterprise does before a bank looks at it.</summary>
public static class Borrowing
{
    /// <summary>Lets the platform use its data, and waits at its tags until they are there.</summary>
    public static async Task AuthorisesThePlatform(this Person enterprise)
    {
        await enterprise.Open("/enterprise/consents/new?to=platform");
        await enterprise.Tick("我已阅读，同意以上内容");
        await enterprise.SignsConsent(then: "1 份授权有效");
        await enterprise.Open("/enterprise/tags");
        await enterprise.Sees("您有");
    }

    /// <summary>Says what it needs, for a year and without security, and chooses a product that fits.</summary>
    public static async Task IsMatched(this Person enterprise, int wan, string product)
    {
        await enterprise.Open("/enterprise/products");
        await enterprise.Follow("提出融资需求");
        await enterprise.Fill("金额", wan.ToString(CultureInfo.InvariantCulture));
        await enterprise.Fill("期限", "12");
        await enterprise.Tick("信用");
        await enterprise.Tick("暂不");
        await enterprise.Button("发布需求，看适合的产品").ClickAsync();
        await enterprise.Sees("标签匹配，银行此时还看不到您的名称");
        await enterprise.Tick($"选中{product}");
    }

    /// <summary>Applies for what it chose, with consent to the bank; answers the application's number.</summary>
    public static async Task<string> Applies(this Person enterprise)
    {
        await enterprise.Button("向这 1 家申请").ClickAsync();
        await enterprise.Button("下一步：授权并提交").ClickAsync();
        await enterprise.Page.GetByLabel("我已阅读，同意授权给").CheckAsync();
        await enterprise.Sign("提交给 1 家银行", then: "已向 1 家银行提交申请");
        await enterprise.Link("看进度").ClickAsync();
        await enterprise.Sees("等银行受理");
        return enterprise.Page.Url.Split('/')[^1];
    }
}
