using System.Collections.Concurrent;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Values;
using Npgsql;

namespace CreditLoan.Ledger.Access;

/// <summary>The banks on the platform, by code and name (入驻银行).</summary>
public sealed class Banks(Reader reader)
{
    private sealed record Bank(BankCode Code, string Name);

    private readonly ConcurrentDictionary<BankCode, string> _names = new();

    /// <summary>The bank's name; the code itself where no bank has it.</summary>
    public string NameOf(BankCode code) => _names.GetValueOrDefault(code, code.Value);

    /// <summary>All banks in the order of their codes; reading them also brings the names up to date.</summary>
    public async Task<IReadOnlyList<(BankCode Code, string Name)>> All(CancellationToken stop = default)
    {
        var rows = await reader.Rows<Bank>(Viewer.Anyone, $"select code, name from bank order by code", stop);
        foreach (var bank in rows) _names[bank.Code] = bank.Name;
        return [.. rows.Select(b => (b.Code, b.Name))];
    }

    /// <summary>Puts a bank on the platform, or renames it.</summary>
    public static async Task Register(NpgsqlDataSource writer, BankCode code, string name, CancellationToken stop = default)
    {
        await using var connection = await writer.OpenConnectionAsync(stop);
        await using var command = Sql.Of($"insert into bank (code, name) values ({code}, {name}) on conflict (code) do update set name = excluded.name").On(connection);
        await command.ExecuteNonQueryAsync(stop);
    }
}
