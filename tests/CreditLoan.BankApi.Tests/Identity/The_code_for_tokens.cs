namespace CreditLoan.BankApi.Tests.Identity;

public sealed class The_code_for_tokens
{
    [Fact]
    public void Is_at_most_three_hundred_lines_without_blanks_comments_and_braces()
    {
        var lines = Directory.GetFiles(Path.Combine(Repository.Root, "src/CreditLoan.BankApi/Identity"), "*.cs").SelectMany(File.ReadLines).Select(line => line.Trim())
            .Count(line => line.Length > 0 && line is not ("{" or "}") && !line.StartsWith("//", StringComparison.Ordinal) && !line.StartsWith("using ", StringComparison.Ordinal) && !line.StartsWith("namespace ", StringComparison.Ordinal));
        Assert.InRange(lines, 100, 300);
    }
}
