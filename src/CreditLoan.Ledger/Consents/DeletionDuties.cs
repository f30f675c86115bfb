using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Values;
using CreditLoan.Ledger.Access;

namespace CreditLoan.Ledger.Consents;

/// <summary>What a bank has to delete (删除义务), and its answer.</summary>
/// <param name="DueOn">The last day: the end of the consent and the days that it let the bank keep what it read.</param>
/// <param name="Reads">How often it was read under this consent.</param>
public sealed record DutyRow(
    ConsentId Consent, EnterpriseCode Enterprise, BankCode Bank, Purpose Purpose, ConsentStatus Status, DateOnly EndedOn, DateOnly DueOn, long Reads,
    string? Words, string? AnsweredBy, DateTimeOffset? AnsweredAt);

/// <summary>Tells banks to delete what they read under a consent that is over, and takes their answer (删除告知与答复).</summary>
/// <remarks>个人信息保护法 第四十七条: whoever handles the data deletes it when consent is withdrawn or its purpose is reached. Nothing was handed over where nothing was read.</remarks>
public sealed class DeletionDuties(Database database, TimeProvider time)
{
    /// <summary>Days to answer after the last day of keeping; later, nothing of that enterprise is read any more (<c>deletion_overdue</c>).</summary>
    public const int AnswerDays = 15;

    public static readonly Refusal NotYours = new("deletion.not_yours", "没有这项删除义务，或已经答复。");
    public static readonly Refusal NotBank = new("deletion.not_bank", "由本行合规员答复。");
    public static readonly Refusal WordsMissing = new("deletion.words_missing", "请写明删除了哪些系统里的数据。");

    /// <summary>The duties that the viewer's bank has, or that banks have towards the viewer's enterprise; the open ones first, the earliest due first.</summary>
    public Task<IReadOnlyList<DutyRow>> Of(Viewer viewer) => database.Reader.Rows<DutyRow>(viewer, $"""
        select c.consent, c.enterprise, c.recipient as bank, c.purpose, c.status, c.ended_on, c.ended_on + c.keep_days as due_on, count(r.id) as reads,
               a.words, a.answered_by, a.answered_at
        from consent_book c join profile_read r on r.consent = c.consent left join deletion_answer a on a.consent = c.consent
        where c.status in ('Revoked', 'Expired', 'Superseded') and c.ended_on is not null
        group by c.consent, c.enterprise, c.recipient, c.purpose, c.status, c.ended_on, c.keep_days, a.words, a.answered_by, a.answered_at
        order by a.answered_at is not null, c.ended_on + c.keep_days, c.consent
        """);

    /// <summary>The bank answers that it has deleted; the enterprise sees it, the audit row commits with it.</summary>
    public async Task<Refusal?> Answer(Actor by, ConsentId consent, string words)
    {
        if (by.Role is not Role.BankCompliance) return NotBank;
        if (words.Trim().Length == 0) return WordsMissing;
        if ((await Of(by.AsViewer)).FirstOrDefault(d => d.Consent == consent) is not { AnsweredAt: null } duty) return NotYours;
        await using var connection = await database.Writer.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var now = time.GetUtcNow();
        await using var insert = Sql.Of($"""
            insert into deletion_answer (consent, bank, enterprise, words, answered_by, answered_at)
            values ({consent}, {by.Tenant}, {duty.Enterprise}, {words.Trim()}, {by.Account}, {now}) on conflict (consent) do nothing
            """).On(connection);
        var done = await insert.ExecuteNonQueryAsync() == 1;
        await Audit.Write(connection, now, by, "consent.deleted", ["consent/" + consent, "enterprise/" + duty.Enterprise], done ? "done" : NotYours.Code);
        await transaction.CommitAsync();
        return done ? null : NotYours;
    }
}
