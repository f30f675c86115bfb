namespace CreditLoan.Tool.Scorecards;

/// <summary>Where the real data sets lie: as asked, or CREDITLOAN_DATA, or shared/data beside the clone.</summary>
internal static class DataFolder
{
    public static string Of(string? asked)
    {
        var folder = asked ?? Environment.GetEnvironmentVariable("CREDITLOAN_DATA") ?? Path.Combine(Repository.Root, "..", "shared", "data");
        return Directory.Exists(folder) ? Path.GetFullPath(folder) : throw new OperatorException($"The data sets are not in {folder}; name their folder with --data or CREDITLOAN_DATA.");
    }
}
