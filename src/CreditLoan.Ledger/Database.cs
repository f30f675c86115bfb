using System.Security.Cryptography;
using Npgsql;

namespace CreditLoan.Ledger;

/// <summary>One PostgreSQL database, seen through its roles: each part of the program gets the connection that may do its work and no more.</summary>
public sealed class Database : IAsyncDisposable
{
    private static readonly string[] Logins = ["writer", "reader", "sealer", "auditor"];

    private readonly NpgsqlDataSource _sign;

    private Database(NpgsqlDataSource owner, IReadOnlyDictionary<string, NpgsqlDataSource> logins, NpgsqlDataSource sign)
    {
        (Owner, _sign) = (owner, sign);
        Writer = logins["writer"];
        ReaderSource = logins["reader"];
        Sealer = logins["sealer"];
        Auditor = logins["auditor"];
        Pulse = new Pulse(sign);
        Reader = new Reader(ReaderSource, Pulse);
    }

    /// <summary>Defines and rebuilds; used by migrations and the operator's tool.</summary>
    public NpgsqlDataSource Owner { get; }

    /// <summary>Appends events and keeps views.</summary>
    public NpgsqlDataSource Writer { get; }

    /// <summary>Reads views, row by row level security.</summary>
    public NpgsqlDataSource ReaderSource { get; }

    /// <summary>Seals evidence.</summary>
    public NpgsqlDataSource Sealer { get; }

    /// <summary>Reads the audit trail.</summary>
    public NpgsqlDataSource Auditor { get; }

    public Reader Reader { get; }

    /// <summary>Whether the server answers at all.</summary>
    public Pulse Pulse { get; }

    /// <summary>Refuses a connection that leaves the machine without checking the server's certificate (传输加密); hosts ask in production.</summary>
    /// <returns>The connection string itself.</returns>
    /// <exception cref="SchemaException">It names another machine and not <c>SSL Mode=VerifyFull</c>.</exception>
    public static string Encrypted(string connection)
    {
        var parts = new NpgsqlConnectionStringBuilder(connection);
        var hosts = (parts.Host ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.SslMode is SslMode.VerifyFull || Array.TrueForAll(hosts, host => host.StartsWith('/') || host.Split(':')[0] is "localhost" or "127.0.0.1" || host is "::1" or "[::1]")
            ? connection
            : throw new SchemaException("The database is on another machine: its connection string needs SSL Mode=VerifyFull in production.");
    }

    /// <summary>Migrates and opens a database.</summary>
    /// <param name="ownerConnection">The owner's connection string (<c>CREDITLOAN_DB</c>).</param>
    /// <exception cref="SchemaException">The schema does not fit, or the server is too old or may lose what it acknowledged.</exception>
    public static async Task<Database> Open(string ownerConnection, CancellationToken stop = default)
    {
        ownerConnection = Plain(ownerConnection);
        var owner = NpgsqlDataSource.Create(ownerConnection);
        Database? database = null;
        try
        {
            await AssertDurable(owner, stop);
            await Migrator.Migrate(owner, Migrator.OfThisBuild(), stop);
            var secrets = await MakeLogins(owner, stop);
            database = new Database(owner, Logins.ToDictionary(login => login, login => Source(ownerConnection, login, secrets[login])), Source(ownerConnection, "reader", secrets["reader"], pooled: false));
            await AssertDurable(database.Writer, stop); // A setting may be the role's own.
            return database;
        }
        catch
        {
            await (database?.DisposeAsync() ?? owner.DisposeAsync());
            throw;
        }
    }

    /// <summary>Kerberos encryption only where it is required: to prefer it costs each connection a round trip and, of a server that stands still, another timeout.</summary>
    private static string Plain(string connection)
    {
        var parts = new NpgsqlConnectionStringBuilder(connection);
        if (parts.GssEncryptionMode is GssEncryptionMode.Prefer) parts.GssEncryptionMode = GssEncryptionMode.Disable;
        return parts.ConnectionString;
    }

    private static NpgsqlDataSource Source(string ownerConnection, string login, (string Role, string Password) secret, bool pooled = true) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ownerConnection)
        {
            Username = secret.Role,
            Password = secret.Password,
            Pooling = pooled,
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            // Nothing is ever set for a whole session, so there is nothing to reset between two uses.
            NoResetOnClose = true,
            // A caller hears within eight seconds that there is no connection to be had.
            Timeout = 8,
            CancellationTimeout = login == "writer" ? -1 : 2_000,
        }.ConnectionString);

    /// <summary>An acknowledged command must be on disk: a server set to forget is refused.</summary>
    private static async Task AssertDurable(NpgsqlDataSource source, CancellationToken stop)
    {
        await using var command = source.CreateCommand(
            "select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'server_version_num')");
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            if (Objection(reader.GetString(0), reader.GetString(1)) is { } objection) throw new SchemaException(objection);
    }

    /// <summary>Why a server with this setting will not do; null where it will.</summary>
    public static string? Objection(string name, string setting) => name switch
    {
        "server_version_num" => int.Parse(setting) < 150000 ? $"PostgreSQL 15 or newer is needed; this server is {setting}." : null,
        _ => setting is "off" or "local" ? $"PostgreSQL is set to {name} = {setting}: it may lose what it acknowledged. Set it to on." : null,
    };

    private static async Task<Dictionary<string, (string Role, string Password)>> MakeLogins(NpgsqlDataSource owner, CancellationToken stop)
    {
        await using var connection = await owner.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using (var serialise = new NpgsqlCommand("lock table login_secret in exclusive mode", connection)) await serialise.ExecuteNonQueryAsync(stop);
        var database = connection.Database;
        var secrets = new Dictionary<string, (string, string)>();
        foreach (var login in Logins)
        {
            // Roles belong to the whole cluster, so each database has logins of its own; the name is a digest where it would be too long.
            var role = $"{(database.Length <= 40 ? database : Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(database)))[..40])}_login_{login}";
            var known = (await Ledger.Reader.Rows<string>(connection, $"select password from login_secret where role = {role}", stop)) is [var password] ? password : null;
            if (known is null)
            {
                known = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
                var quoted = "\"" + role.Replace("\"", "\"\"") + "\"";
                await using var create = new NpgsqlCommand(
                    $"do $$ begin create role {quoted} login; exception when duplicate_object then null; end $$;" +
                    $"alter role {quoted} login password '{known}'; grant creditloan_{login} to {quoted};" +
                    $"insert into login_secret (role, password) values ('{role.Replace("'", "''")}', '{known}');", connection, transaction);
                await create.ExecuteNonQueryAsync(stop);
            }
            secrets[login] = (role, known);
        }
        await transaction.CommitAsync(stop);
        return secrets;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in new[] { Writer, ReaderSource, Sealer, Auditor, Owner, _sign }) await source.DisposeAsync();
    }
}
