using System.Text.Json;

namespace CreditLoan.Ledger;

/// <summary>Who made an event, as its headers keep it.</summary>
public sealed record EventHeaders(string Actor, string Role, string Tenant, DateOnly BusinessDate, string Act)
{
    /// <summary>The headers of every event of a command, as UTF-8.</summary>
    internal static byte[] Of(Command command) => JsonSerializer.SerializeToUtf8Bytes(
        new EventHeaders(command.Actor.Account, command.Actor.Role.ToString(), command.Actor.Tenant, command.BusinessDate, command.Act), EventJson.Options);
}

/// <summary>One event as it is stored, with its envelope (事件).</summary>
/// <param name="Sequence">Its place in the whole log.</param>
/// <param name="Version">Its place in its stream, from 1.</param>
/// <param name="Type">The stored name.</param>
/// <param name="RecordedAt">When it was recorded, UTC (记录时间).</param>
/// <param name="Happened">The fact.</param>
public sealed record StoredEvent(
    long Sequence, string Stream, string StreamType, long Version, string Type, DateTimeOffset RecordedAt, EventHeaders Headers, object Happened)
{
    internal static EventHeaders ReadHeaders(string json) => JsonSerializer.Deserialize<EventHeaders>(json, EventJson.Options)!;
}
