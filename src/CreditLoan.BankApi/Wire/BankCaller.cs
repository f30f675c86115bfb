using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger;

namespace CreditLoan.BankApi.Wire;

/// <summary>The bank's system behind a request, and the day it is.</summary>
/// <param name="Key">The request's Idempotency-Key; every write has one.</param>
/// <param name="Seen">The version that the caller read (If-Match); null where it does not say.</param>
public sealed record BankCaller(Actor Actor, DateOnly Today, string? Key, long? Seen)
{
    public Viewer Viewer => Actor.AsViewer;
    public BankCode Bank => new(Actor.Tenant);

    /// <summary>A command whose id follows from the bank and its key: sent again, it is the same command.</summary>
    public Command Command(string act, object? body) =>
        Ledger.Command.For(Actor, Today, act, body, Seen, new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{Actor.Tenant}\n{Key}")).AsSpan(0, 16)));

    public static ValueTask<BankCaller?> BindAsync(HttpContext context)
    {
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var actor = new Actor(context.User.FindFirstValue("sub")!, Role.BankSystem, context.User.FindFirstValue("tenant")!);
        return ValueTask.FromResult<BankCaller?>(new BankCaller(
            actor, DateOnly.FromDateTime(now.ToOffset(TimeSpan.FromHours(8)).DateTime), context.Request.Headers["Idempotency-Key"], Etags.Version(context.Request.Headers.IfMatch)));
    }
}
