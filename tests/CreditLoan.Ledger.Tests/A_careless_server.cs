using Npgsql;

namespace CreditLoan.Ledger.Tests;

public sealed class A_careless_server
{
    [Theory]
    [InlineData("fsync", "off", false)]
    [InlineData("full_page_writes", "off", false)]
    [InlineData("synchronous_commit", "off", false)]
    [InlineData("synchronous_commit", "local", false)]
    [InlineData("synchronous_commit", "remote_write", true)]
    [InlineData("synchronous_commit", "on", true)]
    [InlineData("fsync", "on", true)]
    [InlineData("full_page_writes", "on", true)]
    [InlineData("server_version_num", "140012", false)]
    [InlineData("server_version_num", "150018", true)]
    public void Is_told_by_its_settings(string name, string setting, bool keepsWhatItAcknowledged) =>
        Assert.Equal(keepsWhatItAcknowledged, Database.Objection(name, setting) is null);

    [Theory]
    [InlineData("alter database {0} set synchronous_commit = off")]
    [InlineData("alter role {0}_login_writer set synchronous_commit = off")] // The owner's own sessions would not show it.
    public async Task Is_refused_at_start_up(string statement)
    {
        await using var db = await TestDatabase.Create([Counter.Slice]);
        var name = new NpgsqlConnectionStringBuilder(db.OwnerConnection).Database!;
        await db.Execute(string.Format(System.Globalization.CultureInfo.InvariantCulture, statement, name));
        NpgsqlConnection.ClearAllPools();
        var refused = await Assert.ThrowsAsync<SchemaException>(() => Database.Open(db.OwnerConnection));
        Assert.Contains("synchronous_commit = off", refused.Message, StringComparison.Ordinal);
    }
}
