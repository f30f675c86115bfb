using CreditLoan.Domain.Enterprises;
using CreditLoan.Ledger;

namespace CreditLoan.Portal.Shell;

/// <summary>What this installation is called, and whether its data is made up (演示数据): rows of <c>platform_fact</c>.</summary>
public sealed record Platform(string Name, string FullName, string City, bool IsDemonstration)
{
    /// <summary>The districts of the city, in the order people know them; of every city where its name is unknown.</summary>
    public IReadOnlyList<District> Districts =>
        Cities.All.FirstOrDefault(c => c.Name == City)?.Districts ?? [.. Cities.All.SelectMany(c => c.Districts)];

    public static async Task<Platform> Read(Database database)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var command = database.ReaderSource.CreateCommand("select name, value from platform_fact");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) facts[reader.GetString(0)] = reader.GetString(1);
        return new Platform(
            facts.GetValueOrDefault("name", "信易贷"),
            facts.GetValueOrDefault("full_name", "中小微企业融资信用服务平台"),
            facts.GetValueOrDefault("city", "本市"),
            facts.GetValueOrDefault("demonstration") is "true");
    }
}
