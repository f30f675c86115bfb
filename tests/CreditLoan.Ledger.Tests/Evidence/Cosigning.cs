using CreditLoan.Ledger.Evidence;

namespace CreditLoan.Ledger.Tests.Evidence;

public sealed class Cosigning : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xyd-cosigning").FullName;
    private TestDatabase _db = null!;
    private SigningKeys _keys = null!;
    private Witness _bank = null!;

    private static readonly Slice Named = new Slice<CounterEvent>("counter")
        .Event<CounterEvent.Counted>("counter_counted").Event<CounterEvent.Named>("counter_named")
        .Seal((e, stream) => e is CounterEvent.Named ? new Leaf("name-given", stream) : null);

    public async Task InitializeAsync()
    {
        _db = await TestDatabase.Create([Named]);
        _keys = SigningKeys.Open(Path.Combine(_folder, "log"));
        _bank = new Witness(Path.Combine(_folder, "bank"), "隆江农商银行", TimeProvider.System);
        await new WitnessDesk(_db.Database.Owner).Add(_bank.Key);
    }

    public async Task DisposeAsync()
    {
        await _db.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private EvidenceLog Log => new(_db.Database);
    private WitnessDesk Desk => new(_db.Database.Sealer);

    private async Task Seal(params string[] names)
    {
        foreach (var name in names) await _db.Store.Change(Counter.Command(new { name }), Counter.Stream(name), _ => new CounterEvent.Named(name));
        await new Sealer(_db.Database.Sealer, new SettledLog(_db.Database.Sealer, _db.Store), _keys, TimeProvider.System).Seal();
    }

    private async Task<Cosignature> Look(CryptoSuite suite, Witness? witness = null, int accepted = 0) =>
        await (witness ?? _bank).Cosign((await Log.Newest(suite))!, await Log.Keys(), _keys.Public()[0].Id, await Log.Epochs(), accepted, async (first, second) => (await Log.Consistency(suite, first, second))!);

    private Task<Verified> Verify(string? witness = null) => new Verification(_db.Database.Owner).Run(Checkpoint.ReadAll(_bank.Journal), null, witness);

    [Fact]
    public async Task Follows_a_proof_and_stands_in_receipts_that_hold_by_themselves()
    {
        await Seal("one", "two");
        var first = await Look(CryptoSuite.International);
        Assert.True(await Desk.Accept(first));
        await Seal("three");
        var second = await Look(CryptoSuite.International);
        Assert.True(await Desk.Accept(second));
        Assert.Equal(second.Size, Assert.Single(await Log.Cosigned()).Size);

        // A later checkpoint that nobody cosigned yet does not take the witness from a receipt.
        await Seal("four");
        var receipt = Receipt.TryRead((await Log.Receipt((await Log.Find("counter/one"))!, CryptoSuite.International))!.ToJson())!;
        Assert.Null(receipt.Problem(_keys.Public()[0].Id, _bank.Key.Id));
        Assert.NotNull(receipt.Problem(witness: "another"));
        Assert.NotNull((receipt with { Witnesses = [] }).Problem());
        Assert.NotNull((receipt with { Cosignatures = [receipt.Cosignatures![0] with { Witness = "别的银行" }] }).Problem());
        Assert.Equal(second.Size, Assert.Single((await Verify(_bank.Key.Id)).Cosigned).Size);
        Assert.Contains("has cosigned nothing here", (await Verify("another")).Problem);
    }

    [Fact]
    public async Task Is_taken_from_known_witnesses_under_the_log_s_own_checkpoints_only()
    {
        await Seal("one");
        var stranger = new Witness(Path.Combine(_folder, "stranger"), "隆江农商银行", TimeProvider.System);
        var good = await Look(CryptoSuite.International);
        Assert.False(await Desk.Accept(await Look(CryptoSuite.International, stranger)));
        Assert.False(await Desk.Accept(good with { Size = good.Size + 1 }));
        Assert.False(await Desk.Accept(good with { Witness = "别的银行" }));
        Assert.False(await Desk.Accept(good with { At = good.At.AddSeconds(1) }));
        Assert.True(await new WitnessDesk(_db.Database.Owner).End(_bank.Key.Id));
        Assert.False(await Desk.Accept(good));
        await new WitnessDesk(_db.Database.Owner).Add(_bank.Key);
        Assert.True(await Desk.Accept(good));
        await _db.Execute("update evidence_cosignature set at = at + interval '1 second'");
        Assert.Contains("signature of the witness", (await Verify()).Problem);
    }

    [Fact]
    public async Task Is_refused_where_the_log_does_not_continue_what_was_signed()
    {
        await Seal("one", "two");
        await Look(CryptoSuite.International);
        await Look(CryptoSuite.International); // The same tree again is no fork.

        // The owner seals another history with the platform's own keys.
        await _db.Execute("delete from audit_range; delete from evidence_content; delete from evidence_leaf; delete from evidence_tile; delete from evidence_checkpoint; update evidence_state set size = 0, last_seq = 0");
        await Seal("three");
        Assert.Contains("were signed before", (await Assert.ThrowsAsync<WitnessRefusalException>(() => Look(CryptoSuite.International))).Message);
        await Seal("four", "five", "six");
        Assert.Contains("does not continue", (await Assert.ThrowsAsync<WitnessRefusalException>(() => Look(CryptoSuite.International))).Message);

        // Nor where the keys are not those that its people trust.
        var newest = (await Log.Newest(CryptoSuite.International))!;
        var other = SigningKeys.Open(Path.Combine(_folder, "other"));
        await Assert.ThrowsAsync<WitnessRefusalException>(async () => await _bank.Cosign(newest, await Log.Keys(), other.Public()[0].Id, [], 0, (_, _) => throw new InvalidOperationException()));
    }

    [Fact]
    public async Task And_receipts_hold_in_the_national_suite_that_begins_later()
    {
        await Seal("one", "two");
        _keys.Rotate(CryptoSuite.National);
        await Seal("three");
        _keys.Rotate(CryptoSuite.National);
        await Seal("four");
        var (intl, gm) = ((await Log.Newest(CryptoSuite.International))!, (await Log.Newest(CryptoSuite.National))!);
        Assert.Equal(intl.Size, gm.Size);
        Assert.NotEqual(intl.Root, gm.Root);
        Assert.True(await Desk.Accept(await Look(CryptoSuite.National)));

        var receipt = Receipt.TryRead((await Log.Receipt((await Log.Find("counter/one"))!, CryptoSuite.National))!.ToJson())!;
        Assert.StartsWith(CryptoSuite.National.Origin, receipt.Checkpoint, StringComparison.Ordinal);
        Assert.Null(receipt.Problem(_keys.Public()[0].Id, _bank.Key.Id));
        Assert.NotNull((receipt with { Index = receipt.Index + 1 }).Problem());
        var (leaf, proof) = (await Log.Inclusion(CryptoSuite.National, receipt.Index, gm.Size))!.Value;
        Assert.True(Merkle.Includes(leaf, receipt.Index, gm.Size, proof, gm.Root, gm.By));
        Assert.Null((await Verify()).Problem);

        await _db.Execute("update evidence_tile set hashes = decode(repeat('00', 64), 'hex') where suite = 'gm'");
        Assert.Contains("is not that of the signed tree", (await Verify()).Problem);
        await _db.Execute("update evidence_checkpoint set root = decode(repeat('00', 32), 'hex') where suite = 'gm'");
        Assert.Contains("signature of the checkpoint", (await Verify()).Problem);
    }

    [Fact]
    public async Task And_comparing_tell_a_file_from_its_like()
    {
        var viewer = new CreditLoan.Domain.Access.Viewer("wu", CreditLoan.Domain.Access.Role.PoolManager, "jinrong");
        var reports = new ReportRegister(_db.Database, TimeProvider.System);
        var (number, file) = (reports.Number(), "%PDF of a report"u8.ToArray());
        await reports.Issue(viewer, number, "风险补偿资金池报表", file);
        await Seal("one");
        var same = Assert.IsType<Comparison.Same>(await Comparison.Of(Log, file, ""));
        Assert.Equal(("report-issued", number), (same.Leaf.Kind, same.Leaf.Subject));
        Assert.IsType<Comparison.Same>(await Comparison.Of(Log, file, number));
        file[0] ^= 1;
        Assert.IsType<Comparison.Unknown>(await Comparison.Of(Log, file, ""));
        Assert.IsType<Comparison.Different>(await Comparison.Of(Log, file, number));
        Assert.IsType<Comparison.Unknown>(await Comparison.Of(Log, file, "CZ0"));
        Assert.IsType<Comparison.Same>(await Comparison.Of(Log, """{"Name": "one"}"""u8.ToArray(), "counter/one"));

        var receipt = (await Log.Receipt(same.Leaf, CryptoSuite.International))!;
        Assert.IsType<Comparison.ReceiptHolds>(await Comparison.Of(Log, System.Text.Encoding.UTF8.GetBytes(receipt.ToJson()), ""));
        Assert.IsType<Comparison.ReceiptFails>(await Comparison.Of(Log, System.Text.Encoding.UTF8.GetBytes((receipt with { Kind = "other" }).ToJson()), ""));
    }
}
