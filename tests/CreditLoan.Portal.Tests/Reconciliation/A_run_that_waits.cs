using System.Text;
using CreditLoan.Domain.Access;
using CreditLoan.Portal.Reconciliation;
using Microsoft.Playwright;

namespace CreditLoan.Portal.Tests.Reconciliation;

/// <summary>A run reads the log up to where it is settled: a transaction that began before and is still open holds it up.</summary>
public class A_run_that_waits
{
    [Fact]
    public async Task Says_for_what_and_ends_by_itself_when_that_is_over()
    {
        await using var portal = await RunningPortal.Start();
        var account = await portal.Account("zhou.min", "102100", Role.BankOfficer);
        await using var browser = await OpenBrowser.At(portal);
        await browser.SignIn(account, "/bank/cases");
        await browser.Page.GotoAsync("/bank/reports");
        await browser.Page.Live();
        await browser.Page.GetByLabel("文件", new() { Exact = true }).Offer(new FilePayload
        {
            Name = "7月.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes("类别,借据号,借款人统一社会信用代码,产品编号,金额（元）,日期\n放款,JJ-1,914403001922038216,P01,1000.00,2026-07-09"),
        });
        var take = browser.Page.GetByRole(AriaRole.Button, new() { Name = "导入并核对" });
        await take.WaitForAsync();

        await using var held = await portal.Db.Database.Owner.OpenConnectionAsync();
        await using var open = await held.BeginTransactionAsync();
        await using (var begins = held.CreateCommand())
        {
            begins.CommandText = "select pg_current_xact_id()";
            await begins.ExecuteScalarAsync();
        }
        await take.ClickAsync();
        await browser.Page.GetByText(BreakWords.Waits).WaitForAsync();
        Assert.Equal(0L, await portal.Db.Value<long>("select count(*) from mt_events where type = 'bank_file_reconciled'"));

        await open.CommitAsync();
        await browser.Page.GetByText("核对完成").WaitForAsync();
        await browser.Page.GetByText(BreakWords.Waits).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Equal(1L, await portal.Db.Value<long>("select count(*) from mt_events where type = 'bank_file_reconciled'"));
    }
}
