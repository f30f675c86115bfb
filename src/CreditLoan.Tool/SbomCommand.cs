using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace CreditLoan.Tool;

/// <summary><c>xyd sbom</c>: the list of everything the shipped programs are made of (软件物料清单), as CycloneDX 1.6, from what was really restored.</summary>
public static class SbomCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "Where the list goes, as JSON." };
        var command = new Command("sbom", "Writes the software bill of materials of the built programs (CycloneDX 1.6).") { file };
        command.SetAction(async (parsed, stop) =>
        {
            var components = Components(Repository.Root);
            var document = Document(components);
            await File.WriteAllTextAsync(parsed.GetValue(file)!.FullName, document.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n", stop);
            Console.WriteLine($"{components.Count} packages in {parsed.GetValue(file)!.Name}.");
        });
        return command;
    }

    /// <summary>One package that a program is made of.</summary>
    public sealed record Component(string Name, string Version, string Sha512, string? License);

    /// <summary>The packages of every project below <c>src</c>, each once, in the order of their names.</summary>
    /// <exception cref="OperatorException">Nothing was restored yet.</exception>
    public static IReadOnlyList<Component> Components(string root)
    {
        var found = new SortedDictionary<string, Component>(StringComparer.OrdinalIgnoreCase);
        foreach (var assets in Directory.EnumerateFiles(Path.Combine(root, "src"), "project.assets.json", SearchOption.AllDirectories))
        {
            var read = JsonNode.Parse(File.ReadAllText(assets))!;
            var folders = read["packageFolders"]!.AsObject().Select(f => f.Key).ToList();
            foreach (var (key, library) in read["libraries"]!.AsObject().Where(l => (string?)l.Value!["type"] == "package"))
            {
                var (name, version) = (key.Split('/')[0], key.Split('/')[1]);
                found.TryAdd(key, new Component(name, version, Convert.ToHexStringLower(Convert.FromBase64String((string)library!["sha512"]!)), License(folders, (string)library["path"]!)));
            }
        }
        return found.Count > 0 ? [.. found.Values] : throw new OperatorException("Nothing is restored yet: build first.");
    }

    /// <summary>What the package itself says, as an SPDX expression; null where it only points to a file or an address.</summary>
    private static string? License(IEnumerable<string> folders, string path)
    {
        var nuspec = folders.Select(f => Path.Combine(f, path)).Where(Directory.Exists).SelectMany(f => Directory.EnumerateFiles(f, "*.nuspec")).FirstOrDefault();
        return nuspec is null ? null : XDocument.Load(nuspec).Descendants().FirstOrDefault(e => e.Name.LocalName == "license" && (string?)e.Attribute("type") == "expression")?.Value;
    }

    private static JsonObject Document(IReadOnlyList<Component> components) => new()
    {
        ["bomFormat"] = "CycloneDX",
        ["specVersion"] = "1.6",
        ["version"] = 1,
        ["metadata"] = new JsonObject { ["component"] = new JsonObject { ["type"] = "application", ["name"] = "CreditLoan" } },
        ["components"] = new JsonArray([.. components.Select(c =>
        {
            var one = new JsonObject
            {
                ["type"] = "library",
                ["bom-ref"] = $"pkg:nuget/{c.Name}@{c.Version}",
                ["name"] = c.Name,
                ["version"] = c.Version,
                ["purl"] = $"pkg:nuget/{c.Name}@{c.Version}",
                ["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = c.Sha512 }),
            };
            if (c.License is not null) one["licenses"] = new JsonArray(new JsonObject { ["expression"] = c.License });
            return (JsonNode)one;
        })]),
    };
}
