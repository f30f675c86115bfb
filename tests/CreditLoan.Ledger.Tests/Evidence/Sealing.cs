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
    private EvidenceLog Log => new(_db.Database);

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
        foreach (var other in (string[])["no json", "", "a\0b", "{\"Name\": \"\\u0000\"}", "{\"Name\": 1e999999}", new string('[', 90_000)]) Assert.False(await Log.Matches(leaf, other));

        Assert.NotNull((receipt with { Subject = receipt.Subject, Kind = "other" }).Problem());
        Assert.NotNull((receipt with { Index = receipt.Index + 1 }).Problem());
        Assert.NotNull((receipt with { Checkpoint = receipt.Checkpoint.Replace("\n6\n", "\n5\n") }).Problem());
        Assert.NotNull((receipt with { Keys = [] }).Problem());
        Assert.NotNull(receipt.Problem("another key"));
        Assert.Null(Receipt.TryRead("nothing"));
    }

    [Fact]
    public async Task Gives_receipts_of_which_no_sign_can_be_changed()
    {
        await Fill();
        _keys.Rotate(CryptoSuite.International);
        await Name("three");
        await Sealer().Seal();
        var text = (await Log.Receipt((await Log.Find("name/one"))!, CryptoSuite.International))!.ToJson();
        Assert.Null(Receipt.TryRead(text)!.Problem());
        for (var at = 0; at < text.Length; at++)
            foreach (var sign in (char[])[(char)(text[at] ^ 1), text[at] == ' ' ? '\t' : ' '])
            {
                var changed = string.Concat(text.AsSpan(0, at), [sign], text.AsSpan(at + 1));
                Assert.False(Receipt.TryRead(changed) is { } read && read.Problem() is null, $"sign {at}: {changed[Math.Max(0, at - 40)..(at + 1)]}");
            }
        Assert.Null(Receipt.TryRead(text + "\n"));
        Assert.IsType<Comparison.ReceiptHolds>(await Comparison.Of(Log, System.Text.Encoding.UTF8.GetBytes(text), ""));
        Assert.IsType<Comparison.ReceiptFails>(await Comparison.Of(Log, System.Text.Encoding.UTF8.GetBytes(text + "\n"), ""));
    }

    [Fact]
    public void Keeps_receipts_of_the_first_form_valid_and_says_what_they_do_not_cover()
    {
        var receipt = Receipt.TryRead(FirstForm)!;
        Assert.Null(receipt.Problem());
        Assert.False(receipt.CoversWhenAndWhat);
        Assert.NotNull((receipt with { Kind = "consent-granted" }).Problem());
        Assert.NotNull((receipt with { Format = Receipt.FormatOf(EvidenceLeaf.CurrentForm) }).Problem());
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
    [InlineData("a leaf added", "insert into evidence_leaf values (6, 'CZ' || to_char(now() at time zone 'UTC', 'YYYYMMDD') || '-000000006', now(), 'name-given', 's', decode(repeat('00', 32), 'hex'), null, null)", "the last checkpoint covers 6")]
    [InlineData("a leaf's number changed", "update evidence_leaf set number = 'CZ20200101-000000000' where index = 0", "number or the time of leaf 0")]
    [InlineData("a leaf's time changed, and its number to fit", "update evidence_leaf set at = at - interval '9 days', number = 'CZ' || to_char((at - interval '9 days') at time zone 'UTC', 'YYYYMMDD') || '-000000000' where index = 0", "number or the time of leaf 0")]
    [InlineData("the subject of an erased act changed", "delete from evidence_content where index = 0; update evidence_leaf set subject = 'name/other' where index = 0", "is not the one that was signed")]
    [InlineData("two leaves swapped", "update evidence_leaf set commitment = (select l.commitment from evidence_leaf l where l.index = 3 - evidence_leaf.index) where index in (0, 3)", "is not what was sealed")]
    [InlineData("leaves said to be of the first form", "update evidence_leaf set form = 1", "is not the one that was signed")]
    [InlineData("a checkpoint in between taken away", "delete from evidence_checkpoint where size = 3", "A checkpoint of 3 leaves was signed and is kept outside")]
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

    /// <summary>As the demonstration gave it out before the second form.</summary>
    private const string FirstForm = """
        {
          "Format": "creditloan-receipt-v1",
          "Number": "CZ20261122-000006611",
          "At": "2026-11-22T17:07:10.587892+00:00",
          "Kind": "model-approved",
          "Subject": "MX2026-001",
          "Commitment": "WfYQ\u002BXkQgSg3gOUWlCIgd3\u002BkSGQkHnP2siCAtS0bnH0=",
          "Index": 6611,
          "Proof": [
            "3Ev\u002BANAs7ryL3OF2OTX7n7OKTuqcKvdM5c2gd37mVRg=",
            "RcFkDLR27yIbRZ1S\u002BOHAD2f2YwaUeUZXtoKE/l\u002BCJhI=",
            "JLVD9NQli0lK3nIpuAkf4Ziw7\u002BwQlmbwoQRK/WVaPsI=",
            "fxOP\u002BvlH33\u002BdpXQdIB7sZ\u002Bo/P2KGIaw\u002BHKMUaWfp7B0=",
            "Epv3c5Acja7b0BXjeuTwW2PkqUO/uZc2CxdnOEd4jyQ=",
            "00kw6mmkB7\u002BZWsTnn7Wk6zr4Y7r76Bd26jiHp3wxEXs=",
            "FYTTJjoVnx2HvPKXNLAWqAJTtscxpxvR8e42z6i3C60=",
            "9oeN5YvEIXMaTjQmJOU3lKlX8Kb4BdGEEtOOA6Ah9Wo=",
            "TCMjKHOA7VjSWzN9blOfnb23fiwrMQv3DCn40nuidVI=",
            "lGZFboHFq9ICRe\u002BV9TBNRDtjk/hwFM/HLcWbTQGMBGE=",
            "tcASbdHdGkNDXNJoD5/GCYVwsrxiqCENZRgvHsHBREo=",
            "X8oyZ\u002BR2Ga1ed8679ZCzxokhwE3oseDcPwnbxIdo6jk="
          ],
          "Checkpoint": "creditloan-checkpoint-v1\n6666\ngfPdJ8Ah7l5JSA1FgBC8fTvNS\u002BvmLvmnC1er/tNRONs=\n2026-11-22T17:09:12.493732Z\n\n85e0451aa9bddc693a36f39051ae481c QsV\u002BFavqOUgINON0subUZSNopTZ4N6UnP8rxA2R2OjhtBJ9RciOOxNKUD5LZ6UTLxHDDsJ1Qf\u002BbzuqhUZmw/7Q==\n",
          "Keys": [
            {
              "Id": "85e0451aa9bddc693a36f39051ae481c",
              "Public": "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEexsTb5kFXybGcNV7+D2pnOROs8c/gKEiwYIR4s7pHyx24tLr613byBKL38WkveJ0r+t6vPQ95EVrHEFLThnm9Q==",
              "EndorsedBy": "",
              "Endorsement": ""
            }
          ],
          "Cosignatures": [],
          "Witnesses": []
        }
        """;
}
