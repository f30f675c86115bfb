using CreditLoan.Domain.Access;

namespace CreditLoan.E2e.Stories;

/// <summary>One fact through everything: a form, a decision, the store, its view, the audit row, the roles.</summary>
[Collection(Journeys.Name)]
public class The_bureau_sets_a_target(City city)
{
    [Fact]
    public async Task And_finds_it_in_the_table_with_its_source()
    {
        await using var analyst = await city.SignIn(Role.BureauAnalyst);
        await analyst.Open("/bureau/targets");

        await analyst.Fill("范围", "测试新区");
        await analyst.Fill("基期值", "10");
        await analyst.Fill("目标值", "25.5");
        await analyst.Fill("出处", "测试〔2026〕1号");
        await analyst.Button("设定目标").ClickAsync();

        await analyst.Sees(analyst.Row("测试新区").Filter(new() { HasText = "25.50" }));
        Assert.Equal(1, await DatabaseServer.Count(city.Database, "select count(*) from mt_events where type = 'target_set' and data::text like '%测试新区%'"));
        Assert.Equal(1, await DatabaseServer.Count(city.Database, "select count(*) from audit where act = 'target.set' and account = (select id from identity.account where user_name = 'analyst') and outcome like 'accepted%' and subject::text like '%测试新区%'"));
    }

    [Fact]
    public async Task But_hears_why_not_where_the_source_is_missing()
    {
        await using var analyst = await city.SignIn(Role.BureauAnalyst);
        await analyst.Open("/bureau/targets");

        await analyst.Fill("目标值", "25.5");
        await analyst.Button("设定目标").ClickAsync();

        await analyst.Sees("目标须注明出处，例如文件名称和文号。");
    }

    [Fact]
    public async Task While_a_leader_only_reads()
    {
        await using var leader = await city.SignIn(Role.BureauLeader);
        await leader.Open("/bureau/targets");

        Assert.Equal(0, await leader.Button("设定目标").CountAsync());
    }

    [Fact]
    public async Task And_a_bank_officer_is_not_let_in()
    {
        await using var officer = await city.SignIn(Role.BankOfficer);

        Assert.Equal(403, await officer.Open("/bureau/targets"));
    }
}
