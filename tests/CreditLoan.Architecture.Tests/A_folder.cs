namespace CreditLoan.Architecture.Tests;

public class A_folder
{
    /// <summary>Made by tools, or a name that ASP.NET Core prescribes.</summary>
    private static readonly string[] Prescribed = ["bin", "obj", "wwwroot", "Properties"];

    private static readonly string[] Slices = [.. Clone.Table("docs/architecture.md", "slice").Select(row => row[0])];

    private static readonly (string Project, string Folder)[] Others =
        [.. Clone.Table("docs/architecture.md", "project | folder").Select(row => (row[0], row[1]))];

    private static readonly (string Project, string Folder)[] Real =
    [
        .. from project in Clone.Projects
           from folder in Directory.EnumerateDirectories(Path.Combine(Clone.Root, "src", $"CreditLoan.{project.Name}")).Select(f => Path.GetFileName(f)!)
           where !Prescribed.Contains(folder, StringComparer.Ordinal)
           select (project.Name, folder),
    ];

    [Fact]
    public void Is_a_slice_or_is_explained() => Rule.Holds([Real], Unexplained);

    [Fact]
    public void That_is_explained_exists() =>
        Rule.Holds(Others, other => Real.Contains(other) ? [] : [$"{other.Project}/{other.Folder} is in the document only"]);

    [Fact]
    public void Of_a_slice_exists_in_the_domain_or_elsewhere() =>
        Rule.Holds(Slices, slice => Real.Any(r => r.Folder == slice) ? [] : [$"no project has a folder {slice}"]);

    [Fact]
    public void Of_another_name_is_found() => Assert.Single(Unexplained([("Domain", "Helpers")]));

    [Fact]
    public void Gives_its_name_to_the_namespace()
    {
        var folders = Real.Where(r => r.Project is not ("Portal" or "Tool")).Select(r => $"{r.Project}/{r.Folder}");
        var namespaces = Clone.Projects.Where(p => p.Name is not ("Portal" or "Tool")).SelectMany(p => Code.Types(Code.Assembly(p.Name), $"CreditLoan.{p.Name}"))
            .Select(t => t.Namespace.Split('.')).Where(parts => parts.Length > 2).Select(parts => $"{parts[1]}/{parts[2]}");
        Rule.Holds(namespaces.Distinct(StringComparer.Ordinal), used => folders.Contains(used, StringComparer.Ordinal) ? [] : [used]);
    }

    private static IEnumerable<string> Unexplained((string Project, string Folder)[] folders) =>
        from f in folders
        where !Slices.Contains(f.Folder, StringComparer.Ordinal) && !Others.Contains(f)
        select $"{f.Project}/{f.Folder} is no slice and is not explained";
}
