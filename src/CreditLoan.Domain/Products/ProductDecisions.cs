using CreditLoan.Domain.Access;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Products;

/// <summary>What may happen to a product.</summary>
public static class ProductDecisions
{
    /// <summary>Writes a product down (起草).</summary>
    public static Decision<ProductEvent> Draft(Product product, Actor by, ProductId id, ProductTerms terms, DateOnly today) => product switch
    {
        _ when NotAllowed(by, id) is { } refusal => refusal,
        not Product.Unknown => ProductRefusals.NumberTaken,
        _ when !IsNumber(id.Number) => ProductRefusals.NumberMissing,
        _ when Problem(terms, today) is { } refusal => refusal,
        _ => new ProductEvent.Drafted(id, Tidy(terms), by.Account),
    };

    /// <summary>Puts a product on the shelf, or back on it (发布).</summary>
    public static Decision<ProductEvent> Publish(Product product, Actor by, ProductId id, DateOnly today) => product switch
    {
        _ when NotAllowed(by, id) is { } refusal => refusal,
        Product.Draft p => Problem(p.Terms, today) is { } refusal ? refusal : new ProductEvent.Published(today, by.Account),
        Product.OffShelf p => Problem(p.Terms, today) is { } refusal ? refusal : new ProductEvent.Published(today, by.Account),
        Product.OnShelf => ProductRefusals.AlreadyOnShelf,
        _ => ProductRefusals.Unknown,
    };

    /// <summary>Gives a product other terms (调整要素).</summary>
    public static Decision<ProductEvent> Change(Product product, Actor by, ProductId id, ProductTerms terms, DateOnly today) => product switch
    {
        _ when NotAllowed(by, id) is { } refusal => refusal,
        Product.Unknown => ProductRefusals.Unknown,
        _ when Problem(terms, today) is { } refusal => refusal,
        _ => new ProductEvent.Changed(Tidy(terms), today, by.Account),
    };

    /// <summary>Takes a product off the shelf (下架).</summary>
    public static Decision<ProductEvent> Withdraw(Product product, Actor by, ProductId id, string reason, DateOnly today) => product switch
    {
        _ when NotAllowed(by, id) is { } refusal => refusal,
        Product.OnShelf when string.IsNullOrWhiteSpace(reason) => ProductRefusals.ReasonMissing,
        Product.OnShelf => new ProductEvent.Withdrawn(reason.Trim(), today, by.Account),
        _ => ProductRefusals.NotOnShelf,
    };

    /// <summary>Takes a product off the shelf whose last day is past (到期下架): the daily close asks for it.</summary>
    public static Decision<ProductEvent> Expire(Product product, DateOnly today) => product switch
    {
        Product.OnShelf p when today > p.Terms.Until => new ProductEvent.Expired(today),
        Product.OnShelf => ProductRefusals.NotDueYet,
        _ => ProductRefusals.NotOnShelf,
    };

    private static Refusal? NotAllowed(Actor by, ProductId id) =>
        by.Role is not (Role.BankAdministrator or Role.BankSystem) ? ProductRefusals.NotYours
        : by.Tenant != id.Bank.Value ? ProductRefusals.OtherBank(id.Bank)
        : null;

    private static bool IsNumber(string number) =>
        number.Length is > 0 and <= 20 && number.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static Refusal? Problem(ProductTerms t, DateOnly today)
    {
        if (string.IsNullOrWhiteSpace(t.Name) || string.IsNullOrWhiteSpace(t.Summary)) return ProductRefusals.NameMissing;
        if (!t.MinAmount.IsPositive || t.MinAmount > t.MaxAmount) return ProductRefusals.AmountsWrong;
        if (t.MinMonths < 1 || t.MinMonths > t.MaxMonths || t.MaxMonths > 120) return ProductRefusals.MonthsWrong;
        if (t.Price.From > t.Price.To || t.Price.From < -300 || t.Price.To > 2_000) return ProductRefusals.PriceWrong;
        if (t.Methods.Length == 0) return ProductRefusals.MethodsMissing;
        if (t.Securities.Length == 0) return ProductRefusals.SecuritiesMissing;
        if (Array.Exists(t.Fees, f => string.IsNullOrWhiteSpace(f.Name) || f.Share.BasisPoints is < 0 or > 2_000 || f.Amount.Fen < 0)) return ProductRefusals.FeeWrong;
        if (t.Rules.Length > 20) return ProductRefusals.TooManyRules;
        for (var i = 0; i < t.Rules.Length; i++)
            if (t.Rules[i].Problem() is { } problem) return ProductRefusals.RuleWrong(i + 1, problem);
        if (t.Until <= today) return ProductRefusals.UntilPast(today);
        return t.Until > today.AddYears(1) ? ProductRefusals.UntilTooFar(today.AddYears(1)) : null;
    }

    private static ProductTerms Tidy(ProductTerms terms) => terms with { Name = terms.Name.Trim(), Summary = terms.Summary.Trim() };
}
