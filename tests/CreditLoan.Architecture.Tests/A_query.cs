using Mono.Cecil;

namespace CreditLoan.Architecture.Tests;

public class A_query
{
    [Fact]
    public void Takes_the_viewer_first() => Rule.Holds(Queries(Code.Assembly("Ledger")), WithoutViewer);

    [Fact]
    public void Without_the_viewer_is_found() => Assert.Equal(["PlantedQueries.All"], Queries(Code.Planted).SelectMany(WithoutViewer));

    private static IEnumerable<MethodDefinition> Queries(AssemblyDefinition assembly) =>
        Code.Types(assembly).Where(t => t.Name.EndsWith("Queries", StringComparison.Ordinal)).SelectMany(t => t.Methods)
            .Where(m => m is { IsPublic: true, IsConstructor: false, IsSpecialName: false, IsStatic: false, IsVirtual: false });

    private static IEnumerable<string> WithoutViewer(MethodDefinition query) =>
        query.Parameters.FirstOrDefault()?.ParameterType.Name == "Viewer" ? [] : [$"{query.DeclaringType.Name}.{query.Name}"];
}
