using Mono.Cecil;

namespace CreditLoan.Architecture.Tests;

public class Pure_code
{
    private static readonly string[] Forbidden =
    [
        "System.IO.", "System.Net.", "System.Data.", "System.Console", "System.Environment", "System.TimeProvider", "System.TimeZoneInfo::get_Local",
        "System.Diagnostics.Stopwatch", "System.Diagnostics.Process", "System.Security.Cryptography.RandomNumberGenerator",
        "System.DateTime::get_Now", "System.DateTime::get_UtcNow", "System.DateTime::get_Today", "System.DateTimeOffset::get_Now", "System.DateTimeOffset::get_UtcNow",
        "System.Guid::NewGuid", "System.Guid::CreateVersion7", "System.Random::get_Shared", "System.Random::.ctor()",
    ];

    /// <summary>The compiler's own, in every iterator.</summary>
    private const string Iterator = "System.Environment::get_CurrentManagedThreadId";

    [Theory]
    [InlineData("Domain")]
    [InlineData("Scoring")]
    public void Asks_for_no_clock_no_chance_and_no_file(string project) =>
        Rule.Holds(Code.Types(Code.Assembly(project)), type => Called(type).Where(IsForbidden).Select(call => $"{type.Name}: {call}"));

    [Fact]
    public void Of_the_domain_never_waits() => Rule.Holds(Code.Types(Code.Assembly("Domain")), Waits);

    [Fact]
    public void Of_the_domain_draws_no_number() =>
        Rule.Holds(Code.Types(Code.Assembly("Domain")), type => Called(type).Where(call => call.StartsWith("System.Random", StringComparison.Ordinal)));

    [Fact]
    public void That_asks_is_found() => Assert.Equal(6, Called(Impure).Where(IsForbidden).Select(call => call.Split("::")[0]).Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public void That_waits_is_found() => Assert.NotEmpty(Waits(Impure));

    private static TypeDefinition Impure => Code.Types(Code.Planted).Single(t => t.Name == nameof(Planted.Impure));

    private static IEnumerable<string> Called(TypeDefinition type) =>
        Code.MethodsUsed(type).Select(m => $"{m.DeclaringType.FullName}::{m.Name}{(m is { Name: ".ctor", HasParameters: false } ? "()" : "")}");

    private static bool IsForbidden(string call) =>
        call != Iterator && Forbidden.Any(f => call.StartsWith(f, StringComparison.Ordinal) && (f.EndsWith('.') || call.Length == f.Length || call[f.Length] == ':'));

    /// <summary>A loop over rows on all cores ends before it returns: what it computes stays pure.</summary>
    private static readonly string[] Loops = ["System.Threading.Tasks.Parallel", "System.Threading.Tasks.ParallelLoopState", "System.Threading.Tasks.ParallelLoopResult"];

    private static IEnumerable<string> Waits(TypeDefinition type) => Code.TypesUsed(type)
        .Where(t => t.FullName.StartsWith("System.Threading.", StringComparison.Ordinal) && !Loops.Contains(t.FullName, StringComparer.Ordinal)).Select(t => $"{type.Name}: {t.Name}");
}
