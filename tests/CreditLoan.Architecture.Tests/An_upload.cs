namespace CreditLoan.Architecture.Tests;

/// <summary>Every file that a page takes in is shown to the virus scanner first.</summary>
public sealed class An_upload
{
    [Fact]
    public void Is_scanned() =>
        Rule.Holds(
            Directory.EnumerateFiles(Path.Combine(Clone.Root, "src/CreditLoan.Portal"), "*.razor", SearchOption.AllDirectories).Where(file => File.ReadAllText(file).Contains("<InputFile", StringComparison.Ordinal)),
            file => File.ReadAllText(file).Contains("Scan.Refuses(", StringComparison.Ordinal) ? [] : [$"{Path.GetFileName(file)} takes a file that nobody scans"]);
}
