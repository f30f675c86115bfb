using CreditLoan.Ledger;

namespace CreditLoan.Tool;

/// <summary>The platform's own database, which <c>infra/up.sh</c> started or <c>CREDITLOAN_DB</c> names.</summary>
public static class PlatformDatabase
{
    public static string Connection => Environment.GetEnvironmentVariable("CREDITLOAN_DB") is { Length: > 0 } set
        ? set
        : throw new OperatorException("No database: start infra/up.sh in another terminal, or set CREDITLOAN_DB to an owner's connection string.");

    public static Task<Database> Open(CancellationToken stop) => Database.Open(Connection, stop);
}
