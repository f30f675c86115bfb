namespace CreditLoan.Architecture.Tests;

/// <summary>A rule over subjects. Without a subject it fails, so that it cannot rot silently.</summary>
public static class Rule
{
    public static void Holds<T>(IEnumerable<T> subjects, Func<T, IEnumerable<string>> violations)
    {
        var all = subjects.ToArray();
        Assert.NotEmpty(all);
        string[] found = [.. all.SelectMany(violations).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    /// <summary>What one side has and the other has not, both ways.</summary>
    public static IEnumerable<string> Differences(string what, IEnumerable<string> written, IEnumerable<string> real)
    {
        string[] inTable = [.. written], inCode = [.. real];
        return inCode.Except(inTable, StringComparer.Ordinal).Select(name => $"{what}: {name} is in the code, not in the document")
            .Concat(inTable.Except(inCode, StringComparer.Ordinal).Select(name => $"{what}: {name} is in the document, not in the code"));
    }
}
