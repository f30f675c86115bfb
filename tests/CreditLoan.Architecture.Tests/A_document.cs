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
