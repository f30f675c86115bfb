using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using CreditLoan.Domain.Access;

namespace CreditLoan.Ledger.Evidence;

/// <summary>Reports that leave as files (出具报告): each has a number that is printed on it, an audit row, and a leaf with its digest.</summary>
public sealed class ReportRegister(Database database, TimeProvider clock)
{
    private const string Letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    /// <summary>A number for a report that is about to be made, for example BG20260301-7K3MQ9TW.</summary>
    public string Number() => string.Create(CultureInfo.InvariantCulture, $"BG{clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)):yyyyMMdd}-{RandomNumberGenerator.GetString(Letters, 8)}");

    /// <summary>Puts the finished file on record before it leaves.</summary>
    /// <param name="title">What it is; no name of a person, no amount.</param>
    public async Task Issue(Viewer viewer, string number, string title, byte[] file, CancellationToken stop = default)
    {
        var now = clock.GetUtcNow();
        var digest = Convert.ToHexStringLower(SHA256.HashData(file));
        var content = JsonSerializer.Serialize(new { Title = title, Number = number, Sha256 = digest, To = viewer.Account, viewer.Tenant });
        await using var connection = await database.Writer.OpenConnectionAsync(stop);
        await using var command = Sql.Of($"""
            with kept as (insert into audit (at, account, role, tenant, act, subject, outcome, business_date, detail)
              values ({now}, {viewer.Account}, {viewer.Role.ToString()}, {viewer.Tenant}, 'report.issue', array[{"report/" + number}], 'accepted', ({now} at time zone 'Asia/Shanghai')::date, jsonb_build_object('title', {title}, 'sha256', {digest})))
            insert into evidence_queue (at, kind, subject, content) values ({now}, 'report-issued', {number}, {content})
            """).On(connection);
        await command.ExecuteNonQueryAsync(stop);
    }
}
