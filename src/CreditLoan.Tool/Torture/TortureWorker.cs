using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using CreditLoan.Domain.Values;
using CreditLoan.Jobs.Reconciliation;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Bureau;
using CreditLoan.Ledger.Evidence;
using CreditLoan.Ledger.Pools;
using CreditLoan.Ledger.Reconciliation;
using Npgsql;
using Store = CreditLoan.Ledger.EventStore;

namespace CreditLoan.Tool.Torture;

/// <summary>The application under torture, a process of its own: sixteen writers, the follower, the sealer, a rebuild and a reconciliation at a time.</summary>
/// <remarks>It works until a failpoint kills it, or until the file <c>stop</c> appears; then each writer brings what it does not know the end of to its end.</remarks>
public sealed class TortureWorker(string folder, Database database)
{
    public const int Writers = 16;
    public const int LinesAFile = 40;
    private const string CreditCode = "914403001922038216";
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);
    private readonly Store store = new(database.Writer, TimeProvider.System);

    public static Command Create()
    {
        var folder = new Option<string>("--folder") { Required = true };
        var kill = new Option<string?>("--kill");
        var after = new Option<int>("--after");
        var command = new Command("torture-worker", "The application that xyd torture kills.") { folder, kill, after };
        command.Hidden = true;
        command.SetAction(async (parsed, stop) =>
        {
            if (parsed.GetValue(kill) is { } name) Arm(name, parsed.GetValue(after));
            await using var database = await PlatformDatabase.Open(stop);
            await new TortureWorker(parsed.GetValue(folder)!, database).Run(stop);
        });
        return command;
    }

    /// <summary>Kills this process, as kill -9 does, when the failpoint is hit for the n-th time; what is being sent is given time to be half done.</summary>
    private static void Arm(string failpoint, int hits) => Failpoint.Hook = name =>
    {
        if (name != failpoint || Interlocked.Decrement(ref hits) != 0) return;
        if (failpoint == "append.sending") new Thread(() => { Thread.Sleep(2); Process.GetCurrentProcess().Kill(); }).Start();
        else Process.GetCurrentProcess().Kill();
    };

    /// <summary>Told to end, or nobody is left who would tell it.</summary>
    private bool Stopping => File.Exists(Path.Combine(folder, "stop")) || !Directory.Exists(folder);

    public async Task Run(CancellationToken stop)
    {
        var writers = Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() => Write(w, stop), stop)));
        var log = new SettledLog(database.Writer, store);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var followers = new Followers(database.Writer, log, [new BureauFollower()]);
        var keys = Path.Combine(folder, "keys");
        var sealer = new Sealer(database.Sealer, new SettledLog(database.Sealer, store), SigningKeys.Open(keys), TimeProvider.System, Path.Combine(keys, SigningKeys.AnchorFile));
        var rebuild = new Rebuild(database.Owner, log);
        string[] views = ["pool_book", "claim_book", "pool_journal", "enrolment_book"];
        var turn = 0;
        Task[] others =
        [
            Again(() => followers.CatchUp(done.Token), done.Token),
            Again(() => sealer.Seal(done.Token), done.Token),
            Again(() => rebuild.Run(views[turn++ % views.Length], done.Token), done.Token),
            Again(() => Reconcile(log, done.Token), done.Token),
        ];
        await writers;
        await done.CancelAsync();
        await Task.WhenAll(others);
    }

    private async Task Write(int writer, CancellationToken stop)
    {
        using var journal = new Journal(Path.Combine(folder, $"writer-{writer}"));
        while (!Stopping || (journal.Unknown is not null && Directory.Exists(folder)))
        {
            var id = journal.Sent();
            try
            {
                switch (await TortureWorld.Act(store, writer, journal.Next, id, stop))
                {
                    case Outcome.Done done:
                        var act = TortureWorld.Life[journal.Next % TortureWorld.Life.Length].Act;
                        journal.Acknowledged(id, done.Versions);
                        if (act is "approve" or "pay") Failpoint.Hit($"payment.{act}");
                        if (journal.Next % 8 == 0) await Again(writer, journal.Next - 1, id, done.Versions, stop);
                        break;
                    case Outcome.Moved: break;
                    case var other: throw new UnreachableException($"Writer {writer}, act {journal.Next}: {other}");
                }
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
            {
                // Nothing is known of the command: once more, under the same id.
            }
            await Task.Delay(Breath, stop);
        }
    }

    /// <summary>The network doubles a command: it gets its first answer again.</summary>
    private async Task Again(int writer, int number, Guid id, IReadOnlyList<long> versions, CancellationToken stop)
    {
        if (await TortureWorld.Act(store, writer, number, id, stop) is not Outcome.Done { Repeated: true } again || !again.Versions.SequenceEqual(versions))
            throw new UnreachableException($"Writer {writer}, act {number} was answered anew.");
    }

    /// <summary>A file of lines that the platform has never heard of: one break a line.</summary>
    private async Task Reconcile(SettledLog log, CancellationToken stop)
    {
        var done = Path.Combine(folder, "reconciled");
        var number = File.Exists(done) ? int.Parse(await File.ReadAllTextAsync(done, stop), CultureInfo.InvariantCulture) : 0;
        var file = new StringBuilder("类别,借据号,借款人统一社会信用代码,产品编号,金额（元）,日期\n");
        for (var line = 0; line < LinesAFile; line++) file.Append(CultureInfo.InvariantCulture, $"放款,X{number}-{line},{CreditCode},P01,{1000 + line}.00,2026-07-09\n");
        var preview = BankFileImport.Whole(TortureWorld.Bank, Encoding.UTF8.GetBytes(file.ToString()));
        var (from, until) = (new DateOnly(2026, 7, 1), new DateOnly(2026, 7, 31));
        await new BankFileImport(store, new BankLines(database.Writer)).Import(TortureWorld.Officer, preview, $"{number}.csv", from, until, false, TortureWorld.Day, stop);
        await new LedgerReconciliation(store, log, new ReconciliationQueries(database.Reader), new PoolQueries(database.Reader)).Run(preview.Id, TortureWorld.Day, PublishedCalendar.China, stop);
        await File.WriteAllTextAsync(done + ".new", (number + 1).ToString(CultureInfo.InvariantCulture), stop);
        File.Move(done + ".new", done, overwrite: true);
    }

    private static async Task Again(Func<Task> work, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Task.Run(work, stop);
                await Task.Delay(TimeSpan.FromMilliseconds(100), stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException or OperationCanceledException or InvalidOperationException)
            {
                await Task.Delay(Breath, CancellationToken.None);
            }
        }
    }
}
