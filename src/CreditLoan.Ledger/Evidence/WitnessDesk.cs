using Npgsql;

namespace CreditLoan.Ledger.Evidence;

/// <summary>Where witnesses are made known to the platform, and hand in what they signed (会签收件).</summary>
public sealed class WitnessDesk(NpgsqlDataSource source)
{
    /// <summary>Makes a witness's public key known; the owner's connection only.</summary>
    public async Task Add(WitnessKey key, CancellationToken stop = default)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var insert = Sql.Of($"insert into evidence_witness (id, name, public) values ({key.Id}, {key.Name}, {key.Public}) on conflict (id) do update set name = excluded.name, ended_at = null").On(connection);
        await insert.ExecuteNonQueryAsync(stop);
    }

    /// <summary>From now on the key signs no more; what it signed stays. False where there is no such key at work.</summary>
    public async Task<bool> End(string id, CancellationToken stop = default)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var update = Sql.Of($"update evidence_witness set ended_at = now() where id = {id} and ended_at is null").On(connection);
        return await update.ExecuteNonQueryAsync(stop) > 0;
    }

    /// <summary>Keeps a cosignature of a known witness under one of the log's checkpoints; false where it is not that.</summary>
    public async Task<bool> Accept(Cosignature cosignature, CancellationToken stop = default)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        if (await Reader.Rows<WitnessKey>(connection, $"select id, name, public from evidence_witness where id = {cosignature.Key} and name = {cosignature.Witness} and ended_at is null", stop) is not [var witness]) return false;
        if (await Reader.Rows<Checkpoint>(connection, $"select suite, size, root, at, key, signature from evidence_checkpoint where suite = {cosignature.Suite} and size = {cosignature.Size}", stop) is not [var checkpoint]) return false;
        if (!cosignature.SignedBy(witness.Public, checkpoint)) return false;
        await using var insert = Sql.Of($"""
            insert into evidence_cosignature (suite, size, witness, key, at, signature)
            values ({cosignature.Suite}, {cosignature.Size}, {cosignature.Witness}, {cosignature.Key}, {cosignature.At}, {cosignature.Signature}) on conflict do nothing
            """).On(connection);
        await insert.ExecuteNonQueryAsync(stop);
        return true;
    }
}
