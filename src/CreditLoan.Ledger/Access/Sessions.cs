using CreditLoan.Domain.Access;
using Npgsql;

namespace CreditLoan.Ledger.Access;

/// <summary>Sign-ins that are open (登录会话): rights are looked up here at each act, never in a cookie.</summary>
public sealed class Sessions(Database database, TimeProvider time)
{
    /// <summary>A re-check of the person counts for this long (再次验证).</summary>
    public static readonly TimeSpan StepUpLasts = TimeSpan.FromMinutes(5);

    /// <summary>Begins a session, ends those above the role's number, and writes the audit row, in the caller's transaction.</summary>
    public async Task<Guid> Begin(NpgsqlConnection connection, Actor actor, string methods, string agent)
    {
        var (id, now) = (Guid.CreateVersion7(), time.GetUtcNow());
        await Run(connection, $"""
            update identity.session set ended_at = {now}, ended_why = 'too_many'
            where id in (select id from identity.session where account = {actor.Account} and ended_at is null order by last_seen_at desc offset {actor.Role.SessionsAtOnce() - 1})
            """);
        await Run(connection, $"""
            insert into identity.session (id, account, role, methods, agent, started_at, last_seen_at, stepped_up_at)
            values ({id}, {actor.Account}, {actor.Role}, {methods}, {agent}, {now}, {now}, {now})
            """);
        await Run(connection, $"update identity.account set last_signed_in_at = {now} where id = {actor.Account}");
        await Audit.Write(connection, now, actor, "sign-in", ["account/" + actor.Account], "done");
        return id;
    }

    /// <summary>True while the session is open, its account unlocked and its role still held; counts as activity.</summary>
    /// <exception cref="TimeoutException">The database stands still.</exception>
    public bool Holds(Guid session) => Task.Run(() => HoldsAsync(session)).GetAwaiter().GetResult();

    /// <summary>The same, where the caller can wait.</summary>
    public Task<bool> HoldsAsync(Guid session) => database.Pulse.On(database.Writer, async connection =>
    {
        await using var command = Touch(session).On(connection);
        return await command.ExecuteNonQueryAsync() == 1;
    });

    /// <summary>Of the given sessions, those that no longer hold.</summary>
    public async Task<IReadOnlyList<Guid>> Lapsed(IReadOnlyCollection<Guid> open)
    {
        if (open.Count == 0) return [];
        var now = time.GetUtcNow();
        await using var connection = await database.Writer.OpenConnectionAsync();
        var ids = open.Select(o => o.ToString()).ToArray();
        var alive = await Reader.Rows<AliveRow>(connection, $"select s.id from identity.session s where s.id = any({ids}::uuid[]) and {Alive(now)}", default);
        return [.. open.Except(alive.Select(a => a.Id))];
    }

    /// <summary>True where the person was checked again within the last five minutes.</summary>
    /// <exception cref="TimeoutException">The database stands still.</exception>
    public bool IsSteppedUp(Guid session) => Task.Run(() => database.Pulse.On(database.Writer, async connection =>
    {
        await using var command = Sql.Of($"select exists (select from identity.session where id = {session} and ended_at is null and stepped_up_at > {time.GetUtcNow() - StepUpLasts})").On(connection);
        return (bool)(await command.ExecuteScalarAsync())!;
    })).GetAwaiter().GetResult();

    /// <summary>The account's open sessions, the latest first.</summary>
    public Task<IReadOnlyList<SessionRow>> Of(string account) => database.Pulse.On(database.Writer, connection => Reader.Rows<SessionRow>(connection, $"""
        select s.id, s.role, s.methods, s.agent, s.started_at, s.last_seen_at from identity.session s
        where s.account = {account} and {Alive(time.GetUtcNow())} order by s.last_seen_at desc
        """, default));

    /// <summary>Ends one session of an account; nothing happens to another's.</summary>
    public Task End(Guid session, Actor by, string why) => database.Pulse.On(database.Writer, async connection =>
    {
        await using var transaction = await connection.BeginTransactionAsync();
        var now = time.GetUtcNow();
        if (await Run(connection, $"update identity.session set ended_at = {now}, ended_why = {why} where id = {session} and account = {by.Account} and ended_at is null") == 1)
            await Audit.Write(connection, now, by, "sign-out", ["account/" + by.Account], "done");
        await transaction.CommitAsync();
        return true;
    });

    private Sql Touch(Guid session)
    {
        var now = time.GetUtcNow();
        return Sql.Of($"update identity.session s set last_seen_at = greatest(s.last_seen_at, {now}) where s.id = {session} and {Alive(now)}");
    }

    private static Sql Alive(DateTimeOffset now)
    {
        var sensitive = Enum.GetValues<Role>().Where(r => r.IsSensitive()).Select(r => r.ToString()).ToArray();
        var (longer, shorter) = (Role.BankOfficer.SessionLimits(), Role.PoolClerk.SessionLimits());
        return Sql.Of($"""
            s.ended_at is null
            and s.last_seen_at > case when s.role = any({sensitive}) then {now - shorter.Idle} else {now - longer.Idle} end
            and s.started_at > case when s.role = any({sensitive}) then {now - shorter.Absolute} else {now - longer.Absolute} end
            and exists (select from identity.account a where a.id = s.account and a.locked_at is null)
            and exists (select from identity.account_role r where r.account = s.account and r.role = s.role)
            """);
    }

    private static async Task<int> Run(NpgsqlConnection connection, Sql sql)
    {
        await using var command = sql.On(connection);
        return await command.ExecuteNonQueryAsync();
    }

    private sealed record AliveRow(Guid Id);
}

/// <summary>One open sign-in of an account.</summary>
public sealed record SessionRow(Guid Id, Role Role, string Methods, string Agent, DateTimeOffset StartedAt, DateTimeOffset LastSeenAt);
