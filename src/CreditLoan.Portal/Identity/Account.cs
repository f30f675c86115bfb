using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CreditLoan.Portal.Identity;

/// <summary>A person's account (账户) as ASP.NET Core Identity keeps it.</summary>
public sealed class Account : IdentityUser
{
    public Account() => LockoutEnabled = true;

    public required string DisplayName { get; set; }
    public required string TenantKind { get; set; }
    public required string Tenant { get; set; }
    public required string TenantName { get; set; }
    public DateTimeOffset PasswordSetAt { get; set; }
    public bool MustChangePassword { get; set; }
    public required byte[] TotpSecret { get; set; }
    public long TotpLastStep { get; set; }
    public DateTimeOffset? LockedAt { get; set; }
}

/// <summary>The identity tables; they are made by the ledger's migrations, never from this model.</summary>
public sealed class AccountContext(DbContextOptions<AccountContext> options) : IdentityUserContext<Account>(options)
{
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasDefaultSchema("identity");
        builder.Entity<Account>(account =>
        {
            account.ToTable("account");
            account.Ignore(a => a.Email).Ignore(a => a.NormalizedEmail).Ignore(a => a.EmailConfirmed);
            account.Ignore(a => a.PhoneNumber).Ignore(a => a.PhoneNumberConfirmed);
            account.Ignore(a => a.TwoFactorEnabled).Ignore(a => a.LockoutEnabled);
        });
        builder.Entity<IdentityUserClaim<string>>().ToTable("account_claim");
        builder.Entity<IdentityUserLogin<string>>().ToTable("account_login");
        builder.Entity<IdentityUserToken<string>>().ToTable("account_token");
        builder.Entity<IdentityUserPasskey<string>>().ToTable("account_passkey");
        foreach (var document in builder.Model.GetEntityTypes().Where(entity => entity.IsMappedToJson())) document.SetContainerColumnName("data");
        foreach (var property in builder.Model.GetEntityTypes().Where(entity => !entity.IsMappedToJson()).SelectMany(entity => entity.GetProperties()))
            property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
    }
}
