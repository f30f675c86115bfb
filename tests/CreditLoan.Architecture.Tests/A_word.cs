using System.Text.RegularExpressions;
using Mono.Cecil;

namespace CreditLoan.Architecture.Tests;

public class A_word
{
    /// <summary>A type named by a word and one of these needs no line of its own: the word is explained, and so is the ending.</summary>
    private static readonly string[] Endings = [.. Clone.Table("docs/glossary.md", "Ending").Select(row => row[0])];

    private static readonly IReadOnlyList<string[]> Glossary = Clone.Table("docs/glossary.md", "Code");

    [Fact]
    public void Of_the_domain_stands_in_the_glossary() => Rule.Holds([Glossary], g => Rule.Differences("glossary", g.Select(row => row[0]), Words(Code.Assembly("Domain"), g)));

    [Fact]
    public void To_avoid_names_no_type() =>
        Rule.Holds(Glossary.SelectMany(row => Clone.List(row[3])), avoided => Types(Code.Assembly("Domain")).Contains(avoided, StringComparer.Ordinal) ? [avoided] : []);

    [Fact]
    public void Has_its_chinese_term_and_a_sentence() =>
        Rule.Holds(Glossary, row => Regex.IsMatch(row[1], @"\p{IsCJKUnifiedIdeographs}", RegexOptions.None, TimeSpan.FromSeconds(1)) && row[2].EndsWith('.') ? [] : [row[0]]);

    [Fact]
    public void Without_a_line_is_found() => Assert.Contains("Impure", Words(Code.Planted, Glossary));

    private static IEnumerable<string> Words(AssemblyDefinition assembly, IReadOnlyList<string[]> glossary)
    {
        string[] explained = [.. glossary.Select(row => row[0])];
        return Types(assembly).Where(name => explained.Contains(name, StringComparer.Ordinal)
            || !Endings.Any(end => name.EndsWith(end, StringComparison.Ordinal) && explained.Contains(name[..^end.Length], StringComparer.Ordinal)));
    }

    private static IEnumerable<string> Types(AssemblyDefinition assembly) =>
        Code.Types(assembly).Where(t => t.IsPublic).Select(t => t.Name.Split('`')[0]).Distinct(StringComparer.Ordinal);
}
