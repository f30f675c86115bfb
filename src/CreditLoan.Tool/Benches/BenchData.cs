namespace CreditLoan.Tool.Benches;

/// <summary>The folder of real data sets that benches read: CREDITLOAN_DATA, or shared/data beside the repository.</summary>
public static class BenchData
{
    public static string Folder { get; } = Environment.GetEnvironmentVariable("CREDITLOAN_DATA") is { Length: > 0 } set
        ? set
        : Path.Combine(Repository.Root, "..", "shared", "data");
}
