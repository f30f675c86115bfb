namespace CreditLoan.Tool.Benches;

/// <summary>A peer from npm, installed below <c>.data/peers</c> on first use and run by Node as a process of its own.</summary>
public sealed class NodePeer
{
    private readonly string folder;

    private NodePeer(string folder) => this.folder = folder;

    /// <param name="package">Name and exact version: <c>@duckdb/node-api@1.5.6</c>.</param>
    public static async Task<NodePeer> Install(string package, CancellationToken stop)
    {
        var place = Repository.Data(Path.Combine("peers", package.Replace('/', '-')));
        if (!Directory.Exists(Path.Combine(place, "node_modules")))
            await Child.Run("npm", ["install", "--silent", "--no-audit", "--no-fund", "--prefix", place, package], stop);
        return new NodePeer(place);
    }

    /// <summary>Runs an ES module that may import the package; its standard output is the answer.</summary>
    public async Task<string> Run(string module, CancellationToken stop, params string[] arguments)
    {
        var file = Path.Combine(folder, $"{Path.GetRandomFileName()}.mjs");
        await File.WriteAllTextAsync(file, module, stop);
        try
        {
            return await Child.Run("node", [file, .. arguments], stop, folder);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
