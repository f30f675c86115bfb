namespace CreditLoan.Tool.Tests;

public sealed class Scanning_for_personal_numbers
{
    private static readonly HashSet<string> Numbers = ["10012345678", "999900198001011234"];

    private static int Find(string text) => ScanCommand.Find(new StringReader(text), Numbers);

    [Theory]
    [InlineData("nothing here: 10012345679", 0)]
    [InlineData("phone=10012345678;", 1)]
    [InlineData("a longer run 9910012345678991 has it too", 1)]
    [InlineData("999900198001011234 and 10012345678", 2)]
    [InlineData("\\x3130303132333435363738", 1)]
    [InlineData("1001234567 8", 0)]
    public void Finds_them_as_text_and_in_hexadecimal(string text, int found) => Assert.Equal(found, Find(text));
}
