using System.Net.Sockets;
using CreditLoan.Ledger;
using Npgsql;

namespace CreditLoan.Tool;

/// <summary>Something the operator can mend; its message is the one sentence the tool prints.</summary>
public sealed class OperatorException(string sentence) : Exception(sentence);

/// <summary>The sentence for a failure that is no bug; null for one that is, so that its stack is seen.</summary>
public static class OperatorMessage
{
    public static string? For(Exception stopped) => stopped switch
    {
        OperatorException or SchemaException => stopped.Message,
        OperationCanceledException { InnerException: TimeoutException } => "No answer came in time.",
        OperationCanceledException => "Stopped.",
        HttpRequestException unanswered => $"The platform does not answer as it should: {unanswered.Message}",
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => "The disk of the database is full.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidCatalogName } refused =>
            $"The database refuses the connection: {refused.MessageText}",
        PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown } gone =>
            $"The database has stopped or starts anew: {gone.MessageText}",
        NpgsqlException { InnerException: SocketException } => "The database does not answer; start it with infra/up.sh, or set CREDITLOAN_DB.",
        NpgsqlException { InnerException: IOException } => "The database broke the connection off; its log says why (.data/postgres/cluster/postgres.log for the private one).",
        _ => null,
    };
}
