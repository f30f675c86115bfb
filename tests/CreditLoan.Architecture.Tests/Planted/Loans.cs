// A slice that knows a slice which must not be known: seen by A_slice.
namespace CreditLoan.Architecture.Tests.Planted.Loans
{
    public static class LoanDecisions
    {
        public static object Settle() => new Claims.Claim();
    }
}

namespace CreditLoan.Architecture.Tests.Planted.Claims
{
    public sealed record Claim;
}
