using CreditLoan.Domain.Profiles;
using CreditLoan.Domain.Records;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Tests.Profiles;

internal static class ProfileExamples
{
    public static readonly EnterpriseCode Enterprise = new("91990000CU000001X0");
    public static readonly DateOnly AsOf = new(2026, 7, 31);
    public static readonly Dictionary<DataClass, DateOnly> Everything = Enum.GetValues<DataClass>().ToDictionary(c => c, _ => new DateOnly(2030, 1, 1));

    public static RecordsAsOf Known(DateOnly? asOf = null, IReadOnlyDictionary<DataClass, DateOnly>? coverage = null) =>
        new(Enterprise, asOf ?? AsOf, new RegisterEntry(new DateOnly(2019, 5, 20), "C", "Small"), coverage ?? Everything);

    public static RecordsAsOf With(this RecordsAsOf records, params object[] rows)
    {
        foreach (var row in rows)
        {
            if (row is Invoice invoice) records.Add(invoice);
            else if (row is MonthlyFigure figure) records.Add(figure);
            else records.Add((PublicFact)row);
        }
        return records;
    }

    public static Invoice Sale(int year, int month, long yuan, string to = "B1", bool voided = false, int day = 10) => Invoice(InvoiceSide.Sale, year, month, day, yuan, to, voided);

    public static Invoice Purchase(int year, int month, long yuan, string from = "A1", bool voided = false, int day = 10) => Invoice(InvoiceSide.Purchase, year, month, day, yuan, from, voided);

    public static PublicFact Fact(FactKind kind, DateOnly on, string? grade = null, DateOnly? until = null, DateOnly? repaired = null, DateOnly? objected = null, DateOnly? ended = null, string number = "1") =>
        new(Enterprise, kind, number, on, until, on, null, grade, repaired, objected, ended);

    public static decimal? Number(this RecordsAsOf records, string key) => (Features.Find(key)!.Of(records) as FeatureValue.Number)?.Value;

    private static Invoice Invoice(InvoiceSide side, int year, int month, int day, long yuan, string other, bool voided)
    {
        var amount = Money.Yuan(yuan);
        var tax = new Money(amount.Fen * 13 / 100);
        return new Invoice(Enterprise, side, "1", other, new DateOnly(year, month, day), amount, tax, amount + tax, voided);
    }
}
