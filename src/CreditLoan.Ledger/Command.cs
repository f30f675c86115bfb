using System.Security.Cryptography;
using System.Text.Json;
using CreditLoan.Domain;
using CreditLoan.Domain.Access;

namespace CreditLoan.Ledger;

/// <summary>What somebody asks the ledger to do (命令).</summary>
/// <param name="Id">Made by the caller before sending; the same id gives the same answer again.</param>
/// <param name="Act">The act's stable name, for the audit row: <c>loan.disburse</c>.</param>
/// <param name="Actor">Who acts.</param>
/// <param name="BusinessDate">The business day in Asia/Shanghai (业务日).</param>
/// <param name="Content">A digest of what was asked; the same id with other content is an error.</param>
/// <param name="Seen">The version of the first stream that the user looked at; a stream that has moved answers <see cref="Outcome.Moved"/>.</param>
public sealed record Command(Guid Id, string Act, Actor Actor, DateOnly BusinessDate, string Content, long? Seen = null)
{
    public static Command For(Actor actor, DateOnly businessDate, string act, object? body, long? seen = null, Guid? id = null) =>
        new(id ?? Guid.CreateVersion7(), act, actor, businessDate, Digest(body), seen);

    private static string Digest(object? body) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(body, EventJson.Options)));
}

/// <summary>The answer to a command (结果).</summary>
public abstract record Outcome
{
    private Outcome() { }

    /// <summary>The facts are durable. <paramref name="Versions"/> are those of the command's streams, in the order given.</summary>
    /// <param name="Repeated">The command had been accepted before; this is the first answer again.</param>
    public sealed record Done(IReadOnlyList<long> Versions, bool Repeated = false) : Outcome;

    /// <summary>A rule said no; nothing happened. HTTP 409 with the refusal's code.</summary>
    public sealed record Refused(Refusal Why) : Outcome;

    /// <summary>The stream has moved since the user looked. HTTP 409 with the current version and what changed.</summary>
    public sealed record Moved(string Stream, long Version, IReadOnlyList<string> Changes) : Outcome;

    /// <summary>The same command id came before with other content. HTTP 422.</summary>
    public sealed record OtherContent : Outcome;
}
