using CreditLoan.Ledger;
using Npgsql;

namespace CreditLoan.Tool;

/// <summary>The platform's own database, which <c>infra/up.sh</c> started or <c>CREDITLOAN_DB</c> names.</summary>
public static class PlatformDatabase
{
    public static string Connection => Environment.GetEnvironmentVariable("CREDITLOAN_DB") is { Length: > 0 } set
        ? Checked(set)
        : throw new OperatorException("No database: start infra/up.sh in another terminal, or set CREDITLOAN_DB to an owner's connection string.");

    /// <summary>The connection string, where it is one.</summary>
    public static string Checked(string given)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(given).Host is { Length: > 0 } ? given : throw new ArgumentException("Host is missing.");
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or InvalidCastException)
        {
            throw new OperatorException($"CREDITLOAN_DB is no connection string such as Host=db;Database=creditloan;Username=owner;Password=…: {wrong.Message.Split('\n')[0]}");
        }
    }

    public static Task<Database> Open(CancellationToken stop) => Database.Open(Connection, stop);
}
