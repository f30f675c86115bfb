using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CreditLoan.Files;

/// <summary>Asks the machine's virus scanner about a file before it is read or kept (病毒扫描): ClamAV's clamd, where <c>CREDITLOAN_CLAMD</c> names it as host:port or as the path of its socket.</summary>
/// <remarks>
/// clamd's own INSTREAM: the file goes over the connection in pieces, each with its length in front, and never lies on a disk.
/// Where a scanner is named and does not answer, nothing is taken: a file that was not looked at is not a clean one.
/// </remarks>
public sealed class VirusScan(string? scanner)
{
    private const int Piece = 64 << 10;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public static VirusScan FromEnvironment() => new(Environment.GetEnvironmentVariable("CREDITLOAN_CLAMD"));

    /// <summary>Whether files are scanned here at all.</summary>
    public bool IsOn => !string.IsNullOrWhiteSpace(scanner);

    /// <summary>Why the file is not taken; null where the scanner found nothing, or none is named.</summary>
    public async Task<string?> Refuses(ReadOnlyMemory<byte> file, CancellationToken stop = default)
    {
        if (!IsOn) return null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Longest);
        try
        {
            var said = await Ask(file, limit.Token);
            return said.EndsWith(": OK", StringComparison.Ordinal) ? null
                : said.EndsWith(" FOUND", StringComparison.Ordinal) ? "文件里查出病毒，没有接收。"
                : "病毒扫描没有完成，文件没有接收，请稍后重试。";
        }
        catch (Exception e) when (e is SocketException or IOException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return "病毒扫描暂时不可用，文件没有接收，请稍后重试。";
        }
    }

    private async Task<string> Ask(ReadOnlyMemory<byte> file, CancellationToken stop)
    {
        using var socket = await Connect(stop);
        await using var wire = new NetworkStream(socket);
        await wire.WriteAsync("zINSTREAM\0"u8.ToArray(), stop);
        var length = new byte[sizeof(uint)];
        for (var at = 0; at < file.Length; at += Piece)
        {
            var piece = file.Slice(at, Math.Min(Piece, file.Length - at));
            BinaryPrimitives.WriteUInt32BigEndian(length, (uint)piece.Length);
            await wire.WriteAsync(length, stop);
            await wire.WriteAsync(piece, stop);
        }
        await wire.WriteAsync(new byte[sizeof(uint)], stop);
        using var answer = new StreamReader(wire, Encoding.UTF8);
        return (await answer.ReadToEndAsync(stop)).TrimEnd('\0', '\n');
    }

    private async Task<Socket> Connect(CancellationToken stop)
    {
        var isPath = scanner!.StartsWith('/');
        var socket = isPath ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            EndPoint to = isPath ? new UnixDomainSocketEndPoint(scanner)
                : scanner.LastIndexOf(':') is > 0 and var colon && int.TryParse(scanner[(colon + 1)..], out var port) ? new DnsEndPoint(scanner[..colon], port)
                : new DnsEndPoint(scanner, 3310);
            await socket.ConnectAsync(to, stop);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
