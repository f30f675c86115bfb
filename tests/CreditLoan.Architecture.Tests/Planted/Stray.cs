using Microsoft.AspNetCore.Identity;

namespace CreditLoan.Architecture.Tests.Planted;

/// <summary>Knows the identity package outside its folder: seen by <see cref="Identity"/>.</summary>
public sealed record Stray(IdentityUser User);
