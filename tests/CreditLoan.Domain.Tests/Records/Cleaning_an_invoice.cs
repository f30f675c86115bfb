using CreditLoan.Domain.Records;
using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Tests.Records;

public class Cleaning_an_invoice
{
    private static readonly DateOnly DataDate = new(2020, 2, 29);

    private static (Invoice? Invoice, CleaningRule[] Repairs, CleaningRule Rule) Clean(
        string number = "12345678", string day = "2019/10/28", string amount = "100.5", string tax = "3.02", string total = "103.52", string status = "有效发票")
    {
        Span<CleaningRule> repairs = stackalloc CleaningRule[3];
        var raw = new RawInvoice { Number = number, Day = day, Amount = amount, Tax = tax, Total = total, Status = status };
        var invoice = InvoiceCleaning.Clean(new EnterpriseCode("E"), InvoiceSide.Sale, "B1", raw, DataDate, repairs, out var count, out var rule);
        return (invoice, repairs[..count].ToArray(), rule);
    }

    [Fact]
    public void Reads_a_clean_row_to_the_fen()
    {
        var (invoice, repairs, _) = Clean();
        Assert.Equal((10_050L, 302L, 10_352L, false), (invoice!.Value.Amount.Fen, invoice.Value.Tax.Fen, invoice.Value.Total.Fen, invoice.Value.Voided));
        Assert.Equal(new DateOnly(2019, 10, 28), invoice.Value.Day);
        Assert.Empty(repairs);
    }

    [Fact]
    public void Trims_the_status()
    {
        var (invoice, repairs, _) = Clean(status: " 作废发票");
        Assert.True(invoice!.Value.Voided);
        Assert.Equal([CleaningRule.StatusTrimmed], repairs);
    }

    [Fact]
    public void Gives_a_number_its_zeros_back()
    {
        var (invoice, repairs, _) = Clean(number: "1200");
        Assert.Equal("00001200", invoice!.Value.Number);
        Assert.Equal([CleaningRule.NumberPadded], repairs);
    }

    [Fact]
    public void Gives_a_credit_note_s_tax_its_sign()
    {
        var (invoice, repairs, _) = Clean(amount: "-22.54", tax: "0.68", total: "-23.22");
        Assert.Equal(new Money(-68), invoice!.Value.Tax);
        Assert.Equal([CleaningRule.TaxSigned], repairs);
    }

    [Theory]
    [InlineData("12345678", "2019/10/28", "100", "3", "104", "有效发票", CleaningRule.Unbalanced)]
    [InlineData("12345678", "2020/3/1", "100", "3", "103", "有效发票", CleaningRule.TooLate)]
    [InlineData("12345678", "2019/2/29", "100", "3", "103", "有效发票", CleaningRule.Unreadable)]
    [InlineData("12345678", "28/10/2019", "100", "3", "103", "有效发票", CleaningRule.Unreadable)]
    [InlineData("1234567A", "2019/10/28", "100", "3", "103", "有效发票", CleaningRule.Unreadable)]
    [InlineData("12345678", "2019/10/28", "1e2", "3", "103", "有效发票", CleaningRule.Unreadable)]
    [InlineData("12345678", "2019/10/28", "100.001", "3", "103", "有效发票", CleaningRule.Unreadable)]
    [InlineData("12345678", "2019/10/28", "100", "3", "103", "异常发票", CleaningRule.Unreadable)]
    [InlineData("12345678", "2019/10/28", "-", "3", "103", "有效发票", CleaningRule.Unreadable)]
    public void Sets_a_row_aside_with_the_reason(string number, string day, string amount, string tax, string total, string status, CleaningRule why)
    {
        var (invoice, _, rule) = Clean(number, day, amount, tax, total, status);
        Assert.Null(invoice);
        Assert.Equal(why, rule);
    }
}
