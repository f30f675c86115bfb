using System.CommandLine;
using System.Text.RegularExpressions;
using CreditLoan.Tool;

namespace CreditLoan.Architecture.Tests;

public class A_document
{
    private static readonly string[] Documents =
        [.. Directory.EnumerateFiles(Path.Combine(Clone.Root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(Clone.Root, "README.md"))];

    [Fact]
    public void Names_only_commands_that_exist() =>
        Rule.Holds(Documents.SelectMany(file => Commands(File.ReadAllText(file)).Select(command => (file, command))), x => Missing(x.command).Select(m => $"{Path.GetFileName(x.file)}: {m}"));

    [Fact]
    public void Links_only_to_files_that_exist() =>
        Rule.Holds(Documents.SelectMany(file => Links(File.ReadAllText(file)).Select(link => (file, link))), x => Broken(x.file, x.link));

    /// <summary>docs/security.md says for each row where it holds and what shows it: what is said to hold names a test that is there.</summary>
    [Fact]
    public void On_security_names_a_test_for_every_row_that_holds() => Rule.Holds(HeldRows(File.ReadAllText(Path.Combine(Clone.Root, "docs/security.md"))), Unshown);

    [Theory]
    [InlineData("| 9.9.9 | magic | holds | everywhere |")]
    [InlineData("| 9.9.9 | magic | holds | `Conjuring_a_rabbit` |")]
    public void On_security_without_a_test_is_found(string row) => Assert.NotEmpty(HeldRows(row).SelectMany(Unshown));

    private static readonly Lazy<HashSet<string>> Tests = new(() => [.. new[] { "tests", "e2e" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Clone.Root, folder), "*.cs", SearchOption.AllDirectories)).Select(f => Path.GetFileNameWithoutExtension(f)!)]);

    /// <summary>The rows of the first table, by requirement.</summary>
    private static IEnumerable<string> HeldRows(string text) => text.Split('\n').Where(line => Regex.IsMatch(line, @"^\| \d+\.\d+\.\d+", RegexOptions.None, TimeSpan.FromSeconds(5)) && line.Split('|').Length == 6 && line.Split('|')[3].Trim() == "holds");

    private static IEnumerable<string> Unshown(string row) =>
        Regex.Matches(row, "`([A-Za-z_]+)`", RegexOptions.None, TimeSpan.FromSeconds(5)).Any(m => Tests.Value.Contains(m.Groups[1].Value)) ? [] : [row.Split('|')[1].Trim() + ": no test"];

    [Theory]
    [InlineData("`infra/xyd conjure`")]
    [InlineData("`xyd bench conjure --json`")]
    [InlineData("`infra/xyd doctor --magic`")]
    [InlineData("`infra/sideways.sh`")]
    public void That_names_a_missing_command_is_found(string text) => Assert.NotEmpty(Commands(text).SelectMany(Missing));

    [Fact]
    public void That_links_to_nothing_is_found() => Assert.NotEmpty(Links("[x](nowhere.md)").SelectMany(link => Broken(Path.Combine(Clone.Root, "README.md"), link)));

    /// <summary>What stands in code marks or on a line of a code block and begins with a command of ours.</summary>
    private static IEnumerable<string> Commands(string text) =>
        CommandPattern.Matches(text).Select(m => m.Groups[1].Value.Split('#')[0].Trim());

    private static IEnumerable<string> Missing(string command)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words[0] is not ("xyd" or "infra/xyd"))
            return File.Exists(Path.Combine(Clone.Root, words[0])) ? [] : [$"{words[0]} does not exist"];
        return MissingPart(Operator.Root(), words[1..]).Select(part => $"{command}: {part} does not exist");
    }

    private static IEnumerable<string> MissingPart(Command at, IReadOnlyList<string> words)
    {
        foreach (var word in words)
        {
            if (word.StartsWith("--", StringComparison.Ordinal))
            {
                if (word is not "--help" && !at.Options.Any(o => o.Name == word.TrimEnd(']', ','))) yield return word;
            }
            else if (at.Subcommands.FirstOrDefault(c => c.Name == word) is { } next) at = next;
            // A word in capitals stands for any value; so does whatever follows the last subcommand.
            else if (at.Subcommands.Count > 0 && !string.Equals(word, word.ToUpperInvariant(), StringComparison.Ordinal)) yield return word;
        }
    }

    private static IEnumerable<string> Links(string text) =>
        LinkPattern.Matches(text).Select(m => m.Groups[1].Value).Where(link => !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith('#'));

    private static IEnumerable<string> Broken(string file, string link) =>
        Path.Exists(Path.Combine(Path.GetDirectoryName(file)!, Uri.UnescapeDataString(link.Split('#')[0]))) ? [] : [$"{Path.GetFileName(file)} links to {link}"];

    private static readonly Regex CommandPattern = new(@"(?:`|^[ ]*)((?:infra/(?:xyd|[a-z/]+\.sh)|xyd |\.ci/run)[^`\n]*)", RegexOptions.Multiline, TimeSpan.FromSeconds(5));

    private static readonly Regex LinkPattern = new(@"\]\(([^)\s]+)\)", RegexOptions.None, TimeSpan.FromSeconds(5));
}
