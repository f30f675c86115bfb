using CreditLoan.Domain.Demands;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Demands;
using Npgsql;
using static CreditLoan.Ledger.Tests.Demands.LendingWorld;

namespace CreditLoan.Ledger.Tests.Demands;

public sealed class The_hall_of_needs(LendingWorld world) : IClassFixture<LendingWorld>
{
    private readonly DemandQueries _queries = new(world.Db.Reader);

    private async Task<bool> Sees(BankCode bank, DemandId id) => await _queries.Seen(ViewerOf(bank), id) is not null;

    private async Task<string> Seers(DemandId id)
    {
        var sees = await Task.WhenAll(Banks.Select(b => Sees(b, id)));
        return string.Join(", ", Banks.Where((_, i) => sees[i]));
    }

    [Fact]
    public async Task Shows_a_need_to_as_many_banks_as_the_cap_says()
    {
        var id = await world.Post(2, Banks);
        Assert.Equal("A, B", await Seers(id));
        await world.Store.Change(Command(Officer(Banks[0])), Demand.Stream(id), d => DemandDecisions.Pass(d, Officer(Banks[0]), Today));
        Assert.Equal("B, C", await Seers(id));
    }

    [Fact]
    public async Task Shows_amount_term_purpose_district_section_and_size()
    {
        var id = await world.Post(3, Banks);
        var seen = (await _queries.Seen(ViewerOf(Banks[1]), id))!;
        Assert.Equal((Wanted.Amount, 12, LoanPurpose.Materials, new DistrictCode("449902"), "C"), (seen.Amount, seen.Months, seen.Purpose, seen.District!.Value, seen.Section));
        Assert.Equal((false, 0), (seen.Mine, seen.Takers));
        var product = new ProductId(Banks[1], "P1");
        await world.Store.Change(Command(Officer(Banks[1])), Demand.Stream(id), d => DemandDecisions.Take(d, Officer(Banks[1]), product, "三天答复", Today));
        Assert.True((await _queries.Seen(ViewerOf(Banks[1]), id))!.Mine);
        Assert.Equal((false, 1), await _queries.Seen(ViewerOf(Banks[0]), id) is { } other ? (other.Mine, other.Takers) : default);
    }

    /// <summary>Whatever a bank asks of the database with its own rights, no name and no code comes back.</summary>
    [Fact]
    public async Task Names_no_enterprise_to_a_bank_without_consent()
    {
        await world.Post(3, Banks);
        await using var connection = await world.Db.Database.ReaderSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Run(connection, "select set_config('creditloan.kind', 'Bank', true), set_config('creditloan.tenant', 'A', true), set_config('creditloan.role', 'BankOfficer', true)");
        foreach (var table in new[] { "demand_book", "enterprise_book", "consent_book" })
            Assert.Equal(0L, await Run(connection, $"select count(*) from {table}"));
        var row = (string)(await Run(connection, """
            select json_agg(h)::text from (select stream_id, version, changed_at, demand, amount, months, purpose, securities, district, section, size, cap, posted_on, until from demand_hall) h
            """))!;
        Assert.Contains("449902", row, StringComparison.Ordinal);
        Assert.DoesNotContain(Hengrui.Value, row, StringComparison.Ordinal);
        Assert.DoesNotContain("恒锐", row, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("select * from demand_hall")]
    [InlineData("select seers from demand_hall")]
    [InlineData("select queue from demand_hall")]
    public async Task Hides_which_other_banks_look(string statement)
    {
        await using var command = world.Db.Database.ReaderSource.CreateCommand(statement);
        Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteScalarAsync())).SqlState);
    }

    [Fact]
    public async Task Is_filtered_sorted_and_paged()
    {
        var id = await world.Post(3, Banks[2]);
        var viewer = ViewerOf(Banks[2]);
        Assert.Contains((await _queries.Hall(viewer, Today, "449902", "C", LoanPurpose.Materials, "amount", true, 0, 50)).Rows, n => n.Demand == id);
        Assert.Empty((await _queries.Hall(viewer, Today, "449903", null, null, null, false, 0, 50)).Rows);
        Assert.Empty((await _queries.Hall(viewer, Today.AddDays(31), null, null, null, null, false, 0, 50)).Rows);
    }

    [Fact]
    public async Task Is_left_by_a_need_that_was_withdrawn()
    {
        var id = await world.Post(3, Banks);
        await world.Store.Change(Command(Signer), Demand.Stream(id), d => DemandDecisions.Withdraw(d, Signer, "自筹", Today));
        Assert.False(await Sees(Banks[0], id));
        Assert.Equal(DemandStage.Withdrawn, (await _queries.Find(Signer.AsViewer, id))!.Stage);
    }

    [Fact]
    public async Task Is_closed_to_other_enterprises_and_the_public()
    {
        var id = await world.Post(3, Banks);
        Assert.NotNull(await _queries.Find(Signer.AsViewer, id));
        Assert.Null(await _queries.Find(Signer.AsViewer with { Tenant = "914403001922038217" }, id));
        Assert.Null(await _queries.Seen(Domain.Access.Viewer.Anyone, id));
    }

    private static async Task<object?> Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
