using System.Globalization;
using System.Text;
using CreditLoan.Domain.Access;
using Microsoft.Playwright;

namespace CreditLoan.E2e.Stories;

/// <summary>Three banks reported on the pools in run-off, with mistakes, and a fourth made nearly all that there are: every break is explained, put right here or sent back, reported again where that was asked, and closed by a second person.</summary>
[Collection(Journeys.Name)]
public class A_pool_manager_reconciles_the_pools_in_run_off(City city)
{
    private const string Nothing = "没有待了结的差异", NothingSuch = "没有符合筛选的结果";

    [Fact]
    public async Task And_closes_every_break()
    {
        await using var manager = await city.SignIn(Role.PoolManager);
        await using var clerk = await city.SignIn(Role.PoolClerk);
        await manager.Open("/pool/breaks");
        await manager.Sees("处差异待了结");
        // All but one loan in two schemes, which the platform never lets in; early in a year nobody can have been paid since.
        Assert.InRange(await DatabaseServer.Count(city.Database, "select count(distinct kind) from break_book"), 18, 20);
        string[] pools = ["GZPH-2023", "GZKJ-2021", "GZZX-2019"];
        foreach (var pool in pools)
        {
            await manager.Open($"/pool/breaks?scheme={pool}");
            await manager.Sees("未分派");
        }
        await TakesOne(manager);
        var corrected = await BankPutsOneRightHere();
        await SaysHowEachEnds(manager, corrected);
        await AgreesToEach(clerk);
        var asked = await Banks();
        foreach (var bank in asked) await ReportsAgain(clerk, bank);
        await ClosesWhatNowAgrees(manager);

        Assert.Equal(0, await Count("stage <> 'Closed'"));
        await manager.Page.IsAccessible();
        await HoldsTheFilesAgain(manager, asked);
        foreach (var pool in pools)
        {
            await manager.Open("/pool/funds/" + await DatabaseServer.Text(city.Database, $"select scheme || '/' || year from pool_book where scheme = '{pool}' order by year desc limit 1"));
            await manager.Sees(manager.Page.GetByText("相等", new() { Exact = true }));
        }
    }

    /// <summary>The first in the list is the manager's own from now on, with a day by which it is to end.</summary>
    private static async Task TakesOne(Person manager)
    {
        await manager.Open("/pool/breaks?stage=Open");
        await OpensFirst(manager);
        await manager.Button("分派").ClickAsync();
        await manager.Sees("前了结");
    }

    /// <summary>In one case the bank's file is right and the last repayment was recorded too high here: the bank's approver corrects the record.</summary>
    private async Task<string> BankPutsOneRightHere()
    {
        await using var approver = await city.SignIn(Role.BankApprover);
        var loan = (await DatabaseServer.Text(city.Database, "select number || ' ' || difference / 100 from break_book where bank = 'LJ01' and fields::text like '%贷款余额%'")).Split(' ');
        await approver.Open($"/bank/loans/{loan[0]}");
        await approver.Choose("事项", "更正或冲销还款");
        var principal = approver.Page.GetByLabel("应为本金", new() { Exact = true });
        await approver.Fill("应为本金", (decimal.Parse(await principal.InputValueAsync(), CultureInfo.InvariantCulture) - decimal.Parse(loan[1], CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture));
        await approver.Fill("理由", "借款人少还一千元，以银行凭证为准");
        await approver.Sure("更正还款");
        await approver.Sees("更正过 1 次");
        return loan[0];
    }

    /// <summary>One after another, as they stand in the list.</summary>
    private async Task SaysHowEachEnds(Person manager, string corrected)
    {
        await manager.Open("/pool/breaks?stage=Open");
        for (var left = await Count("stage = 'Open'"); left > 0; left--)
        {
            await manager.Sees($"共 {left} 处");
            var row = await First(manager).InnerTextAsync();
            await OpensFirst(manager);
            var isCorrected = row.Contains(corrected, StringComparison.Ordinal);
            // What the bank can report again; all else is explained.
            var isExplained = row.Contains("南屏银行", StringComparison.Ordinal) || row.Contains("拆分", StringComparison.Ordinal) || row.Contains("重复", StringComparison.Ordinal);
            await manager.Page.GetByText(isCorrected ? "以更正事件更正平台" : isExplained ? "说明后关闭" : "退回银行重报", new() { Exact = true }).ClickAsync();
            if (isCorrected) await manager.Page.GetByLabel("更正事件", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Index = 1 });
            await manager.Choose("原因", isExplained ? "分次放款" : "录入错误");
            await manager.Fill("说明", "已与银行逐笔核对凭证");
            await manager.Button("提交复核").ClickAsync();
        }
        await manager.Sees(NothingSuch);
    }

    private async Task AgreesToEach(Person clerk)
    {
        await clerk.Open("/pool/breaks?stage=UnderReview");
        for (var left = await Count("stage = 'UnderReview'"); left > 0; left--)
        {
            await clerk.Sees($"共 {left} 处");
            await OpensFirst(clerk);
            await clerk.Button("同意，").ClickAsync();
        }
        await clerk.Sees(NothingSuch);
    }

    /// <summary>The bank's file as it was, but for what was sent back: there it says what its books, and the platform's, say.</summary>
    private async Task ReportsAgain(Person clerk, string bank)
    {
        var lines = await DatabaseServer.Text(city.Database, $"""
            with returned as (select number, kind from break_book where bank = '{bank}' and stage = 'WithBank'),
            lines as (
              select kind, number, borrower, product, amount, day, file_row from bank_line where split_part(stream_id, '/', 2) = '{bank}' and number not in (select number from returned)
              union all
              select 'Disbursement', l.number, l.enterprise, l.product, l.principal, l.value_date, 0 from loan_book l join returned r on r.number = l.number where l.bank = '{bank}')
            select '类别,借据号,借款人统一社会信用代码,产品编号,金额（元）,日期' || chr(10) || string_agg(
              case kind when 'Balance' then '余额,' else '放款,' end || number || ',' || borrower || ',' || coalesce(product, '') || ',' || to_char(amount / 100.0, 'FM999999990.00') || ',' || to_char(day, 'YYYY-MM-DD'), chr(10) order by number, file_row) from lines
            """);
        await clerk.Open("/pool/files");
        await clerk.Page.GetByLabel("银行", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Value = bank });
        await clerk.Page.GetByLabel("文件", new() { Exact = true }).Offer(new FilePayload { Name = $"{bank}重报.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(lines) });
        await clerk.Sees("行可导入");
        await clerk.Button("导入并核对").ClickAsync();
        await clerk.Sees("处旧差异已一致");
    }

    private async Task ClosesWhatNowAgrees(Person manager)
    {
        await manager.Open("/pool/breaks?stage=Cleared");
        for (var left = await Count("stage = 'Cleared'"); left > 0; left--)
        {
            await manager.Sees($"共 {left} 处");
            await OpensFirst(manager);
            await manager.Button("关闭").ClickAsync();
        }
        await manager.Open("/pool/breaks");
        await manager.Sees(Nothing);
    }

    /// <summary>Every file that came again, against the platform as it now stands: nothing new is found.</summary>
    private async Task HoldsTheFilesAgain(Person manager, string[] banks)
    {
        await manager.Open("/pool/files");
        foreach (var bank in banks)
        {
            await manager.Button($"重新核对 {bank}重报.csv").ClickAsync();
            await manager.Sees($"{bank}重报.csv 已按平台现状重新核对");
        }
        Assert.Equal(0, await Count("stage <> 'Closed'"));
    }

    /// <summary>Until it is marked as open, the one before may still stand in its place.</summary>
    private static async Task OpensFirst(Person person)
    {
        await First(person).ClickAsync();
        await Assertions.Expect(First(person)).ToHaveAttributeAsync("aria-selected", "true");
    }

    private static ILocator First(Person person) => person.Page.Locator("tr[data-row]").First;

    /// <summary>Those to which something was sent back.</summary>
    private async Task<string[]> Banks() => (await DatabaseServer.Text(city.Database, "select string_agg(distinct bank, ' ') from break_book where stage = 'WithBank'")).Split(' ');

    private Task<long> Count(string which) => DatabaseServer.Count(city.Database, $"select count(*) from break_book where {which}");
}
