using CreditLoan.Ledger.Evidence;

namespace CreditLoan.Ledger.Tests.Evidence;

public sealed class Sealing : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "xyd-" + Path.GetRandomFileName());
    private TestDatabase _db = null!;
    private SigningKeys _keys = null!;

    /// <summary>A counter whose names are sealed one by one.</summary>
    private static readonly Slice Named = new Slice<CounterEvent>("counter")
        .Event<CounterEvent.Counted>("counter_counted").Event<CounterEvent.Named>("counter_named")
        .Seal(e => e is CounterEvent.Named n ? new Leaf("name-given", "name/" + n.Name) : null);

    public async Task InitializeAsync()
    {
        _db = await TestDatabase.Create([Named]);
        _keys = SigningKeys.Open(_folder);
    }

    public async Task DisposeAsync()
    {
        await _db.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string Anchor => Path.Combine(_folder, "anchor.txt");
    private Sealer Sealer() => new(_db.Database.Sealer, new SettledLog(_db.Database.Sealer, _db.Store), _keys, TimeProvider.System, Anchor);
    private EvidenceLog Log => new(_db.Database.ReaderSource);

    private Task Name(string name) => _db.Store.Change(Counter.Command(new { name }), Counter.Stream(name), _ => new CounterEvent.Named(name));
    private Task Count(string id) => _db.Store.Change(Counter.Command(new { id }), Counter.Stream(id), _ => new CounterEvent.Counted(1));

    private Task<Verified> Verify(bool anchored = true, string? trusted = null) =>
        new Verification(_db.Database.Owner).Run(anchored ? Checkpoint.ReadAll(Anchor) : [], trusted);

    /// <summary>Twelve events, two names among them, sealed in two steps.</summary>
    private async Task Fill()
    {
        await Name("one");
        for (var i = 0; i < 5; i++) await Count($"{i}");
        await Sealer().Seal();
        await Name("two");
        for (var i = 0; i < 5; i++) await Count($"{i}");
        await Sealer().Seal();
    }

    [Fact]
    public async Task Gives_every_act_a_receipt_that_is_checked_without_the_platform()
    {
        await Fill();
        Assert.Equal(0, await Sealer().Seal());
        var leaf = await Log.Find("name/one");
        Assert.NotNull(leaf);
        Assert.Equal(leaf.Index, (await Log.Find(leaf.Number))!.Index);
        var receipt = Receipt.TryRead((await Log.Receipt(leaf, CryptoSuite.International))!.ToJson());
        Assert.Null(receipt!.Problem(_keys.Public()[0].Id));
        Assert.True(await Log.Matches(leaf, """{ "Name" : "one" }"""));
        Assert.False(await Log.Matches(leaf, """{ "Name" : "two" }"""));
        Assert.False(await Log.Matches(leaf, "no json"));

        Assert.NotNull((receipt with { Subject = receipt.Subject, Kind = "other" }).Problem());
        Assert.NotNull((receipt with { Index = receipt.Index + 1 }).Problem());
        Assert.NotNull((receipt with { Checkpoint = receipt.Checkpoint.Replace("\n6\n", "\n5\n") }).Problem());
        Assert.NotNull((receipt with { Keys = [] }).Problem());
        Assert.NotNull(receipt.Problem("another key"));
        Assert.Null(Receipt.TryRead("nothing"));
    }

    [Fact]
    public async Task Covers_the_whole_log_and_holds_when_nothing_was_touched()
    {
        await Fill();
        await Count("later");
        var verified = await Verify(trusted: _keys.Public()[0].Id);
        Assert.Null(verified.Problem);
        Assert.Equal((6L, 12L, 1L, 2L), (verified.Leaves, verified.Events, verified.Unsealed, verified.Checkpoints));
        var (old, newest) = (Checkpoint.ReadAll(Anchor)[0], (await Log.Newest(CryptoSuite.International))!);
        Assert.True(Merkle.Extends(old.Size, newest.Size, [.. (await Log.Consistency(CryptoSuite.International, old.Size, newest.Size))!], old.Root, newest.Root, newest.By));
        Assert.Null(await Log.Consistency(CryptoSuite.International, 1, 99));
    }

    [Theory]
    [InlineData("an event changed", "update mt_events set data = '{\"By\": 2}' where seq_id = 3", "are not those that were sealed")]
    [InlineData("its author changed", "update mt_events set headers = jsonb_set(headers, '{Actor}', '\"else\"') where seq_id = 3", "are not those that were sealed")]
    [InlineData("its time changed", "update mt_events set timestamp = timestamp - interval '1 day' where seq_id = 9", "are not those that were sealed")]
    [InlineData("an event deleted", "delete from mt_events where seq_id = 3", "are not those that were sealed")]
    [InlineData("a stream deleted", "delete from mt_streams where id = 'counter/3'", "are not those that were sealed")]
    [InlineData("an event inserted", "update mt_events set seq_id = 0 where seq_id = (select max(seq_id) from mt_events)", "are not those that were sealed")]
    [InlineData("two events reordered", "update mt_events set seq_id = -1 where seq_id = 3; update mt_events set seq_id = 3 where seq_id = 4; update mt_events set seq_id = 4 where seq_id = -1", "are not those that were sealed")]
    [InlineData("an act's content changed", "update evidence_content set content = '{\"Name\": \"three\"}' where index = 0", "is not what was sealed")]
    [InlineData("an act's leaf changed", "update evidence_leaf set commitment = decode(repeat('00', 32), 'hex') where index = 0; delete from evidence_content where index = 0", "is not the one that was signed")]
    [InlineData("a leaf deleted", "delete from evidence_content where index = 3; delete from evidence_leaf where index = 3", "Leaf 3 is missing")]
    [InlineData("a leaf added", "insert into evidence_leaf values (6, 'x', now(), 'name-given', 's', decode(repeat('00', 32), 'hex'), null, null)", "the last checkpoint covers 6")]
    [InlineData("a tile changed", "update evidence_tile set hashes = decode(repeat('00', 128), 'hex')", "is not that of the signed tree")]
    [InlineData("a root changed", "update evidence_checkpoint set root = decode(repeat('00', 32), 'hex') where size = 3", "signature of the checkpoint")]
    [InlineData("the last checkpoint, its leaves and its events taken away", "delete from evidence_checkpoint where size = 6; delete from audit_range where leaf > 2; delete from evidence_content where index > 2; delete from evidence_leaf where index > 2; delete from mt_events where seq_id > 6", "A checkpoint of 6 leaves was signed")]
    public async Task Finds(string what, string statement, string sentence)
    {
        await Fill();
        await _db.Execute(statement);
        var verified = await Verify();
        Assert.True(verified.Problem?.Contains(sentence, StringComparison.Ordinal), $"{what}: {verified.Problem}");
    }

    [Fact]
    public async Task Finds_a_log_that_the_owner_sealed_anew_with_a_key_of_his_own()
    {
        await Fill();
        await _db.Execute("""
            update mt_events set data = '{"By": 2}' where seq_id = 3;
            delete from evidence_content; delete from audit_range; delete from evidence_leaf; delete from evidence_tile; delete from evidence_checkpoint; delete from evidence_key;
            update evidence_state set size = 0, last_seq = 0;
            """);
        var forger = SigningKeys.Open(Path.Combine(_folder, "forger"));
        await new Sealer(_db.Database.Owner, new SettledLog(_db.Database.Owner, _db.Store), forger, TimeProvider.System).Seal();
        Assert.Null((await Verify(anchored: false)).Problem);
        Assert.Contains("is not among those of the log", (await Verify(anchored: false, trusted: _keys.Public()[0].Id)).Problem);
        Assert.Contains("signature of the checkpoint", (await Verify()).Problem);
    }

    [Fact]
    public async Task Goes_on_with_a_new_key_that_the_old_one_vouches_for()
    {
        await Fill();
        var before = (await Log.Receipt((await Log.Find("name/one"))!, CryptoSuite.International))!;
        _keys.Rotate(CryptoSuite.International);
        await Name("three");
        await Sealer().Seal();
        var after = (await Log.Receipt((await Log.Find("name/three"))!, CryptoSuite.International))!;
        Assert.Equal(2, after.Keys.Length);
        Assert.Null(before.Problem());
        Assert.Null(after.Problem(before.Keys[0].Id));
        Assert.NotNull((after with { Keys = [after.Keys[0], after.Keys[1] with { Endorsement = [] }] }).Problem());
        Assert.Null((await Verify(trusted: before.Keys[0].Id)).Problem);
    }

    [Fact]
    public async Task Leaves_every_proof_valid_when_a_content_is_erased()
    {
        await Fill();
        await _db.Execute("delete from evidence_content where index = 0");
        var verified = await Verify();
        Assert.Null(verified.Problem);
        Assert.Equal(1, verified.Erased);
        var leaf = (await Log.Find("name/one"))!;
        Assert.Null((await Log.Receipt(leaf, CryptoSuite.International))!.Problem());
        Assert.False(await Log.Matches(leaf, """{"Name": "one"}"""));
    }

    [Fact]
    public async Task Counts_once_when_several_processes_seal()
    {
        for (var round = 0; round < 6; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 10).Select(i => i % 3 == 0 ? Name($"n{round}-{i}") : Count($"{i}")));
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Sealer().Seal()));
        }
        await Sealer().Seal();
        var verified = await Verify();
        Assert.Null(verified.Problem);
        Assert.Equal((60L, 0L), (verified.Events, verified.Unsealed));
        Assert.Equal(24, await _db.Value<long>("select count(*) from evidence_leaf where kind = 'name-given'"));
        Assert.Equal(0, await _db.Value<long>("select count(*) from evidence_queue"));
    }
}
