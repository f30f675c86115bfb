using CreditLoan.Portal.Identity;

namespace CreditLoan.Portal.Tests;

public sealed class A_common_password
{
    [Theory]
    [InlineData("Password1234!")]
    [InlineData("P@ssw0rd2024")]
    [InlineData("Qwertyuiop123!")]
    [InlineData("1qaz@WSX3edc$RFV")]
    [InlineData("Beijing2024!!")]
    [InlineData("Woaini5201314!")]
    [InlineData("Zhangwei1988@")]
    [InlineData("Wang13812345678")]
    [InlineData("XinYiDai#2026")]
    [InlineData("Lanjiang@Bank1")]
    [InlineData("Aa123456789!")]
    [InlineData("Abcd1234!Abcd1234!")]
    [InlineData("Admin@19900101")]
    [InlineData("Dragon-Monkey-Sunshine-77")]
    [InlineData("Ｐassword１２３４！")]
    [InlineData("Lin.Xiao-2026!")]
    public void Is_refused(string password) => Assert.Contains(PasswordRules.Problems(password, "lin.xiao"), p => p.Contains("太常见", StringComparison.Ordinal));

    [Theory]
    [InlineData("Vernehmbar-Wolke-52")]
    [InlineData("k7Vq-wp2T-zR9m")]
    [InlineData("Beijing#73918264")]
    [InlineData("石榴-Kupfer-树荫-41-Tisch")]
    [InlineData("uLgB4vXe-p2W")]
    public void Is_not_what_nobody_else_has(string password) => Assert.Empty(PasswordRules.Problems(password, "lin.xiao"));

    /// <summary>ASVS 6.2.4 asks for the three thousand most common that the policy lets through; these are put together as people do.</summary>
    [Fact]
    public void Is_refused_in_every_usual_way_of_putting_words_together()
    {
        string[] words = ["password", "admin", "welcome", "qwerty", "iloveyou", "dragon", "sunshine", "football", "woaini", "zhangwei", "wanglei", "xiaoming", "beijing", "shanghai", "guangzhou", "chengdu", "zhongguo", "xinyidai", "daikuan", "yinhang", "huawei", "tianshi", "superman", "princess"];
        string[] tails = ["123456", "1234!", "@2024", "2025#", "888888", "19880808", "520520", "!@#$", "_1314", "112233", "0000", "abc123"];
        Func<string, string>[] spellings = [w => char.ToUpperInvariant(w[0]) + w[1..], w => w.ToUpperInvariant() + "a", w => char.ToUpperInvariant(w[0]) + w[1..].Replace('a', '@').Replace('o', '0'), w => char.ToUpperInvariant(w[0]) + w[1..] + "." + w];
        string[] heads = ["", "My", "The#"];
        var tried = (from word in words from tail in tails from spelt in spellings from head in heads select head + spelt(word) + tail)
            .Select(p => p.Length < PasswordRules.Shortest ? p + "!1!1!1!1!1!1"[..(PasswordRules.Shortest - p.Length)] : p).Distinct().ToList();
        Assert.True(tried.Count >= 3_000, $"{tried.Count}");
        Assert.DoesNotContain(tried, p => !CommonPasswords.Match(p, ""));
    }

    [Fact]
    public void Is_hardly_ever_a_random_one()
    {
        const string Signs = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789-_!?";
        var chance = new Random(20260101);
        var refused = Enumerable.Range(0, 2_000).Count(_ => CommonPasswords.Match(new string(chance.GetItems(Signs.AsSpan(), 16)), "lin.xiao"));
        Assert.InRange(refused, 0, 2);
    }
}
