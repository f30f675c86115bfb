namespace CreditLoan.Architecture.Tests;

/// <summary>Every file that a page takes in is shown to the virus scanner first.</summary>
public sealed class An_upload
{
    [Fact]
    public void Is_scanned() =>
        Rule.Holds(
            Directory.EnumerateFiles(Path.Combine(Clone.Root, "src/CreditLoan.Portal"), "*.razor", SearchOption.AllDirectories).Where(file => File.ReadAllText(file).Contains("<FilePicker", StringComparison.Ordinal)),
            file => File.ReadAllText(file).Contains("Scan.Refuses(", StringComparison.Ordinal) ? [] : [$"{Path.GetFileName(file)} takes a file that nobody scans"]);

    [Fact]
    public void Is_chosen_where_a_failure_is_told() =>
        Rule.Holds(
            Directory.EnumerateFiles(Path.Combine(Clone.Root, "src/CreditLoan.Portal"), "*.razor", SearchOption.AllDirectories),
            file => File.ReadAllText(file).Contains("<InputFile", StringComparison.Ordinal) && Path.GetFileName(file) != "FilePicker.razor" ? [$"{Path.GetFileName(file)} takes a file without FilePicker"] : []);
}
