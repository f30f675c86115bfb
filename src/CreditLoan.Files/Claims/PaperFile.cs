namespace CreditLoan.Files.Claims;

/// <summary>What a paper handed in with a claim may be (申请材料): told by its first bytes, never by its name.</summary>
public static class PaperFile
{
    public const int LargestBytes = 10 << 20;
    public const int Most = 20;

    private static readonly (byte[] Begins, string MediaType)[] Kinds =
    [
        ("%PDF-"u8.ToArray(), "application/pdf"),
        ([0xFF, 0xD8, 0xFF], "image/jpeg"),
        ([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A], "image/png"),
    ];

    /// <summary>The media type, or null with the sentence that says what is wrong.</summary>
    public static string? Check(string name, ReadOnlySpan<byte> content, out string? wrong)
    {
        wrong = content.Length == 0 ? $"“{name}”是空文件。" : content.Length > LargestBytes ? TooLarge(name) : null;
        if (wrong is not null) return null;
        foreach (var (begins, mediaType) in Kinds)
            if (content.StartsWith(begins)) return mediaType;
        wrong = $"“{name}”不是 PDF、JPG 或 PNG，请转换后再上传。";
        return null;
    }

    public static string TooLarge(string name) => $"“{name}”超过 {LargestBytes >> 20} MB，请压缩或拆分后再上传。";
}
