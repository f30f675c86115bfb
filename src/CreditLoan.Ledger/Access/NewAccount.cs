using CreditLoan.Domain.Access;

namespace CreditLoan.Ledger.Access;

/// <summary>An account to be made: a person of one tenant (新账户).</summary>
/// <param name="UserName">What is typed at sign-in.</param>
/// <param name="TenantName">The tenant as pages show it.</param>
/// <param name="Id">Under which it has acted already; a new one where it is left out.</param>
public sealed record NewAccount(string UserName, string DisplayName, TenantKind Kind, string Tenant, string TenantName, string? Id = null);

/// <summary>What is handed to a new account's owner, once (首次凭据).</summary>
/// <param name="Id">The account's id.</param>
public sealed record FirstCredentials(string Id, string UserName, string Password, byte[] TotpSecret);
