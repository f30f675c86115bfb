using System.Globalization;

namespace CreditLoan.Tool.Benches;

/// <summary>A PostgreSQL of the bench's own, empty at the start and gone at the end; the portal's database is left alone.</summary>
public sealed class BenchCluster : IAsyncDisposable
{
    private readonly string folder;

    private readonly int postmaster;

    private BenchCluster(string folder, string connection, int postmaster) => (this.folder, Connection, this.postmaster) = (folder, connection, postmaster);

    /// <summary>The owner's connection string, to the empty database <c>creditloan</c>.</summary>
    public string Connection { get; }

    public static async Task<BenchCluster> Start(CancellationToken stop)
    {
        foreach (var left in Directory.EnumerateDirectories(Repository.Data(""), "bench-*").Where(IsLeft)) await Drop(left);
        var place = Repository.Data($"bench-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}");
        var connection = await Script(["start", place, "0"], CancellationToken.None); // Interrupted half way, nobody would drop it.
        var server = int.Parse(await Script(["pid", place], stop), CultureInfo.InvariantCulture);
        CpuOfOthers.CountAsOurs(server);
        return new BenchCluster(place, connection, server);
    }

    public async ValueTask DisposeAsync()
    {
        CpuOfOthers.KeepBeforeItEnds(postmaster);
        await Drop(folder);
    }

    /// <summary>A bench that was killed could not drop its cluster: the next one does.</summary>
    private static bool IsLeft(string folder) =>
        int.TryParse(Path.GetFileName(folder)["bench-".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var owner) && !Directory.Exists($"/proc/{owner.ToString(CultureInfo.InvariantCulture)}");

    private static async Task Drop(string folder)
    {
        await Script(["drop", folder], CancellationToken.None);
        Directory.Delete(folder, recursive: true);
    }

    private static Task<string> Script(string[] arguments, CancellationToken stop) =>
        Child.Run(Path.Combine(Repository.Root, "infra/postgres/cluster.sh"), arguments, stop);
}
