using System.Reflection;
using CreditLoan.BankApi.Wire;
using CreditLoan.Domain;
using CreditLoan.Domain.Claims;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Demands;
using CreditLoan.Domain.Loans;
using CreditLoan.Domain.Pools;
using CreditLoan.Domain.Products;
using CreditLoan.Domain.Profiles;
using CreditLoan.Domain.Reconciliation;

namespace CreditLoan.BankApi.Tests.Wire;

public class A_refusal
{
    private static readonly Type[] Sources =
    [
        typeof(CreditLineRefusals), typeof(LoanRefusals), typeof(DemandRefusals), typeof(ProductRefusals), typeof(ConsentRefusals), typeof(EnrolmentRefusals), typeof(ClaimRefusals),
        typeof(BankFileDecisions), typeof(BreakRefusals),
    ];

    private static IEnumerable<string> Codes => Sources.SelectMany(Of).Concat(ProfileRefusals.Codes).Concat(Problems.OwnCodes).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Of(Type source) => source.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => f.GetValue(null)).OfType<Refusal>().Select(r => r.Code)
        .Concat(source.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(m => m.ReturnType == typeof(Refusal)).Select(m =>
            ((Refusal)m.Invoke(null, [.. m.GetParameters().Select(p => p.ParameterType.IsValueType ? Activator.CreateInstance(p.ParameterType) : p.ParameterType == typeof(string) ? "x" : null)])!).Code));

    [Fact]
    public void Has_an_English_sentence() => Assert.Equal([], Codes.Except(Problems.English.Keys, StringComparer.Ordinal).ToArray());

    [Fact]
    public void Is_said_in_plain_letters_and_ends_with_a_full_stop() =>
        Assert.All(Problems.English, p => Assert.True(p.Value.EndsWith('.') && p.Value.All(c => c is >= ' ' and <= '~'), p.Key));

    [Fact]
    public void Of_somebody_else_s_thing_says_that_it_is_not_there()
    {
        Assert.All(Codes.Where(c => c.EndsWith(".not_yours", StringComparison.Ordinal)), c => Assert.Equal(404, Problems.StatusOf(c)));
        Assert.Equal((403, 429, 409), (Problems.StatusOf("profile.consent_revoked"), Problems.StatusOf("profile.frequency"), Problems.StatusOf("loan.same_grade")));
    }
}
