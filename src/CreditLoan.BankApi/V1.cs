using CreditLoan.BankApi.Wire;

namespace CreditLoan.BankApi;

/// <summary>Who is signed in, as the platform understands it.</summary>
/// <param name="Client">The system.</param>
/// <param name="BusinessDate">Today in Asia/Shanghai (业务日).</param>
public sealed record SessionOut(string Client, string Bank, string Role, DateOnly BusinessDate)
{
    public static readonly SessionOut Example = new("LJ01-core", "LJ01", "BankSystem", new(2026, 11, 20));
}

/// <summary>Every endpoint of the first version, by slice.</summary>
public static class V1
{
    public static void MapV1(this WebApplication app)
    {
        var v1 = app.MapGroup("/v1").RequireAuthorization();
        v1.MapGet("/session", (BankCaller caller) => new SessionOut(caller.Actor.Account, caller.Actor.Tenant, caller.Actor.Role.ToString(), caller.Today))
            .WithTags("Session").WithName("session").WithSummary("Who is signed in (当前身份)");
    }
}
