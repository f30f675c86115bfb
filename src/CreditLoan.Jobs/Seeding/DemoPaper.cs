using System.Globalization;
using System.Text;

namespace CreditLoan.Jobs.Seeding;

/// <summary>A paper that a bank hands in with a claim, invented with the rest of the demonstration: one page of PDF with what the story says (演示材料).</summary>
/// <remarks>Chinese stands in it through the predefined font and encoding of ISO 32000-1 §9.7.5.2, so that no font is carried along.</remarks>
internal static class DemoPaper
{
    private const string Font = "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>";
    private const string Descendant = """
        << /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>
        /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>
        """;

    public static byte[] Pdf(string title, params IReadOnlyList<string> lines)
    {
        var page = new StringBuilder($"BT /F1 20 Tf 72 760 Td {Hex(title)} Tj /F1 12 Tf 0 -18 Td ");
        foreach (var line in lines) page.Append(CultureInfo.InvariantCulture, $"0 -24 Td {Hex(line)} Tj ");
        page.Append("ET");
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {page.Length} >>\nstream\n{page}\nendstream", Font, Descendant.ReplaceLineEndings("\n"),
        ];
        var (file, places) = (new StringBuilder("%PDF-1.4\n"), new List<int>());
        for (var i = 0; i < objects.Length; i++)
        {
            places.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }
        var table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (var place in places) file.Append(CultureInfo.InvariantCulture, $"{place:0000000000} 00000 n \n");
        file.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(file.ToString());
    }

    private static string Hex(string text) => $"<{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";
}
