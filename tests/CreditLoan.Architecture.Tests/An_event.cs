using Mono.Cecil;
using Mono.Cecil.Cil;

namespace CreditLoan.Architecture.Tests;

public class An_event
{
    private static readonly AssemblyDefinition Domain = Code.Assembly("Domain");

    [Fact]
    public void Is_a_case_of_a_closed_record() => Rule.Holds(Bases(Domain), Open);

    [Fact]
    public void Is_sealed() => Rule.Holds(Bases(Domain).SelectMany(Cases), NotSealed);

    [Fact]
    public void Is_accepted_by_some_evolve() =>
        Rule.Holds(Bases(Domain).SelectMany(Cases), happened => Accepted(Domain).Contains(happened.FullName) ? [] : [$"no Evolve takes {Name(happened)}"]);

    [Fact]
    public void That_is_open_or_unsealed_or_ignored_is_found()
    {
        var planted = Bases(Code.Planted).Single(b => b.Name == nameof(Planted.PlantedEvent));

        Assert.NotEmpty(Open(planted));
        Assert.Equal(["PlantedEvent.Unsealed is not sealed"], Cases(planted).SelectMany(NotSealed));
        Assert.Equal(["Ignored"], Cases(planted).Where(c => !Accepted(Code.Planted).Contains(c.FullName)).Select(c => c.Name));
    }

    private static IEnumerable<TypeDefinition> Bases(AssemblyDefinition assembly) =>
        Code.Types(assembly).Where(t => t.IsAbstract && !t.IsSealed && t.Name.EndsWith("Event", StringComparison.Ordinal));

    private static IEnumerable<TypeDefinition> Cases(TypeDefinition baseType) => baseType.NestedTypes.Where(t => t.BaseType == baseType);

    /// <summary>Only the copy constructor may be seen from outside, so that no case can stand elsewhere.</summary>
    private static IEnumerable<string> Open(TypeDefinition baseType) =>
        baseType.Methods.Any(m => m is { IsConstructor: true, IsStatic: false, IsPrivate: false } && !(m.Parameters.Count == 1 && m.Parameters[0].ParameterType == baseType))
            ? [$"{baseType.Name} is open: its constructor is not private"]
            : [];

    private static IEnumerable<string> NotSealed(TypeDefinition happened) => happened.IsSealed ? [] : [$"{Name(happened)} is not sealed"];

    /// <summary>The types that a method called Evolve, or its local functions and closures, tests for.</summary>
    private static HashSet<string> Accepted(AssemblyDefinition assembly) =>
        [.. Code.Types(assembly).SelectMany(Code.WithNested).SelectMany(t => t.Methods).Where(m => m.Name.Contains("Evolve", StringComparison.Ordinal))
            .SelectMany(Code.Instructions).Where(i => i.OpCode == OpCodes.Isinst).Select(i => ((TypeReference)i.Operand).FullName)];

    private static string Name(TypeDefinition happened) => $"{happened.DeclaringType.Name}.{happened.Name}";
}
