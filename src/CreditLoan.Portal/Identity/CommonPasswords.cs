using System.Text.RegularExpressions;

namespace CreditLoan.Portal.Identity;

/// <summary>Passwords that many people choose (常见口令): what they are made of is taken out, and too little is left.</summary>
/// <remarks>
/// A list of whole passwords hardly helps here: of those that leak, few have twelve signs of three kinds, and those few are a word, a year and a sign put together.
/// So what is listed is the parts, and every way of joining them is refused: words (also with 0 for o and @ for a), the account's own name, walks over the keyboard,
/// dates, telephone numbers, and repeats; and one word with nothing but such things round it, whatever word it is.
/// </remarks>
public static partial class CommonPasswords
{
    /// <summary>How many signs must be left that are none of it.</summary>
    private const int Left = 6;

    private static readonly string[] Walks =
    [
        "`1234567890-=", "~!@#$%^&*()_+", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "abcdefghijklmnopqrstuvwxyz",
        "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik,", "9ol.", "0p;/", "!qaz", "@wsx", "#edc", "$rfv", "%tgb", "^yhn", "&ujm", "*ik<", "(ol>",
        "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0", "1a2s3d4f5g6h7j8k9l", "a1s2d3f4g5h6j7k8l9", "z1x2c3v4b5n6m7", "qawsedrftgyhujikolp", "qazwsxedcrfvtgbyhnujm", "12qwaszx", "12qw34er56ty78ui",
    ];

    private static readonly HashSet<string> Steps = [.. Walks.SelectMany(walk => new[] { walk, new string([.. walk.Reverse()]) }).SelectMany(walk => Enumerable.Range(0, walk.Length - 2).Select(at => walk.Substring(at, 3)))];

    private static readonly string[] Words = [.. Read().Distinct(StringComparer.Ordinal)];

    /// <param name="userName">The account's name, whose parts count as words.</param>
    public static bool Match(string password, string userName)
    {
        var plain = password.Normalize(System.Text.NormalizationForm.FormKC).ToLowerInvariant();
        var taken = new bool[plain.Length];
        string[] readings = [plain, string.Concat(plain.Select(sign => Spoken(sign, 'i'))), string.Concat(plain.Select(sign => Spoken(sign, 'l')))];
        foreach (var word in Words.Concat(NameParts().Split(userName.ToLowerInvariant()).Where(part => part.Length >= 3)))
            foreach (var reading in readings)
                for (var at = reading.IndexOf(word, StringComparison.Ordinal); at >= 0; at = reading.IndexOf(word, at + 1, StringComparison.Ordinal)) Take(at, word.Length);
        for (var at = 0; at + 3 <= plain.Length; at++)
            if (Steps.Contains(plain.Substring(at, 3))) Take(at, 3);
        foreach (var match in Numbers().EnumerateMatches(plain)) Take(match.Index, match.Length);
        foreach (Match match in Repeats().Matches(plain)) Take(match.Index + match.Groups[1].Length, match.Length - match.Groups[1].Length);
        // Whatever signs stand between the words, there is one more thing to guess, not one for each of them.
        var rest = Enumerable.Range(0, plain.Length).Where(at => !taken[at] && char.IsLetterOrDigit(plain[at])).ToList();
        if (rest.Count + (plain.All(char.IsLetterOrDigit) ? 0 : 1) < Left) return true;
        return plain.Length == password.Length && OneWord().IsMatch(password.AsSpan()[rest[0]..(rest[^1] + 1)]);

        void Take(int at, int length) => taken.AsSpan(at, length).Fill(true);
    }

    /// <summary>The letter that a sign stands for.</summary>
    private static char Spoken(char sign, char one) => sign switch
    {
        '0' => 'o',
        '1' or '!' or '|' => one,
        '3' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' or '+' => 't',
        _ => sign,
    };

    private static IEnumerable<string> Read()
    {
        using var reader = new StreamReader(typeof(CommonPasswords).Assembly.GetManifestResourceStream("common-words.txt")!);
        while (reader.ReadLine() is { } line)
            if (!line.StartsWith('#'))
                foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    if (word.Length >= 3) yield return word;
    }

    /// <summary>Mobile numbers, dates of the last and this century, years; a day of the year.</summary>
    [GeneratedRegex(@"1[3-9]\d{9}|(?:19|20)\d\d[-./]?(?:0?[1-9]|1[0-2])[-./]?(?:[12]\d|3[01]|0?[1-9])|(?:19|20)\d\d|\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|(?<!\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)|(?<!\d)(?:520|521|1314|5201314|666|888|168|110|119|120|007|250)+(?!\d)|(?:(\d)\1){2,}")]
    private static partial Regex Numbers();

    /// <summary>All that is left is one word, listed or not, as people write it: its year and its sign are soon guessed.</summary>
    [GeneratedRegex("^[0-9]{0,4}(?:[A-Za-z]?[a-z]{1,16}|[A-Z]{1,16})[0-9]{0,4}$")]
    private static partial Regex OneWord();

    [GeneratedRegex(@"(.{1,6}?)\1+")]
    private static partial Regex Repeats();

    [GeneratedRegex("[^a-z]+")]
    private static partial Regex NameParts();
}
