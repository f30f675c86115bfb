using System.Security.Cryptography;
using CreditLoan.Domain.Access;

namespace CreditLoan.Ledger.Claims;

/// <summary>A paper's content as it was handed in (材料内容).</summary>
public sealed record PaperContent(string Digest, string MediaType, byte[] Content);

/// <summary>Keeps papers by their digest: the same content is kept once, and the claim's event names the digest.</summary>
public sealed class PaperStore(Database database)
{
    /// <returns>The digest, SHA-256 in lower-case hexadecimal.</returns>
    public async Task<string> Keep(byte[] content, string mediaType, CancellationToken stop = default)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(content));
        await using var connection = await database.Writer.OpenConnectionAsync(stop);
        await using var insert = Sql.Of($"insert into paper_content (digest, media_type, content) values ({digest}, {mediaType}, {content}) on conflict do nothing").On(connection);
        await insert.ExecuteNonQueryAsync(stop);
        return digest;
    }

    /// <summary>Whether the content of all of these is here.</summary>
    public async Task<bool> HasAll(IEnumerable<string> digests, CancellationToken stop = default)
    {
        await using var connection = await database.Writer.OpenConnectionAsync(stop);
        await using var command = Sql.Of($"select not exists (select from unnest({digests.ToArray()}) d where not exists (select from paper_content where digest = d))").On(connection);
        return (bool)(await command.ExecuteScalarAsync(stop))!;
    }

    /// <summary>A paper of a claim that the viewer may see.</summary>
    public Task<PaperContent?> Find(Viewer viewer, string digest) =>
        database.Reader.Row<PaperContent>(viewer, $"select digest, media_type, content from paper_content where digest = {digest}");
}
