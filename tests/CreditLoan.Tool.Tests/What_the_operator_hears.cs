using System.Net.Sockets;
using Npgsql;

namespace CreditLoan.Tool.Tests;

/// <summary>What is no bug is one sentence; a bug keeps its stack.</summary>
public sealed class What_the_operator_hears
{
    [Theory]
    [InlineData(PostgresErrorCodes.DiskFull, "The disk of the database is full.")]
    [InlineData(PostgresErrorCodes.InvalidPassword, "The database refuses the connection: as it says")]
    [InlineData(PostgresErrorCodes.CannotConnectNow, "The database has stopped or starts anew: as it says")]
    [InlineData(PostgresErrorCodes.UniqueViolation, null)]
    public void Is_a_sentence_for_what_the_database_cannot_help(string state, string? sentence) =>
        Assert.Equal(sentence, OperatorMessage.For(new PostgresException("as it says", "FATAL", "FATAL", state)));

    [Fact]
    public void Is_a_sentence_for_a_database_that_is_not_there_or_goes_away()
    {
        Assert.StartsWith("The database does not answer", OperatorMessage.For(new NpgsqlException("", new SocketException(111))), StringComparison.Ordinal);
        Assert.StartsWith("The database broke the connection off", OperatorMessage.For(new NpgsqlException("", new IOException("", new SocketException(104)))), StringComparison.Ordinal);
        Assert.StartsWith("The platform does not answer", OperatorMessage.For(new HttpRequestException("refused")), StringComparison.Ordinal);
        Assert.Equal("No answer came in time.", OperatorMessage.For(new TaskCanceledException("", new TimeoutException())));
        Assert.Null(OperatorMessage.For(new InvalidOperationException("a bug")));
    }

    [Theory]
    [InlineData("rubbish")]
    [InlineData("Host=db;Colour=blue")]
    [InlineData("Host=db;Port=many")]
    public void Is_a_sentence_for_what_is_no_connection_string(string given) =>
        Assert.StartsWith("CREDITLOAN_DB is no connection string", Assert.Throws<OperatorException>(() => PlatformDatabase.Checked(given)).Message, StringComparison.Ordinal);

    [Fact]
    public void Is_nothing_where_the_connection_string_is_right() =>
        Assert.Equal("Host=db;Port=5432;Database=x;Username=a;Password=b", PlatformDatabase.Checked("Host=db;Port=5432;Database=x;Username=a;Password=b"));
}
