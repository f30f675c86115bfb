using Mono.Cecil;
using Mono.Cecil.Cil;

namespace CreditLoan.Architecture.Tests;

/// <summary>The compiled code, read as IL: what a type uses, whatever the source looks like.</summary>
public static class Code
{
    public static AssemblyDefinition Assembly(string project) => Load(project is "Tool" ? "xyd" : $"CreditLoan.{project}");

    /// <summary>This test assembly, where the planted violations are.</summary>
    public static AssemblyDefinition Planted { get; } = Load("CreditLoan.Architecture.Tests");

    /// <summary>The top-level types; compiler-made ones are left out.</summary>
    public static IEnumerable<TypeDefinition> Types(AssemblyDefinition assembly, string inNamespace = "") =>
        assembly.MainModule.Types.Where(t => !t.Name.StartsWith('<') && (t.Namespace == inNamespace || t.Namespace.StartsWith(inNamespace.Length == 0 ? "" : inNamespace + ".", StringComparison.Ordinal)));

    /// <summary>The type, its nested types, and theirs: closures and state machines belong to whoever wrote them.</summary>
    public static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) => type.NestedTypes.SelectMany(WithNested).Prepend(type);

    /// <summary>Every type that this type names: bases, members, signatures, bodies, attributes.</summary>
    public static IEnumerable<TypeReference> TypesUsed(TypeDefinition type) => WithNested(type).SelectMany(Direct).SelectMany(Unpack);

    /// <summary>Every method that this type calls or takes the address of.</summary>
    public static IEnumerable<MethodReference> MethodsUsed(TypeDefinition type) =>
        WithNested(type).SelectMany(t => t.Methods).SelectMany(Instructions).Select(i => i.Operand).OfType<MethodReference>();

    public static IEnumerable<Instruction> Instructions(MethodDefinition method) => method.HasBody ? method.Body.Instructions : [];

    private static AssemblyDefinition Load(string name) => AssemblyDefinition.ReadAssembly(Path.Combine(AppContext.BaseDirectory, $"{name}.dll"));

    private static IEnumerable<TypeReference?> Direct(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(i => i.InterfaceType),
        .. type.Fields.Select(f => f.FieldType),
        .. type.CustomAttributes.Select(a => a.AttributeType),
        .. type.Methods.SelectMany(m => m.Parameters.Select(p => p.ParameterType).Append(m.ReturnType)),
        .. type.Methods.Where(m => m.HasBody).SelectMany(m => m.Body.Variables.Select(v => v.VariableType)),
        .. type.Methods.SelectMany(Instructions).SelectMany(i => i.Operand switch
        {
            MethodReference called => [called.DeclaringType, called.ReturnType, .. called.Parameters.Select(p => p.ParameterType)],
            FieldReference field => new TypeReference?[] { field.DeclaringType, field.FieldType },
            TypeReference named => [named],
            _ => [],
        }),
    ];

    private static IEnumerable<TypeReference> Unpack(TypeReference? type) => type switch
    {
        null => [],
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Unpack)],
        TypeSpecification wrapped => Unpack(wrapped.ElementType),
        GenericParameter => [],
        _ => [type],
    };

    /// <summary>The namespace of a type, nested or not.</summary>
    public static string NamespaceOf(TypeReference type) => type.DeclaringType is { } outer ? NamespaceOf(outer) : type.Namespace;
}
