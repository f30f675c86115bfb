using System.Diagnostics;
using System.Globalization;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Evidence;
using CreditLoan.Tool.Torture;
using Npgsql;

namespace CreditLoan.Tool.Tests;

public sealed class A_restored_database : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("creditloan-restore-").FullName;
    private int written;

    public Task InitializeAsync()
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await Cluster("drop");
        Directory.Delete(folder, recursive: true);
    }

    private string Anchor => Path.Combine(folder, "keys", SigningKeys.AnchorFile);
    private SigningKeys Keys => SigningKeys.Open(Path.Combine(folder, "keys"));

    [Fact]
    public async Task Is_as_it_was_at_that_moment_and_says_what_was_lost()
    {
        var connection = await Cluster("start", "0");
        string[] then;
        string moment;
        Checkpoint kept;
        var bank = new Witness(Path.Combine(folder, "bank"), "隆江农商银行", TimeProvider.System);
        await using (var database = await Database.Open(connection))
        {
            await TortureWorld.Open(new EventStore(database.Writer, TimeProvider.System), CancellationToken.None);
            await Work(database, 12);
            await Cluster("backup", Path.Combine(folder, "backup"));
            await Work(database, 30);
            then = await Views(database);
            moment = (await Value<DateTime>(database, "select clock_timestamp()")).ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss.ffffff'+00'", CultureInfo.InvariantCulture);
            await Work(database, 20);
            kept = Checkpoint.ReadAll(Anchor)[^1];
            await new WitnessDesk(database.Owner).Add(bank.Key);
            Assert.True(await new WitnessDesk(database.Sealer).Accept(await Look(database, bank, 0)));
            Assert.Equal(kept.Size, Checkpoint.ReadAll(bank.Journal)[^1].Size);
        }
        NpgsqlConnection.ClearAllPools();

        var restored = await Cluster("restore", Path.Combine(folder, "backup"), moment);

        await using (var database = await Database.Open(restored))
        {
            Assert.Equal(then, await Views(database));
            var rebuild = new Rebuild(database.Owner, new SettledLog(database.Writer, new EventStore(database.Writer, TimeProvider.System)));
            foreach (var view in rebuild.Views) await rebuild.Run(view);
            Assert.Equal(then, await Views(database));
            Assert.All(await new Invariants(database.Owner).Check(TimeProvider.System), c => Assert.Equal((c.Name, 0L), (c.Name, c.Broken)));

            // A checkpoint that a witness cosigned is gone: a break, until it is stated which, and why; nor does the witness sign on.
            Assert.StartsWith($"A checkpoint of {kept.Size} leaves was signed", (await Verify(database)).Problem, StringComparison.Ordinal);
            Assert.StartsWith($"A checkpoint of {kept.Size} leaves was signed", (await Verify(database, bank.Journal)).Problem, StringComparison.Ordinal);
            Assert.EndsWith("No statement of the log says why.", (await Assert.ThrowsAsync<WitnessRefusalException>(() => Look(database, bank, 0))).Message, StringComparison.Ordinal);
            var epoch = (await Epoch.Begin(database.Sealer, Keys, Checkpoint.ReadAll(Anchor), "磁盘损坏", TimeProvider.System))!;
            Assert.Equal((2, kept.Size, "磁盘损坏"), (epoch.Number, epoch.Lost, epoch.Reason));
            Assert.Null(await Epoch.Begin(database.Sealer, Keys, Checkpoint.ReadAll(Anchor), "再来一次", TimeProvider.System));

            // The tree grows past what was lost, and all of it holds.
            written = 100 * TortureWorld.Life.Length;
            await Work(database, 40, times: 12);
            var verified = await Verify(database);
            Assert.Null(verified.Problem);
            Assert.True(verified.Leaves > kept.Size);
            Assert.Equal(epoch.Text, Assert.Single(verified.Epochs).Text);

            // What the bank holds is covered by the statement; once a person there accepts it, the bank signs the new epoch.
            Assert.Null((await Verify(database, bank.Journal)).Problem);
            Assert.Contains("Epoch 2 states that it was lost: 磁盘损坏", (await Assert.ThrowsAsync<WitnessRefusalException>(() => Look(database, bank, 0))).Message, StringComparison.Ordinal);
            await new WitnessDesk(database.Owner).Add(bank.Key); // Its key was made known after that moment.
            Assert.True(await new WitnessDesk(database.Sealer).Accept(await Look(database, bank, 2)));
            Assert.Null((await Verify(database, bank.Journal)).Problem);
            Assert.True(await new WitnessDesk(database.Sealer).Accept(await Look(database, bank, 0)));

            // The statement cannot be bent with the owner's password.
            await using (var bend = database.Owner.CreateCommand("update evidence_epoch set lost = lost + 1000")) await bend.ExecuteNonQueryAsync();
            Assert.Equal("The signature of the statement of epoch 2 is wrong.", (await Verify(database)).Problem);
        }
    }

    /// <summary>Acts of writer 0, and a seal after every few.</summary>
    private async Task Work(Database database, int acts, int times = 2)
    {
        var store = new EventStore(database.Writer, TimeProvider.System);
        for (var part = 0; part < times; part++)
        {
            for (var i = 0; i < acts / times; i++) Assert.IsType<Outcome.Done>(await TortureWorld.Act(store, 0, written++, Guid.CreateVersion7(), CancellationToken.None));
            await new Sealer(database.Sealer, new SettledLog(database.Sealer, store), Keys, TimeProvider.System, Anchor).Seal();
        }
    }

    private Task<Verified> Verify(Database database, string? held = null) => new Verification(database.Owner).Run(Checkpoint.ReadAll(held ?? Anchor), null);

    private async Task<Cosignature> Look(Database database, Witness witness, int accepted)
    {
        var log = new EvidenceLog(database);
        return await witness.Cosign((await log.Newest(CryptoSuite.International))!, await log.Keys(), Keys.Public()[0].Id, await log.Epochs(), accepted,
            async (first, second) => (await log.Consistency(CryptoSuite.International, first, second))!);
    }

    private static async Task<string[]> Views(Database database)
    {
        var rebuild = new Rebuild(database.Owner, null!);
        var digests = new List<string>();
        foreach (var table in rebuild.Views.Append("mt_events").Append("mt_streams").Append("command"))
            digests.Add(await Value<string>(database, $"select '{table} ' || count(*) || ' ' || coalesce(md5(string_agg(t::text, '' order by t::text)), '') from {table} t"));
        return [.. digests];
    }

    private static async Task<T> Value<T>(Database database, string sql)
    {
        await using var command = database.Owner.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private async Task<string> Cluster(string act, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(Repository.Root, "infra/postgres/cluster.sh"), [act, Path.Combine(folder, "cluster"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = process.StandardError.ReadToEndAsync();
        var line = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await said);
        return line.Trim();
    }
}
