using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace CreditLoan.Ledger;

/// <summary>Brings a database to this build's schema: numbered SQL files, in order, once each, under an advisory lock.</summary>
public static class Migrator
{
    private const long Lock = 0x43726564_4C6F616E;

    /// <summary>A numbered SQL file of this build.</summary>
    public sealed record Migration(int Number, string Name, string Text)
    {
        public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));
    }

    public static IReadOnlyList<Migration> OfThisBuild()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return new Migration(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, reader.ReadToEnd());
            })
            .OrderBy(m => m.Number)];
    }

    /// <summary>Applies what is missing and answers how many files that were.</summary>
    /// <exception cref="SchemaException">The database is of a newer build, or an applied file was changed since.</exception>
    public static async Task<int> Migrate(NpgsqlDataSource owner, IReadOnlyList<Migration> migrations, CancellationToken stop = default)
    {
        await using var connection = await owner.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await Run(connection, $"select pg_advisory_xact_lock({Lock})", stop);
        await Run(connection, $"create table if not exists schema_migration (number int primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())", stop);
        var applied = new Dictionary<int, (string Name, string Checksum)>();
        await using (var command = Sql.Of($"select number, name, checksum from schema_migration").On(connection))
        await using (var reader = await command.ExecuteReaderAsync(stop))
            while (await reader.ReadAsync(stop)) applied[reader.GetInt32(0)] = (reader.GetString(1), reader.GetString(2));

        foreach (var (number, (name, checksum)) in applied.OrderBy(a => a.Key))
        {
            var ours = migrations.FirstOrDefault(m => m.Number == number)
                ?? throw new SchemaException($"The database has migration {name}, which this build does not know: it belongs to a newer version. Start that version, or restore a backup.");
            if (ours.Checksum != checksum)
                throw new SchemaException($"Migration {name} was changed after it had been applied. Put the file back and add a new one.");
        }
        var missing = migrations.Where(m => !applied.ContainsKey(m.Number)).ToList();
        foreach (var migration in missing)
        {
            await using (var command = new NpgsqlCommand(migration.Text, connection, transaction)) await command.ExecuteNonQueryAsync(stop);
            await Run(connection, $"insert into schema_migration (number, name, checksum) values ({migration.Number}, {migration.Name}, {migration.Checksum})", stop);
        }
        await transaction.CommitAsync(stop);
        return missing.Count;
    }

    private static async Task Run(NpgsqlConnection connection, Sql sql, CancellationToken stop)
    {
        await using var command = sql.On(connection);
        await command.ExecuteNonQueryAsync(stop);
    }
}

/// <summary>The database's schema and this build do not fit.</summary>
public sealed class SchemaException(string message) : Exception(message);
