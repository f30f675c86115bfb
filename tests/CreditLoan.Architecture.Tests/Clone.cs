using System.Xml.Linq;

namespace CreditLoan.Architecture.Tests;

/// <summary>The clone under test: its files, and the tables of its documents.</summary>
public static class Clone
{
    public static string Root { get; } = FindRoot();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The rows of the table whose first heading is this one.</summary>
    public static IReadOnlyList<string[]> Table(string path, string firstHeading)
    {
        var lines = Read(path).Split('\n');
        var head = Array.FindIndex(lines, line => line.StartsWith($"| {firstHeading} |", StringComparison.Ordinal));
        Assert.True(head >= 0, $"{path} has no table that begins with {firstHeading}.");
        return [.. lines.Skip(head + 2).TakeWhile(line => line.StartsWith('|')).Select(Cells)];
    }

    /// <summary>A cell as a list: names between commas; – is the empty list.</summary>
    public static IEnumerable<string> List(string cell) =>
        cell.Split([',', '、'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(name => name != "–");

    /// <summary>The projects of <c>src/</c> by their name without the prefix.</summary>
    public static IReadOnlyList<(string Name, XDocument File)> Projects { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => (ShortName(file), XDocument.Load(file)))];

    public static string ShortName(string projectFile) => Path.GetFileNameWithoutExtension(projectFile)["CreditLoan.".Length..];

    private static string[] Cells(string row) => [.. row.Trim().Trim('|').Split(" | ").Select(cell => cell.Trim().Trim('`'))];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "CreditLoan.sln"))) folder = folder.Parent;
        return folder.FullName;
    }
}
