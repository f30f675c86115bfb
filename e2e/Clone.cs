namespace CreditLoan.E2e;

/// <summary>The clone under test, and its programs as this configuration built them.</summary>
public static class Clone
{
    public static string Root { get; } = FindRoot();

    private static string Configuration { get; } = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";

    public static string Program(string project, string assembly) => Path.Combine(Root, "src", project, "bin", Configuration, "net10.0", $"{assembly}.dll");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "CreditLoan.sln"))) folder = folder.Parent;
        return folder.FullName;
    }
}
