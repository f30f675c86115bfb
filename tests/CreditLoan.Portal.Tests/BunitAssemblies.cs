using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace CreditLoan.Portal.Tests;

/// <summary>bunit asks for an older AngleSharp.Diffing by its strong name; the one that is here answers.</summary>
internal static class BunitAssemblies
{
    [ModuleInitializer]
    internal static void Resolve() => AssemblyLoadContext.Default.Resolving += static (context, name) =>
        name.Name == "AngleSharp.Diffing" ? context.LoadFromAssemblyPath(Path.Combine(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!, "AngleSharp.Diffing.dll")) : null;
}
