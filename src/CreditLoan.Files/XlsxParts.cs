using System.IO.Compression;
using System.Xml;

namespace CreditLoan.Files;

/// <summary>The parts of the zip file, each opened behind the same counter of unpacked bytes.</summary>
internal sealed class XlsxParts
{
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly FileLimits _limits;
    private long _unpacked;

    public XlsxParts(ZipArchive zip, FileLimits limits)
    {
        _limits = limits;
        if (zip.Entries.Count > 1_000)
        {
            Problem = "工作簿里的部件过多，不是普通的表格文件。";
            return;
        }
        foreach (var entry in zip.Entries)
        {
            var name = entry.FullName.Replace('\\', '/');
            _entries.TryAdd(name, entry);
            if (name.Contains("vbaProject", StringComparison.OrdinalIgnoreCase)) Problem = "工作簿含有宏，不予接收。请另存为不含宏的 .xlsx。";
            else if (name.Contains("externalLinks/", StringComparison.OrdinalIgnoreCase)) Problem = "工作簿链接了别的文件，请先断开链接。";
            else if (name.Contains("embeddings/", StringComparison.OrdinalIgnoreCase)) Problem = "工作簿里嵌有别的文件，请先删除。";
        }
        if (!_entries.ContainsKey("xl/workbook.xml")) Problem ??= "这不是 Excel 工作簿（.xlsx）。";
    }

    public string? Problem { get; }

    public XmlReader? Open(string name) => _entries.TryGetValue(name, out var entry)
        ? XmlReader.Create(new CountedStream(entry.Open(), entry.CompressedLength, this), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            CloseInput = true,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersFromEntities = 1024,
        })
        : null;

    private void Count(long part, long packed, int more)
    {
        _unpacked += more;
        if (_unpacked > _limits.MaxUnpackedBytes) throw new FileTooLargeException($"工作簿解开后超过 {_limits.MaxUnpackedBytes >> 20} MB，请拆分后分别上传。");
        if (part > 1 << 20 && part / Math.Max(packed, 1) > _limits.MaxRatio) throw new FileTooLargeException("工作簿的压缩比异常，不予接收。");
    }

    private sealed class CountedStream(Stream inner, long packed, XlsxParts parts) : Stream
    {
        private long _read;

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = inner.Read(buffer, offset, count);
            _read += read;
            parts.Count(_read, packed, read);
            return read;
        }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}

/// <summary>A workbook is over a limit; the message is the sentence for its sender.</summary>
internal sealed class FileTooLargeException(string message) : IOException(message);
