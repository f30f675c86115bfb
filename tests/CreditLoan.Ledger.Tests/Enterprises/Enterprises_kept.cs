using CreditLoan.Domain.Access;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Enterprises;
using CreditLoan.Ledger.Tests.Demands;
using static CreditLoan.Ledger.Tests.Demands.LendingWorld;

namespace CreditLoan.Ledger.Tests.Enterprises;

public sealed class Enterprises_kept(LendingWorld world) : IClassFixture<LendingWorld>
{
    private readonly EnterpriseQueries _queries = new(world.Db.Reader);

    [Fact]
    public async Task Are_named_to_themselves_and_not_to_the_bureau_or_administrators()
    {
        Assert.Equal("澜江恒锐精密机械有限公司", (await _queries.Find(Signer.AsViewer, Hengrui))!.Name);
        foreach (var role in new[] { Role.BureauAnalyst, Role.SystemAdministrator, Role.AuditAdministrator, Role.PoolClerk, Role.Anonymous })
            Assert.Null(await _queries.Find(new("someone", role, ""), Hengrui));
    }

    [Fact]
    public async Task Wait_for_the_data_desk_where_the_code_fails_the_check()
    {
        var odd = new EnterpriseCode("914403001922038217");
        var agent = new Actor("wu", Role.EnterpriseAgent, odd.Value);
        var reviewer = new Actor("lin", Role.DataOperator, "");
        var given = new Registration(odd, "早年赋码的企业", new("449901"), new("F5211"), IndustryEdition.Gb2011, new(2013, 1, 1));
        await world.Store.Change(Command(agent), Enterprise.Stream(odd), e => EnterpriseDecisions.Register(e, agent, given, Today));
        Assert.Contains(await _queries.ToReview(reviewer.AsViewer), e => e.Code == odd);
        await world.Store.Change(Command(reviewer), Enterprise.Stream(odd), e => EnterpriseDecisions.AcceptCode(e, reviewer, "执照原件一致", Today));
        Assert.DoesNotContain(await _queries.ToReview(reviewer.AsViewer), e => e.Code == odd);
        Assert.Equal(EnterpriseStage.Active, (await _queries.Find(agent.AsViewer, odd))!.Stage);
    }
}
