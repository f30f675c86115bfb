using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Ledger.Access;
using Npgsql;

namespace CreditLoan.Ledger.Profiles;

/// <summary>Why a read is looked at (抽查原因).</summary>
public enum ReviewReason
{
    /// <summary>Drawn for the month's sample of one in twenty (每月抽样).</summary>
    Sample,
    /// <summary>Read between 22:00 and 06:00 (夜间查询).</summary>
    Night,
    /// <summary>More than fifty enterprises by one person within an hour (集中查询).</summary>
    Many,
    /// <summary>No application of the enterprise at this bank at the time, nor within thirty days (查后无申请).</summary>
    NoApplication,
}

/// <summary>What the compliance officer found (处理结果).</summary>
public enum ReviewFinding { Right, Warned, Breach }

/// <summary>One read to be looked at, or that was.</summary>
public sealed record ReviewRow(
    long Id, ReviewReason Why, DateOnly OpenedOn, DateTimeOffset At, string Account, string Enterprise, string? Name, string Purpose, string? Application, string Consent,
    ReviewFinding? Disposition, string? Words, string? DecidedBy, DateTimeOffset? DecidedAt);

/// <summary>One month of a bank's reads, and what became of those that were looked at (查询抽查月报).</summary>
public sealed record ReviewMonth(DateOnly Month, long Reads, long Sampled, long ByRule, long Open, long Warned, long Breaches);

/// <summary>Looks after reads of profiles (查询抽查): rules and a monthly sample pick them, the bank's compliance officer says what was found.</summary>
public sealed class ReadReviews(Database database, TimeProvider time)
{
    public static readonly Refusal NotCompliance = new("review.not_compliance", "只有本行合规员可以处理抽查。");
    public static readonly Refusal NotOpen = new("review.not_open", "这一条已经处理，或不属于本行。");
    public static readonly Refusal WordsMissing = new("review.words_missing", "请写明核查情况。");

    /// <summary>Picks what a day's close has to pick; a second run of the same day finds nothing.</summary>
    public async Task<int> Open(DateOnly day, CancellationToken stop = default)
    {
        await using var connection = await database.Writer.OpenConnectionAsync(stop);
        var monthBefore = new DateOnly(day.Year, day.Month, 1).AddMonths(-1);
        await using var command = Sql.Of($"""
            insert into read_review (bank, read, why, opened_on)
            select r.bank, r.id, 'Night', {day} from profile_read r
              where r.read_on between {day.AddDays(-7)} and {day} and (extract(hour from r.at at time zone 'Asia/Shanghai') >= 22 or extract(hour from r.at at time zone 'Asia/Shanghai') < 6)
            union all
            select r.bank, r.id, 'Many', {day} from profile_read r
              where r.read_on between {day.AddDays(-7)} and {day}
                and (select count(distinct q.enterprise) from profile_read q where q.account = r.account and q.bank = r.bank and q.at between r.at - interval '1 hour' and r.at) > 50
            union all
            select r.bank, r.id, 'NoApplication', {day} from profile_read r
              where r.read_on between {day.AddDays(-37)} and {day.AddDays(-30)}
                and not exists (select from credit_line_book l where l.bank = r.bank and l.enterprise = r.enterprise
                                and l.requested_on <= r.read_on + 30 and coalesce(l.ended_on, r.read_on) >= r.read_on)
            union all
            select r.bank, r.id, 'Sample', {day} from profile_read r
              where r.read_on >= {monthBefore} and r.read_on < {monthBefore.AddMonths(1)} and get_byte(sha256(('read/' || r.id)::bytea), 0) < 13
            on conflict (read, why) do nothing
            """).On(connection);
        return await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Of the viewer's bank: all that is open, the oldest first, then the last hundred decided.</summary>
    public Task<IReadOnlyList<ReviewRow>> Of(Viewer viewer)
    {
        var columns = Sql.Of($"v.id, v.why, v.opened_on, r.at, r.account, r.enterprise, (select e.name from enterprise_book e where e.code = r.enterprise) as name, r.purpose, r.application, r.consent, v.disposition, v.words, v.decided_by, v.decided_at from read_review v join profile_read r on r.id = v.read");
        return database.Reader.Rows<ReviewRow>(viewer, $"""
            (select {columns} where v.disposition is null order by r.at) union all (select {columns} where v.disposition is not null order by v.decided_at desc limit 100)
            """);
    }

    /// <summary>The last twelve months, the newest first.</summary>
    public Task<IReadOnlyList<ReviewMonth>> Months(Viewer viewer) => database.Reader.Rows<ReviewMonth>(viewer, $"""
        select date_trunc('month', r.read_on)::date as month, count(distinct r.id) as reads, count(*) filter (where v.why = 'Sample') as sampled, count(*) filter (where v.why <> 'Sample') as by_rule,
               count(*) filter (where v.id is not null and v.disposition is null) as open, count(*) filter (where v.disposition = 'Warned') as warned, count(*) filter (where v.disposition = 'Breach') as breaches
        from profile_read r left join read_review v on v.read = r.id where {viewer.Role is Role.BankCompliance} group by 1 order by 1 desc limit 12
        """);

    /// <summary>Says what was found; the audit row commits with it.</summary>
    public async Task<Refusal?> Decide(Actor by, long review, ReviewFinding finding, string words)
    {
        if (by.Role is not Role.BankCompliance) return NotCompliance;
        if (words.Trim().Length == 0) return WordsMissing;
        await using var connection = await database.Writer.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var now = time.GetUtcNow();
        await using var update = Sql.Of($"""
            update read_review set disposition = {finding}, words = {words.Trim()}, decided_by = {by.Account}, decided_at = {now}
            where id = {review} and bank = {by.Tenant} and disposition is null
              and (select account from profile_read r where r.id = read) <> {by.Account}
            """).On(connection);
        var done = await update.ExecuteNonQueryAsync() == 1;
        await Audit.Write(connection, now, by, "profile.review", [$"review/{review}"], done ? "done" : NotOpen.Code);
        await transaction.CommitAsync();
        return done ? null : NotOpen;
    }
}
