using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using CreditLoan.Domain.Access;

namespace CreditLoan.Domain.Tests;

/// <summary>One decision that takes the actor, with a state and arguments that somebody of the own tenant may act on.</summary>
/// <param name="Own">The enterprise, the bank, the pool's owner that the state belongs to.</param>
internal sealed partial record Act(string Name, (string Enterprise, string Bank, string Pool) Own, Func<Actor, object> Try)
{
    /// <param name="said">The call itself: the act's name is read from it.</param>
    public static Act Of((string, string, string) own, Func<Actor, object> attempt, [CallerArgumentExpression(nameof(attempt))] string said = "") =>
        new(Call().Matches(said)[^1] is var call ? $"{call.Groups[1].Value}.{call.Groups[2].Value}" : "", own, attempt);

    public bool Lets(Actor by)
    {
        var answer = Try(by);
        // Joined decisions are compared by what they join.
        return answer.GetType().Name.StartsWith("Accepted", StringComparison.Ordinal) && !(answer is Decisions.Accepted joined && joined.Events.All(e => e.Length == 0));
    }

    public string Tenant(TenantKind kind) => kind switch { TenantKind.Enterprise => Own.Enterprise, TenantKind.Bank => Own.Bank, TenantKind.Pool => Own.Pool, _ => "" };

    [GeneratedRegex(@"(\w+)Decisions\.(\w+)\(")]
    private static partial Regex Call();
}
