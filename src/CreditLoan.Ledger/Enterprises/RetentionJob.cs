using CreditLoan.Domain.Access;
using CreditLoan.Domain.Consents;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Ledger.Access;
using Npgsql;

namespace CreditLoan.Ledger.Enterprises;

/// <summary>Deletes what the catalogue says is kept no longer (到期删除): rows past their retention, profiles whose consent is over, fields of persons who have left; each with its audit row.</summary>
public sealed class RetentionJob(Database database, TimeProvider time)
{
    private static readonly Actor By = Actor.Job("retention");

    /// <summary>Runs for a business day; answers how many rows and fields went.</summary>
    public async Task<int> Run(DateOnly day, CancellationToken stop = default)
    {
        var gone = 0;
        // Reviews before the reads that they are about.
        foreach (var table in DataCatalogue.Tables.Where(t => t.Kept is not null).Reverse()) gone += await Rows(table, day, stop);
        return gone + await Profiles(day, stop) + await Persons(day, stop);
    }

    /// <summary>What the platform computed of an enterprise goes when its consent to the platform is over and its data life with it.</summary>
    private async Task<int> Profiles(DateOnly day, CancellationToken stop)
    {
        await using var connection = await database.Owner.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        var over = await Reader.Rows<string>(connection, $"""
            select distinct p.enterprise from profile p
            where exists (select from consent_book c where c.enterprise = p.enterprise and c.recipient = {Recipient.Platform.Value} and c.ended_on + c.keep_days < {day})
              and not exists (select from consent_book c where c.enterprise = p.enterprise and c.recipient = {Recipient.Platform.Value}
                              and (c.status in ('Active', 'Paused') or c.ended_on + c.keep_days >= {day}))
            """, stop);
        if (over.Count > 0)
        {
            string[] enterprises = [.. over];
            await using var scores = Sql.Of($"delete from profile_score where enterprise = any({enterprises})").On(connection);
            await scores.ExecuteNonQueryAsync(stop);
            await using var profiles = Sql.Of($"delete from profile where enterprise = any({enterprises})").On(connection);
            await profiles.ExecuteNonQueryAsync(stop);
        }
        foreach (var enterprise in over)
            await Audit.Write(connection, time.GetUtcNow(), By, "profile.delete", ["enterprise/" + enterprise], "done", """{"reason": "consent to the platform over"}""");
        await transaction.CommitAsync(stop);
        return over.Count;
    }

    private async Task<int> Rows(CatalogueTable table, DateOnly day, CancellationToken stop)
    {
        var (kept, name) = (table.Kept!, table.Name.Split('.'));
        await using var connection = await database.Owner.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        var before = new DateTimeOffset(day.AddDays(-kept.Days).ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(8));
        await using var delete = Sql.Of($"delete from {Sql.Name(name[0])}.{Sql.Name(name[1])} where {Sql.Name(kept.Column)} < {before}").On(connection);
        var rows = await delete.ExecuteNonQueryAsync(stop);
        if (rows > 0) await Audit.Write(connection, time.GetUtcNow(), By, "retention.delete", ["table/" + table.Name], "done", $$"""{"rows": {{rows}}, "reason": "{{kept.Column}} + {{kept.Days}}"}""");
        await transaction.CommitAsync(stop);
        return rows;
    }

    /// <summary>Each field at its own time; with the last one goes the person's key.</summary>
    private async Task<int> Persons(DateOnly day, CancellationToken stop)
    {
        await using var connection = await database.Owner.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        var fields = 0;
        foreach (var field in PersonalFields.All)
        {
            var gone = await Reader.Rows<string>(connection, $"""
                delete from personal.field f using personal.subject s
                where s.id = f.subject and f.name = {field.Key} and s.left_on + {field.KeptDays} < {day} returning f.subject
                """, stop);
            foreach (var subject in gone) await Write(connection, "person.expire", subject, $$"""{"reason": "{{field.Key}}"}""");
            fields += gone.Count;
        }
        var erased = await Reader.Rows<string>(connection, $"""
            update personal.subject s set wrapped = null, key_version = null, erased_at = {time.GetUtcNow()}
            where s.left_on < {day} and s.erased_at is null and not exists (select from personal.field f where f.subject = s.id) returning s.id
            """, stop);
        foreach (var subject in erased) await Write(connection, "person.erase", subject, null);
        await transaction.CommitAsync(stop);
        return fields;
    }

    private Task Write(NpgsqlConnection connection, string act, string subject, string? detail) =>
        Audit.Write(connection, time.GetUtcNow(), By, act, ["person/" + subject], "done", detail);
}
