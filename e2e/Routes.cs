using System.Text.RegularExpressions;
using CreditLoan.Domain.Access;

namespace CreditLoan.E2e;

/// <summary>Every page of the portal, read from its sources: route, and a role that may see it.</summary>
public static class Routes
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public static IReadOnlyList<(string File, string Route, Role Role)> All { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Clone.Root, "src/CreditLoan.Portal"), "*.razor", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).SelectMany(file => Pages(file, File.ReadAllText(file))).OrderBy(p => p.Item2, StringComparer.Ordinal)];

    private static IEnumerable<(string, string, Role)> Pages(string file, string source)
    {
        var roles = source.Contains("[Authorize]", StringComparison.Ordinal) ? Role.BankOfficer : Regex.Match(source, """Roles = "([^",]+)""", RegexOptions.None, Limit) is { Success: true } named ? Enum.Parse<Role>(named.Groups[1].Value) : Role.Anonymous;
        return Regex.Matches(source, """^@page "([^"]+)""", RegexOptions.Multiline, Limit).Select(m => (file, m.Groups[1].Value, roles));
    }
}
