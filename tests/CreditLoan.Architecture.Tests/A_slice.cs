using Mono.Cecil;

namespace CreditLoan.Architecture.Tests;

public class A_slice
{
    private const string Root = "CreditLoan.Domain";

    /// <summary>Every slice may know these, and they know nobody.</summary>
    private static readonly string[] KnownToAll = ["Values", "Access"];

    private static readonly IReadOnlyList<string[]> Table = Clone.Table("docs/architecture.md", "slice");

    [Fact]
    public void Knows_the_slices_that_the_table_says() =>
        Rule.Holds(Table, row => Rule.Differences(row[0], Clone.List(row[3]), Known(Code.Assembly("Domain"), Root, row[0])));

    [Fact]
    public void Knows_nobody_who_knows_it() =>
        Rule.Holds(Table, row => Beyond(row[0], []).Contains(row[0], StringComparer.Ordinal) ? [$"{row[0]} knows itself through others"] : []);

    [Fact]
    public void That_knows_another_is_found() =>
        Assert.Equal(["Claims"], Known(Code.Planted, "CreditLoan.Architecture.Tests.Planted", "Loans"));

    /// <summary>The slices whose types this slice names anywhere in its code.</summary>
    private static IEnumerable<string> Known(AssemblyDefinition assembly, string root, string slice) =>
        Code.Types(assembly, $"{root}.{slice}").SelectMany(Code.TypesUsed).Select(Code.NamespaceOf)
            .Where(ns => ns.StartsWith(root + ".", StringComparison.Ordinal)).Select(ns => ns[(root.Length + 1)..].Split('.')[0])
            .Where(other => other != slice && !KnownToAll.Contains(other, StringComparer.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Beyond(string slice, IReadOnlyList<string> path) =>
        path.Contains(slice, StringComparer.Ordinal) || Table.FirstOrDefault(row => row[0] == slice) is not { } row
            ? []
            : Clone.List(row[3]).SelectMany(next => Beyond(next, [.. path, slice]).Prepend(next));
}
