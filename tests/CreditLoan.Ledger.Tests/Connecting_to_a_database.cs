namespace CreditLoan.Ledger.Tests;

public sealed class Connecting_to_a_database
{
    [Theory]
    [InlineData("Host=127.0.0.1;Database=d")]
    [InlineData("Host=/run/postgresql;Database=d")]
    [InlineData("Host=localhost,127.0.0.1:5433;Database=d")]
    [InlineData("Host=db.example;Database=d;SSL Mode=VerifyFull")]
    public void Is_let_where_nobody_can_listen(string connection) => Assert.Equal(connection, Database.Encrypted(connection));

    [Theory]
    [InlineData("Host=db.example;Database=d")]
    [InlineData("Host=127.0.0.1,db.example;Database=d")]
    [InlineData("Host=db.example;Database=d;SSL Mode=Require")]
    public void Is_refused_without_checking_the_server_s_certificate(string connection) => Assert.Throws<SchemaException>(() => Database.Encrypted(connection));
}
