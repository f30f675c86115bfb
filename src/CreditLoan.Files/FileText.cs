using System.Text;
using System.Text.Unicode;

namespace CreditLoan.Files;

/// <summary>Finds out in which encoding a text file was saved (编码识别): UTF-8, or GBK as Chinese Excel saves CSV.</summary>
internal static class FileText
{
    /// <summary>GB 18030 contains all of GBK; the strict one throws on bytes that are neither.</summary>
    private static readonly Encoding Strict = Gb18030();

    /// <summary>Opens the text; null with the reason where no known encoding fits the whole file.</summary>
    /// <remarks>The whole file is looked at: the first Chinese character may stand in the last line.</remarks>
    public static TextReader? Open(byte[] bytes, out string? problem)
    {
        problem = null;
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || bytes.AsSpan().Contains((byte)0))
        {
            problem = "文件不是 CSV 文本，或按 UTF-16 保存。请另存为“CSV UTF-8”。";
            return null;
        }
        if (Utf8.IsValid(bytes)) return new StreamReader(new MemoryStream(bytes), Encoding.UTF8);
        try
        {
            Strict.GetCharCount(bytes);
            return new StreamReader(new MemoryStream(bytes), Strict, detectEncodingFromByteOrderMarks: false);
        }
        catch (DecoderFallbackException)
        {
            problem = "文件的编码既不是 UTF-8 也不是 GBK。请另存为“CSV UTF-8”。";
            return null;
        }
    }

    private static Encoding Gb18030()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(54936, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
    }
}
