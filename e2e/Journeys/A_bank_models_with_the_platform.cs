using System.Text;
using System.Text.RegularExpressions;
using CreditLoan.Domain.Access;
using Microsoft.Playwright;

namespace CreditLoan.E2e.Stories;

/// <summary>A bank proposes a model, its file is held against the consents, the model is run, described, approved by two institutions, read in a profile, and taken back.</summary>
[Collection(Journeys.Name)]
public class A_bank_models_with_the_platform(City city)
{
    /// <summary>Enough that ten folds are dealt: smaller samples leave out one enterprise at a time, which takes minutes.</summary>
    private const int Consenting = 240;
    private const int NotConsenting = 17;
    private const string Title = "试建小微评分卡";

    /// <summary>The file is checked and the model is fitted in the background, on a machine that may be busy with other work.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task And_its_officer_reads_the_new_score()
    {
        var today = await DatabaseServer.Text(city.Database, "select to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM-DD')");
        var enterprise = await SomebodyWhoLetsTheBankRead();
        await using var officer = await city.SignIn(Role.BankOfficer);
        var project = await IsProposed(officer);
        await IsCheckedAndRun(project);
        await IsDescribed(officer, project);
        await IsApprovedByTwo(project, today);

        await IsScored(enterprise, project);
        await officer.Open($"/bank/profiles/{enterprise}");
        await officer.Sees(officer.Page.GetByText(new Regex("信用档 [A-E]，12 个月违约率", RegexOptions.None, TimeSpan.FromSeconds(1))));
        await officer.Sees($"{Title}（第 1 次运行）");
        await officer.Sees("基准");
        await IsWithdrawn(project);
    }

    private async Task<string> IsProposed(Person officer)
    {
        await officer.Open("/bank/models/new");
        await officer.Fill("项目名称", Title);
        await officer.Fill("用途", "贷前评估的参考");
        await officer.Fill("坏样本定义", "观察日后 12 个月内逾期超过 30 天");
        await officer.Button("提交立项").ClickAsync();
        await officer.Page.Arrives("/bank/models/(?!new$)");
        await officer.Sees("两家机构批准");
        var project = officer.Page.Url.Split('/')[^1];
        await officer.Page.GetByLabel("文件", new PageGetByLabelOptions { Exact = true })
            .Offer(new FilePayload { Name = "标签.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(await Labels()) });
        await officer.Sees("已收到，等待平台核对");
        return project;
    }

    private async Task IsCheckedAndRun(string project)
    {
        await using var data = await city.SignIn(Role.DataOperator);
        await data.Open($"/admin/models/{project}");
        await data.Button("核对授权并对齐").ClickAsync();
        await Sees(data, $"标签文件 {Consenting + NotConsenting} 户，剔除 {NotConsenting} 户，入模 {Consenting} 户");
        await data.Sees(data.Row("没有有效的联合建模授权").Filter(new() { HasText = $"−{NotConsenting}" }));
        await data.Fill("随机种子", "11");
        await data.Button("运行").ClickAsync();
        await Sees(data, "第 1 次运行：AUC");
        await data.Open($"/admin/models/{project}/validation");
        await data.Sees("每户都由没见过它的模型评分");
        await data.Page.IsAccessible();
    }

    private static async Task IsDescribed(Person officer, string project)
    {
        await officer.Open($"/bank/models/{project}");
        await officer.Sees("填写模型卡");
        await officer.Fill("局限", "只含获得贷款的企业");
        await officer.Fill("适用范围", "小微企业贷前评估");
        await officer.Button("提交模型卡").ClickAsync();
        await officer.Sees("小微企业贷前评估");
    }

    private async Task IsApprovedByTwo(string project, string today)
    {
        await using var approver = await city.SignIn(Role.BankApprover);
        await approver.Open($"/bank/models/{project}");
        await approver.Sees("只含获得贷款的企业");
        await approver.Fill("生效日", today);
        await approver.Sure("批准");
        await approver.Sees("一家机构已批准，等另一家");
        await using var leader = await city.SignIn(Role.BureauLeader);
        await leader.Open($"/bureau/models/{project}");
        await leader.Sees("只含获得贷款的企业");
        await leader.Fill("生效日", today);
        await leader.Sure("批准");
        await leader.Sees("两家机构批准，均已存证");
        await leader.OpenUntil($"/bureau/models/{project}", "/verify/CZ");
        await leader.Page.IsAccessible();
        await leader.Follow((await leader.Page.GetByRole(AriaRole.Link).Filter(new() { HasText = "CZ" }).First.InnerTextAsync()).Trim());
        await leader.Sees("模型批准");
    }

    /// <summary>Withdrawing takes one person; the city is as it was for the journeys after this one.</summary>
    private async Task IsWithdrawn(string project)
    {
        await using var approver = await city.SignIn(Role.BankApprover);
        await approver.Open($"/bank/models/{project}");
        await approver.Fill("理由", "试建结束");
        await approver.Sure("撤回模型");
        await approver.Sees("试建结束");
    }

    private static Task Sees(Person who, string text) =>
        Assertions.Expect(who.Page.GetByText(text).First).ToBeVisibleAsync(new() { Timeout = (float)Patience.TotalMilliseconds });

    private async Task IsScored(string enterprise, string project)
    {
        using var late = new CancellationTokenSource(Patience);
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(300));
        while (await DatabaseServer.Count(city.Database, $"select count(*) from profile_score where enterprise = '{enterprise}' and project = '{project}'") == 0)
            await again.WaitForNextTickAsync(late.Token);
    }

    /// <summary>The bank's file: enterprises that agreed, the weakest sellers mostly bad, and some that never agreed to modelling.</summary>
    private Task<string> Labels() => DatabaseServer.Text(city.Database, $"""
        with agreed as (
          select c.enterprise, row_number() over (order by (select p.features ->> 'sales_12m' from profile p where p.enterprise = c.enterprise order by p.as_of desc limit 1)::float8) rank from consent_book c
          join enterprise_book e on e.code = c.enterprise and e.founded_on < current_date - 900
          where c.recipient = 'LJ01' and c.purpose = 'JointModelling' and c.status = 'Active' and c.starts_on < current_date and c.expires_on > current_date + 1
            and exists (select from consent_book p where p.enterprise = c.enterprise and p.recipient = 'platform' and p.status = 'Active' and p.starts_on < current_date and p.expires_on > current_date + 1)
            and exists (select from profile p where p.enterprise = c.enterprise and p.features ->> 'sales_12m' is not null)
          order by c.enterprise limit {Consenting}),
        others as (select e.code from enterprise_book e where not exists (select from consent_book c where c.enterprise = e.code and c.purpose = 'JointModelling') order by e.code limit {NotConsenting})
        select E'统一社会信用代码,是否违约\n' || string_agg(line, E'\n' order by line) from (
          select enterprise || ',' || case when rank < {Consenting} / 2 and rank % 6 > 0 or rank % 17 = 0 then '是' else '否' end line from agreed union all select code || ',否' from others) lines
        """);

    /// <summary>The first enterprise whose data the bank may read for a credit decision, in the classes of the new model.</summary>
    private Task<string> SomebodyWhoLetsTheBankRead() => DatabaseServer.Text(city.Database, """
        select c.enterprise from consent_book c join profile p on p.enterprise = c.enterprise
        where c.recipient = 'LJ01' and c.purpose = 'CreditApproval' and c.status = 'Active' and c.expires_on > current_date + 1 and c.scopes @> array['Registration', 'Invoices', 'Tax']
          and exists (select from consent_book o where o.enterprise = c.enterprise and o.recipient = 'platform' and o.status = 'Active' and o.scopes @> array['Registration', 'Invoices', 'Tax'])
        order by c.enterprise limit 1
        """);
}
