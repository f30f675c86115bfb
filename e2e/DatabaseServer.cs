using Npgsql;

namespace CreditLoan.E2e;

/// <summary>Makes and drops the journeys' database on the test server.</summary>
public static class DatabaseServer
{
    /// <summary>Answers the connection string of a fresh, empty database.</summary>
    public static async Task<string> Make(string server, string name)
    {
        await Run(server, $"create database {name}");
        return new NpgsqlConnectionStringBuilder(server) { Database = name, Timeout = 60, CommandTimeout = 120 }.ConnectionString;
    }

    public static async Task Drop(string server, string name)
    {
        NpgsqlConnection.ClearAllPools();
        await Run(server, $"drop database {name} with (force)");
        // Each database has logins of its own, named after it.
        await Run(server, $"do $$ declare login text; begin for login in select rolname from pg_roles where rolname like '{name}\\_%' loop execute format('drop role %I', login); end loop; end $$");
    }

    /// <summary>What the database itself says, as its owner sees it.</summary>
    public static async Task<long> Count(string database, string query) => (long)(await Value(database, query))!;

    public static async Task<string> Text(string database, string query) =>
        await Value(database, query) as string ?? throw new InvalidOperationException($"The city has nothing for: {query}");

    private static async Task<object?> Value(string database, string query)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(query, connection);
        return await command.ExecuteScalarAsync();
    }

    private static async Task Run(string server, string statement)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
