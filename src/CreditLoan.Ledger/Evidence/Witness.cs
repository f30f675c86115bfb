namespace CreditLoan.Ledger.Evidence;

/// <summary>A witness refuses: what it was shown does not follow from what it signed before.</summary>
public sealed class WitnessRefusalException(string sentence) : Exception(sentence);

/// <summary>Looks at the platform's log on behalf of a bank or the bureau, and cosigns (见证).</summary>
/// <remarks>
/// 1. It reads the newest checkpoint and checks the log's signature, with a key that its people have compared with the published one.
/// 2. It asks for the proof that this tree only added to the last one that it signed, and checks it.
/// 3. It writes down, durably, what it is about to sign: it never signs two trees of which neither continues the other.
/// 4. It signs and hands the cosignature in. The platform learns nothing but that signature; the witness learns nothing of the leaves.
/// After a restore the last signed tree is gone: then a person has to accept the log's signed statement of what was lost, by its number.
/// </remarks>
/// <param name="folder">Its keys, and every checkpoint that it signed.</param>
public sealed class Witness(string folder, string name, TimeProvider clock)
{
    private readonly SigningKeys _keys = SigningKeys.Open(folder);

    /// <summary>What the platform has to know of this witness.</summary>
    public WitnessKey Key
    {
        get
        {
            var newest = _keys.Public().Last(k => CryptoSuite.OfKey(k.Public) == Own);
            return new WitnessKey(newest.Id, name, newest.Public);
        }
    }

    /// <summary>Every checkpoint that was signed, oldest first: kept outside the platform, and read by <c>verify-evidence --anchor</c>.</summary>
    public string Journal => Path.Combine(folder, SigningKeys.AnchorFile);

    private CryptoSuite Own => _keys.Suites()[0];

    /// <summary>Signs a checkpoint, or throws.</summary>
    /// <param name="trusted">The id of a key of the log that this witness's people trust.</param>
    /// <param name="consistency">Asks the log for the proof that the tree of the second size continues the first.</param>
    /// <param name="accepted">The number of the epoch whose statement a person has accepted; 0 where there is none.</param>
    /// <exception cref="WitnessRefusalException">It does not follow from what was signed before.</exception>
    public async Task<Cosignature> Cosign(
        Checkpoint newest, IReadOnlyList<VerifyingKey> keys, string trusted, IReadOnlyList<Epoch> epochs, int accepted, Func<long, long, Task<IReadOnlyList<byte[]>>> consistency)
    {
        Require(SigningKeys.AreChained(keys) && keys.Any(k => k.Id == trusted), $"The log's keys do not lead to the trusted key {trusted}.");
        Require(keys.Any(k => k.Id == newest.Key && newest.SignedBy(k.Public)), "The log's signature under the checkpoint is wrong.");
        var before = Checkpoint.ReadAll(Journal).Where(c => c.Suite == newest.Suite).ToList();
        var last = before.Count == 0 ? null : before[^1];
        if (last is not null && epochs.FirstOrDefault(e => e.Number == accepted && e.Covers(last)) is { } epoch)
        {
            Require(keys.Any(k => k.Id == epoch.Key && epoch.SignedBy(k.Public)), $"The signature of the statement of epoch {epoch.Number} is wrong.");
            last = before.FindLast(c => c.Size <= epoch.Surviving);
        }
        if (last is not null)
        {
            Require(newest.Size >= last.Size, $"The log shows {newest.Size} leaves, but {last.Size} were signed before. {Lost(epochs, last)}");
            var proof = await consistency(last.Size, newest.Size);
            Require(Merkle.Extends(last.Size, newest.Size, proof, last.Root, newest.Root, newest.By), $"The tree of {newest.Size} leaves does not continue the one of {last.Size} that was signed before. {Lost(epochs, last)}");
        }
        await using (var journal = new FileStream(Journal, FileMode.Append))
        {
            await journal.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"{newest}\n"));
            journal.Flush(flushToDisk: true);
        }
        var now = clock.GetUtcNow();
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)); // As PostgreSQL will keep it.
        var (key, signature) = _keys.Sign(Own, Cosignature.Body(name, now, newest));
        return new Cosignature(newest.Suite, newest.Size, name, key, now, signature);
    }

    private static string Lost(IReadOnlyList<Epoch> epochs, Checkpoint last) => epochs.FirstOrDefault(e => e.Covers(last)) is { } epoch
        ? $"Epoch {epoch.Number} states that it was lost: {epoch.Reason}. A person may accept that statement by its number."
        : "No statement of the log says why.";

    private static void Require(bool holds, string sentence)
    {
        if (!holds) throw new WitnessRefusalException(sentence);
    }
}
