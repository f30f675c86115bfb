namespace CreditLoan;

/// <summary>The folder of real data sets that tests read: CREDITLOAN_DATA, or shared/data beside the repository.</summary>
internal static class TestData
{
    public static string Folder { get; } = Find();

    public static string File(params string[] path) => Path.Combine([Folder, .. path]);

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("CREDITLOAN_DATA") is { Length: > 0 } set) return set;
        var root = Repository.Root;
        return Path.Combine(root, "..", "shared", "data");
    }
}

/// <summary>The repository that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "CreditLoan.sln"))) return folder.FullName;
        throw new InvalidOperationException("CreditLoan.sln lies above no folder of the test assembly.");
    }
}
