using CreditLoan.Domain.Access;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Access;
using CreditLoan.Ledger.Bureau;
using CreditLoan.Portal.Products;

namespace CreditLoan.Portal.Bureau;

/// <summary>The parts of a volume by name (分项): districts, banks, products, sizes, industries; each leads to its loans.</summary>
public sealed class Splitting
{
    private readonly Banks banks;
    private readonly IReadOnlyDictionary<string, string> products;

    private Splitting(Banks banks, IReadOnlyDictionary<string, string> products) => (this.banks, this.products) = (banks, products);

    public static readonly IReadOnlyList<(Dimension By, string Word)> Ways =
        [(Dimension.District, "区县"), (Dimension.Bank, "银行"), (Dimension.Product, "产品"), (Dimension.Size, "规模"), (Dimension.Section, "行业")];

    public static async Task<Splitting> Load(Banks banks, BureauQueries bureau, Viewer viewer)
    {
        await banks.All();
        return new Splitting(banks, await bureau.ProductNames(viewer));
    }

    public static string Word(Dimension by) => Ways.First(w => w.By == by).Word;

    public string NameOf(Dimension by, string key) => key.Length == 0 ? "未注明" : by switch
    {
        Dimension.District => Cities.NameOf(new DistrictCode(key)),
        Dimension.Bank => banks.NameOf(new BankCode(key)),
        Dimension.Product => $"{products.GetValueOrDefault(key, key)}（{banks.NameOf(new BankCode(key.Split('/')[0]))}）",
        Dimension.Size => ProductWords.Of(Enum.Parse<SizeClass>(key)),
        _ => Industries.SectionName(key),
    };

    /// <summary>The loans of one part in a range of months.</summary>
    public static string Loans(Dimension by, string key, DateOnly from, DateOnly to) =>
        $"/bureau/loans?from={from:yyyy-MM}&to={to:yyyy-MM}&{by.ToString().ToLowerInvariant()}={Uri.EscapeDataString(key)}";
}
