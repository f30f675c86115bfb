using System.Globalization;
using Npgsql;

namespace CreditLoan.Ledger.Evidence;

/// <summary>One row of the audit trail as it is sealed and exported (审计记录): every column, to the microsecond.</summary>
public sealed record AuditAct(
    long Id, DateTimeOffset At, string Account, string Role, string Tenant, string Act, string[] Subject, string Outcome, Guid? Command, DateOnly? BusinessDate, string? Detail)
{
    /// <summary>The leaf's hash of this row in the tree of its range; the row's own salt keeps others from guessing it.</summary>
    public byte[] Hash(byte[] rowSalt)
    {
        using var data = new Canonical("creditloan-act-v1");
        data.Add(rowSalt).Add(Id).Add((At.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond).Add(Account).Add(Role).Add(Tenant).Add(Act).Add(Subject.Length);
        foreach (var subject in Subject) data.Add(subject);
        // An empty text and no text are not the same.
        data.Add(Outcome).Add(Command?.ToString() ?? "").Add(BusinessDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "").Add(Detail is null ? "" : "=" + Detail);
        return Merkle.Leaf(data.Digest(), CryptoSuite.International);
    }
}

/// <summary>A stretch of the audit trail as one leaf (审计区段): the rows of (after, last] in a tree of their own, so that one row is proved without the others.</summary>
/// <param name="Subjects">What its rows are about, each once and in order: by them it is found, as by <paramref name="Kinds"/>, the acts that occur.</param>
public sealed record AuditRange(long Leaf, long AfterId, long LastId, int Acts, byte[] Salt, string[] Subjects, string[] Kinds)
{
    /// <summary>The kind of leaf that stands for a range of the audit trail.</summary>
    public const string Kind = "audit-range";

    internal static Sql Columns => Sql.Of($"a.id, a.at, a.account, a.role, a.tenant, a.act, a.subject, a.outcome, a.command, a.business_date, a.detail::text as detail");

    internal static Sql RangeColumns => Sql.Of($"leaf, after_id, last_id, acts, salt, subjects, kinds");

    internal static string[] SubjectsOf(IEnumerable<AuditAct> rows) => Each(rows.SelectMany(r => r.Subject));

    internal static string[] KindsOf(IEnumerable<AuditAct> rows) => Each(rows.Select(r => r.Act));

    private static string[] Each(IEnumerable<string> names) => [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    internal static string Subject(long lastId) => "audit/" + lastId.ToString(CultureInfo.InvariantCulture);

    internal byte[] RowSalt(long id)
    {
        using var salt = new Canonical("creditloan-act-salt-v1");
        return salt.Add(Salt).Add(id).Digest();
    }

    internal MerkleTree Tree(IEnumerable<AuditAct> rows)
    {
        var tree = new MerkleTree(0, _ => [], CryptoSuite.International);
        foreach (var row in rows) tree.Append(row.Hash(RowSalt(row.Id)));
        return tree;
    }

    /// <summary>What the leaf commits to: from where to where, how many, and the root over them.</summary>
    internal static byte[] Commitment(long afterId, long lastId, long acts, byte[] root)
    {
        using var data = new Canonical("creditloan-audit-range-v1");
        return data.Add(afterId).Add(lastId).Add(acts).Add(root).Digest();
    }

    internal static Task<IReadOnlyList<AuditAct>> Rows(NpgsqlConnection connection, long afterId, long upTo, int most, CancellationToken stop) =>
        Reader.Rows<AuditAct>(connection, $"select {Columns} from audit a where a.id > {afterId} and a.id <= {upTo} order by a.id limit {most}", stop);

    internal static async Task<long> Last(NpgsqlConnection connection, CancellationToken stop) =>
        (await Reader.Rows<long>(connection, $"select coalesce(max(last_id), 0) from audit_range", stop))[0];
}
