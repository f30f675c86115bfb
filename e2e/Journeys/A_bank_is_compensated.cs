using System.Globalization;
using System.Text;
using CreditLoan.Domain.Access;
using Microsoft.Playwright;

namespace CreditLoan.E2e.Stories;

/// <summary>A loan paid out weeks ago is enrolled, falls overdue, is claimed, approved by two, paid; and what the bank recovers afterwards is shared.</summary>
[Collection(Journeys.Name)]
public class A_bank_is_compensated(City city)
{
    private const string Voucher = "BF-E2E-0001";
    private const string Shared = "FH-E2E-0001";

    [Fact]
    public async Task And_shares_what_it_recovers()
    {
        await using var officer = await city.SignIn(Role.BankOfficer);
        await using var clerk = await city.SignIn(Role.PoolClerk);
        await using var manager = await city.SignIn(Role.PoolManager);
        await using var approver = await city.SignIn(Role.PoolApprover);
        var loan = await AYoungLoan();
        var case_ = $"/bank/claims/GZXD-2025/{loan}";
        var fund = $"/pool/funds/GZXD-2025/{(await Today()).Year}";

        await IsEnrolled(officer, clerk, manager, loan);
        await FallsOverdue(officer, loan);
        await IsClaimed(officer, case_);
        var claim = await IsApprovedByTwo(clerk, approver, loan);
        await IsPaid(manager, claim, fund);
        await PaysBack(officer, manager, case_, claim, fund);
    }

    private async Task IsEnrolled(Person officer, Person clerk, Person manager, string loan)
    {
        await officer.Open("/bank/claims");
        await officer.Fill("借据号", loan);
        await officer.Button("申请入库").ClickAsync();
        await officer.Sees($"{loan} 已提交，等待审核。");

        var enrolment = $"/pool/enrolments/GZXD-2025/LJ01/{loan}";
        await clerk.Open(enrolment);
        await clerk.Sees("按放款日的规则，各项条件都符合");
        await clerk.Button("审核通过").ClickAsync();
        await clerk.Sees("须由另一人确认");
        await manager.Open(enrolment);
        await manager.Sign("确认入库", then: "已入库。出现不良后由银行申请补偿。");
    }

    private async Task FallsOverdue(Person officer, string loan)
    {
        await officer.Open($"/bank/loans/{loan}");
        await officer.Choose("事项", "登记逾期");
        await officer.Sees(officer.Button("登记逾期"));
        await officer.Fill("首个逾期的应还日", (await Today()).AddDays(-3).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await officer.Fill("逾期利息合计", "100");
        await officer.Button("登记逾期").ClickAsync();
        await officer.Sees("逾期本金");
        await officer.Choose("事项", "调整五级分类");
        await officer.Sees(officer.Button("调整五级分类"));
        await officer.Choose("分类", "次级");
        await officer.Fill("理由", "借款人停产，本息无力偿还");
        await officer.Button("调整五级分类").ClickAsync();
        await officer.Sees(officer.Page.GetByRole(AriaRole.Definition).GetByText("次级"));
    }

    private static async Task IsClaimed(Person officer, string case_)
    {
        await officer.Open(case_);
        await officer.Fill("情况", "借款人停产");
        await officer.Button("报告项目异常").ClickAsync();
        await officer.Sees("按平台记录");
        await officer.Page.GetByLabel("材料").Offer(new FilePayload { Name = "催收记录.pdf", MimeType = "application/pdf", Buffer = Encoding.UTF8.GetBytes("%PDF-1.4 催收三次，未还") });
        await officer.Sees("催收记录.pdf");
        await officer.Button("申请补偿").ClickAsync();
        await officer.Sees("等待资金池审批。");
    }

    private async Task<string> IsApprovedByTwo(Person clerk, Person approver, string loan)
    {
        var claim = $"/pool/claims/{await DatabaseServer.Text(city.Database, $"select id from claim_book where bank = 'LJ01' and loan = '{loan}'")}";
        await clerk.Open(claim);
        await clerk.Sees("需 2 人同意，已有 0 人");
        await clerk.Sign("同意补偿", then: "需 2 人同意，已有 1 人");
        await approver.Open(claim);
        await approver.Sign("同意补偿", then: "元已转入待拨。");
        return claim;
    }

    private static async Task IsPaid(Person manager, string claim, string fund)
    {
        await manager.Open(claim);
        await manager.Fill("银行凭证号", Voucher);
        await manager.Sign("确认拨付", then: "已拨付");
        await manager.Open(fund);
        await manager.Sees(manager.Row($"拨付补偿，澜江银行，{claim.Split('/')[^1]}"));
    }

    private static async Task PaysBack(Person officer, Person manager, string case_, string claim, string fund)
    {
        await officer.Open(case_);
        await officer.Fill("追偿凭证号", "HS-E2E-0001");
        await officer.Fill("追偿所得", "50000");
        await officer.Button("报告追偿所得").ClickAsync();
        await officer.Sees("已返还 0.00 元");
        await manager.Open(claim);
        await manager.Fill("到账凭证号", Shared);
        await manager.Button("确认到账").ClickAsync();
        await manager.Sees($"凭证 {Shared}");
        await manager.Open(fund);
        await manager.Sees(manager.Row("追偿返还").Filter(new() { HasText = claim.Split('/')[^1] }));
    }

    /// <summary>One of the bank's loans of these weeks that the open scheme could cover and that nobody has enrolled.</summary>
    private Task<string> AYoungLoan() => DatabaseServer.Text(city.Database, """
        select l.number from loan_book l
        where l.bank = 'LJ01' and l.stage = 'Running' and l.grade = 'Pass' and l.size in ('Micro', 'Small') and l.security = 'Unsecured' and l.principal <= 500000000
          and l.value_date between current_date - 25 and current_date - 8 and not exists (select from enrolment_book e where e.bank = l.bank and e.number = l.number)
        order by l.principal desc, l.number limit 1
        """);

    private async Task<DateOnly> Today() => DateOnly.Parse(await DatabaseServer.Text(city.Database, "select to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM-DD')"), CultureInfo.InvariantCulture);
}
