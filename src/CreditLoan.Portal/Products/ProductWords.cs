using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using CreditLoan.Portal.Components;
using CreditLoan.Portal.Loans;

namespace CreditLoan.Portal.Products;

/// <summary>What products, needs and sizes are called on pages.</summary>
public static class ProductWords
{
    public static string Of(SizeClass size) => size switch
    {
        SizeClass.Micro => "微型",
        SizeClass.Small => "小型",
        SizeClass.Medium => "中型",
        SizeClass.Large => "大型",
        _ => "未划型",
    };

    public static string Of(ProductStage stage) => stage switch
    {
        ProductStage.Draft => "草稿",
        ProductStage.OnShelf => "在架",
        _ => "已下架",
    };

    public static string Of(Comparison comparison, FieldKind kind) => (comparison, kind) switch
    {
        (Comparison.AtLeast, _) => "不低于",
        (Comparison.AtMost, _) => "不超过",
        (Comparison.OneOf, _) => "属于",
        (Comparison.NoneOf, _) => "不属于",
        (Comparison.Yes, FieldKind.Flag flag) => flag.Yes,
        (Comparison.No, FieldKind.Flag flag) => flag.No,
        _ => "",
    };

    public static string All(IEnumerable<Security> securities) => string.Join("、", securities.Select(LoanWords.Secured));

    public static string Amounts(ProductTerms terms) => $"{Words.WanPlain(terms.MinAmount)}–{Words.WanPlain(terms.MaxAmount)}";

    public static string Months(ProductTerms terms) => terms.MinMonths == terms.MaxMonths ? $"{terms.MaxMonths}" : $"{terms.MinMonths}–{terms.MaxMonths}";

    /// <summary>LPR（1 年期）+65 至 +200 个基点.</summary>
    public static string Of(Price price) =>
        $"LPR（{(price.Tenor == LprTenor.OneYear ? "1 年期" : "5 年期以上")}）{Points(price.From)}{(price.From == price.To ? "" : $" 至 {Points(price.To)}")} 个基点";

    /// <summary>3.65%–5.00%, or one figure where both are the same.</summary>
    public static string Range(Rate from, Rate to) => from == to ? Words.Percent(from) : $"{Words.Percent(from)}–{Words.Percent(to)}";

    public static string Of(Fee fee) => fee.Kind switch
    {
        FeeKind.OnceShare => $"{fee.Name}：本金的 {Words.Percent(fee.Share)}，一次",
        FeeKind.YearlyShare => $"{fee.Name}：每年本金的 {Words.Percent(fee.Share)}",
        _ => $"{fee.Name}：{Words.Yuan(fee.Amount)} 元，一次",
    };

    private static string Points(int points) => points < 0 ? $"−{-points}" : $"+{points}";
}
