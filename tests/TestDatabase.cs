using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using CreditLoan.Ledger;
using Npgsql;

namespace CreditLoan;

/// <summary>A fresh, migrated database of a test's own, on a real PostgreSQL; dropped at the end.</summary>
/// <remarks>The server is CREDITLOAN_TEST_DB (a superuser's connection), or a private cluster that infra/postgres/cluster.sh starts.</remarks>
internal sealed class TestDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> Server = new(FindServer);
    private readonly string _server;

    private TestDatabase(string server, string connection, Database database, IReadOnlyList<Slice>? slices)
    {
        _server = server;
        OwnerConnection = connection;
        Database = database;
        Store = new EventStore(database.Writer, TimeProvider.System, slices);
    }

    public string OwnerConnection { get; }
    public Database Database { get; }
    public EventStore Store { get; }
    public Reader Reader => Database.Reader;

    /// <param name="slices">The slices of the store; all of the product's unless a test brings its own.</param>
    public static async Task<TestDatabase> Create(IReadOnlyList<Slice>? slices = null)
    {
        var server = await Server.Value;
        var name = "test_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        await Run(server, $"create database {name} template {await Template(server)}");
        var connection = new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 50 }.ConnectionString;
        return new TestDatabase(server, connection, await Database.Open(connection), slices);
    }

    /// <summary>Runs a statement as the owner.</summary>
    public Task Execute(string sql) => Run(OwnerConnection, sql);

    /// <summary>Reads one value as the owner.</summary>
    public async Task<T> Value<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(OwnerConnection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        var name = new NpgsqlConnectionStringBuilder(OwnerConnection).Database!;
        NpgsqlConnection.ClearAllPools();
        await Run(_server, $"drop database {name} with (force)");
        foreach (var login in new[] { "writer", "reader", "sealer", "auditor" }) await Run(_server, $"drop role if exists {name}_login_{login}");
    }

    private static async Task<string> Template(string server)
    {
        var migrations = Migrator.OfThisBuild();
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(migrations.Select(m => m.Checksum))));
        var name = "template_" + Convert.ToHexStringLower(digest)[..16];
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using (var serialise = new NpgsqlCommand("select pg_advisory_lock(7241)", connection)) await serialise.ExecuteNonQueryAsync();
        await using var exists = new NpgsqlCommand($"select exists (select from pg_database where datname = '{name}' and datistemplate)", connection);
        if (!(bool)(await exists.ExecuteScalarAsync())!)
        {
            await Run(server, $"drop database if exists {name} with (force)");
            await Run(server, $"create database {name}");
            await using (var owner = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Database = name, Pooling = false }.ConnectionString))
                await Migrator.Migrate(owner, migrations);
            await Run(server, $"alter database {name} is_template true");
        }
        await using (var release = new NpgsqlCommand("select pg_advisory_unlock(7241)", connection)) await release.ExecuteNonQueryAsync();
        return name;
    }

    private static async Task Run(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> FindServer()
    {
        if (Environment.GetEnvironmentVariable("CREDITLOAN_TEST_DB") is { Length: > 0 } set) return set;
        var start = new ProcessStartInfo("bash", ["infra/postgres/cluster.sh", "start", ".data/test", "0"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? line.Trim() : throw new InvalidOperationException("infra/postgres/cluster.sh could not start PostgreSQL; its message is above.");
    }
}
