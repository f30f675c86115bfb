using Mono.Cecil;

namespace CreditLoan.Architecture.Tests;

public class Identity
{
    private const string Home = "CreditLoan.Portal.Identity";

    private static readonly string[] Packages = ["Microsoft.AspNetCore.Identity", "Microsoft.EntityFrameworkCore"];

    [Fact]
    public void Stays_in_its_folder() =>
        Rule.Holds(
            Clone.Projects.SelectMany(p => Code.Types(Code.Assembly(p.Name))).Where(t => t.Namespace != Home && !t.Namespace.StartsWith(Home + ".", StringComparison.Ordinal)),
            UsesIdentity);

    [Fact]
    public void Outside_its_folder_is_found() =>
        Assert.NotEmpty(UsesIdentity(Code.Types(Code.Planted).Single(t => t.Name == nameof(Planted.Stray))));

    private static IEnumerable<string> UsesIdentity(TypeDefinition type) =>
        Code.TypesUsed(type).Where(t => Packages.Any(p => t.Namespace.StartsWith(p, StringComparison.Ordinal))).Select(t => $"{type.FullName} uses {t.FullName}");
}
