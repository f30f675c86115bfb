using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace CreditLoan.Portal.Tests.Pools;

/// <summary>The text of a PDF as Chromium writes it: what its fonts' ToUnicode tables make of the glyphs, in their order.</summary>
internal static partial class PrintedText
{
    public static string Of(byte[] pdf)
    {
        var file = Encoding.Latin1.GetString(pdf);
        var objects = Object().Matches(file).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value, StringComparer.Ordinal);
        var fonts = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (Match font in FontName().Matches(file))
            if (objects.TryGetValue(font.Groups[2].Value, out var described) && Table().Match(described) is { Success: true } table) fonts[font.Groups[1].Value] = Letters(Unpacked(objects[table.Groups[1].Value]));
        var text = new StringBuilder();
        foreach (var content in objects.Values.Select(Unpacked).Where(c => c.Contains(" Tf", StringComparison.Ordinal)))
        {
            Dictionary<string, string> letters = [];
            foreach (Match token in Token().Matches(content))
            {
                if (token.Groups[1].Success) letters = fonts.GetValueOrDefault(token.Groups[1].Value, []);
                else foreach (var code in token.Groups[2].Value.ToUpperInvariant().Chunk(letters.Keys.FirstOrDefault("0000").Length)) text.Append(letters.GetValueOrDefault(new string(code)));
            }
        }
        return text.ToString();
    }

    private static string Unpacked(string body)
    {
        var begin = body.IndexOf("stream\n", StringComparison.Ordinal);
        if (begin < 0 || !body.Contains("/FlateDecode", StringComparison.Ordinal)) return "";
        using var packed = new ZLibStream(new MemoryStream(Encoding.Latin1.GetBytes(body[(begin + 7)..])), CompressionMode.Decompress);
        using var reader = new StreamReader(packed, Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private static Dictionary<string, string> Letters(string table)
    {
        var letters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match part in Part().Matches(table))
        {
            foreach (Match one in (part.Groups[1].Value == "char" ? Pair() : Triple()).Matches(part.Groups[2].Value))
            {
                var (first, last) = (Hex(one.Groups[1].Value), part.Groups[1].Value == "char" ? Hex(one.Groups[1].Value) : Hex(one.Groups[2].Value));
                var letter = Encoding.BigEndianUnicode.GetString(Convert.FromHexString(one.Groups[^1].Value));
                for (var code = first; code <= last; code++) letters[code.ToString("X" + one.Groups[1].Value.Length, CultureInfo.InvariantCulture)] = letter[..^1] + (char)(letter[^1] + code - first);
            }
        }
        return letters;
    }

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(\d+) 0 obj\s(.*?)\sendobj", RegexOptions.Singleline)]
    private static partial Regex Object();

    [GeneratedRegex(@"/(F\d+) (\d+) 0 R")]
    private static partial Regex FontName();

    [GeneratedRegex(@"/ToUnicode (\d+) 0 R")]
    private static partial Regex Table();

    [GeneratedRegex(@"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>")]
    private static partial Regex Token();

    [GeneratedRegex(@"beginbf(char|range)(.*?)endbf", RegexOptions.Singleline)]
    private static partial Regex Part();

    [GeneratedRegex(@"<(\w+)>\s*<(\w+)>")]
    private static partial Regex Pair();

    [GeneratedRegex(@"<(\w+)>\s*<(\w+)>\s*<(\w+)>")]
    private static partial Regex Triple();
}
