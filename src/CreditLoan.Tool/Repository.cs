namespace CreditLoan.Tool;

/// <summary>The clone this tool was built in: its scripts, and the folder for everything that is not committed.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>A folder below <c>.data/</c>, made when missing.</summary>
    public static string Data(string name) => Directory.CreateDirectory(Path.Combine(Root, ".data", name)).FullName;

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "CreditLoan.sln"))) return folder.FullName;
        throw new OperatorException("xyd runs inside a clone of the repository: no CreditLoan.sln above it.");
    }
}
