using System.Text;
using CreditLoan.Domain.Reconciliation;
using CreditLoan.Domain.Values;
using CreditLoan.Files.Reconciliation;

namespace CreditLoan.Files.Tests.Reconciliation;

public class Reading_a_bank_s_statement
{
    private const string Borrower = "914403001922038216";

    /// <summary>A statement in either version of the message: of a loan account, or of one through which loans are paid out.</summary>
    internal static string Message(string statement, string version = "08", string prolog = "") =>
        $"""<?xml version="1.0" encoding="UTF-8"?>{prolog}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr><Stmt><Id>S1</Id>{statement}</Stmt></BkToCstmrStmt></Document>""";

    internal const string LoanAccount = $"<Acct><Id><Othr><Id>JJ-7</Id></Othr></Id><Tp><Cd>LOAN</Cd></Tp><Ccy>CNY</Ccy><Ownr><Nm>甲</Nm><Id><OrgId><Othr><Id>{Borrower}</Id></Othr></OrgId></Id></Ownr><Svcr><FinInstnId><Othr><Id>102100</Id></Othr></FinInstnId></Svcr></Acct>";

    internal static string Entry(string code = "DDWN", string amount = "3000000.00", string day = "2026-07-09", string status = "<Sts><Cd>BOOK</Cd></Sts>", string details = "", string currency = "CNY") =>
        $"<Ntry><Amt Ccy=\"{currency}\">{amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd>{status}<BookgDt><Dt>{day}</Dt></BookgDt>" +
        $"<BkTxCd>{(code == "RCVR" ? "<Prtry><Cd>RCVR</Cd></Prtry>" : $"<Domn><Cd>LDAS</Cd><Fmly><Cd>FTLN</Cd><SubFmlyCd>{code}</SubFmlyCd></Fmly></Domn>")}</BkTxCd>{details}</Ntry>";

    private static string Details(string number, string party = "Cdtr", string product = "P01", string amount = "") =>
        $"<TxDtls><Refs><EndToEndId>E2E</EndToEndId><Prtry><Tp>LOAN</Tp><Ref>{number}</Ref></Prtry><Prtry><Tp>PRODUCT</Tp><Ref>{product}</Ref></Prtry></Refs>{amount}<RltdPties><{party}><Pty><Id><OrgId><Othr><Id>{Borrower}</Id></Othr></OrgId></Id></Pty></{party}></RltdPties></TxDtls>";

    private static (BankLine[] Lines, FileContent Content) Read(string message) => BankFileFormat.Read(Encoding.UTF8.GetBytes(message));

    [Fact]
    public void Takes_disbursements_repayments_recoveries_and_the_closing_balance_of_a_loan_account()
    {
        var balances = "<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"CNY\">1.00</Amt><Dt><Dt>2026-07-01</Dt></Dt></Bal>" +
            "<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"CNY\">2900000.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Dt><Dt>2026-07-31</Dt></Dt></Bal>";
        var (lines, content) = Read(Message(LoanAccount + balances + Entry() + Entry("PPAY", "100000.00", "2026-07-20") + Entry("RCVR", "5.01", "2026-07-30")));
        Assert.Empty(content.Faults);
        Assert.Equal(
        [
            new(2, BankLineKind.Balance, "JJ-7", Borrower, null, Money.Yuan(2_900_000), new(2026, 7, 31)),
            new(3, BankLineKind.Disbursement, "JJ-7", Borrower, null, Money.Yuan(3_000_000), new(2026, 7, 9)),
            new(4, BankLineKind.Repayment, "JJ-7", Borrower, null, Money.Yuan(100_000), new(2026, 7, 20)),
            new(5, BankLineKind.Recovery, "JJ-7", Borrower, null, new(501), new(2026, 7, 30)),
        ], lines);
    }

    [Fact]
    public void Takes_each_transaction_of_a_collected_entry_with_its_own_loan_product_and_party()
    {
        var two = $"<NtryDtls>{Details("JJ-1", amount: "<Amt Ccy=\"CNY\">1000000.00</Amt>")}{Details("JJ-2", product: "P02", amount: "<AmtDtls><TxAmt><Amt Ccy=\"CNY\">2000000.00</Amt></TxAmt></AmtDtls>")}</NtryDtls>";
        var (lines, content) = Read(Message("<Acct><Id><IBAN>CN1</IBAN></Id></Acct>" + Entry(details: two, status: "<Sts>BOOK</Sts>"), "02"));
        Assert.Empty(content.Faults);
        Assert.Equal([("JJ-1", 100_000_000L, "P01"), ("JJ-2", 200_000_000L, "P02")], lines.Select(l => (l.Number, l.Amount.Fen, l.Product!)));
        Assert.All(lines, l => Assert.Equal((Borrower, new DateOnly(2026, 7, 9)), (l.Borrower, l.Day)));
    }

    [Theory]
    [InlineData("XFER", "3000000.00", "CNY", "<Sts>BOOK</Sts>", "类别", "LDAS/FTLN/XFER")]
    [InlineData("DDWN", "3000000.00", "USD", "<Sts>BOOK</Sts>", "金额（元）", "3000000.00 USD")]
    [InlineData("DDWN", "3000000.00", "CNY", "<Sts>PDNG</Sts>", "金额（元）", "未入账分录（PDNG）")]
    [InlineData("DDWN", "3000000.00", "CNY", "<RvslInd>true</RvslInd>", "金额（元）", "冲正分录")]
    [InlineData("DDWN", "0.001", "CNY", "<Sts>BOOK</Sts>", "金额（元）", "两位小数")]
    public void Leaves_out_what_is_no_booked_loan_in_yuan_and_says_which(string code, string amount, string currency, string status, string field, string reason)
    {
        var (lines, content) = Read(Message(LoanAccount + Entry(code, amount, status: status, currency: currency) + Entry()));
        Assert.Equal(3, Assert.Single(lines).Row);
        var fault = Assert.Single(content.Faults);
        Assert.Equal((2, field), (fault.Row, fault.Field));
        Assert.Contains(reason, fault.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Gives_an_error_workbook_with_the_rows_it_made_of_it()
    {
        var bytes = Encoding.UTF8.GetBytes(Message(LoanAccount + Entry("XFER") + Entry()));
        var file = FileExamples.Written(s => ErrorWorkbook.Write(s, bytes, BankFileFormat.Definition, BankFileFormat.Read(bytes).Content));
        var again = FileReader.Read(file, BankFileFormat.Definition);
        Assert.Equal((2, 1), (again.RowCount, again.Rows.Count));
    }

    [Theory]
    [InlineData("<!DOCTYPE Document [<!ENTITY a \"b\">]>", "不接受")]
    [InlineData("<!DOCTYPE Document SYSTEM \"file:///etc/passwd\">", "不接受")]
    public void Refuses_a_document_type(string prolog, string reason) =>
        Assert.Contains(reason, Assert.Single(Read(Message(Entry(), prolog: prolog)).Content.Faults).Reason, StringComparison.Ordinal);

    [Fact]
    public void Refuses_another_message_one_cut_off_one_too_deep_and_one_with_an_endless_field()
    {
        Assert.Contains("camt.053", Read("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.03\"/>").Content.Faults[0].Reason, StringComparison.Ordinal);
        Assert.Contains("损坏", Read(Message(Entry() + Entry())[..600]).Content.Faults[0].Reason, StringComparison.Ordinal);
        Assert.Contains("嵌套", Read(Message(string.Concat(Enumerable.Repeat("<a>", 100_000)))).Content.Faults[^1].Reason, StringComparison.Ordinal);
        Assert.Contains("4000 个字", Read(Message(Entry(amount: new string('1', 5_000)))).Content.Faults[^1].Reason, StringComparison.Ordinal);
    }
}
