using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CreditLoan.Files.Tests;

/// <summary>Against a listener that speaks clamd's INSTREAM as its manual describes it.</summary>
public sealed class Scanning_for_viruses
{
    private static readonly byte[] File = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i % 251))];

    [Theory]
    [InlineData("stream: OK\0", null)]
    [InlineData("stream: Win.Test.EICAR_HDB-1 FOUND\0", "文件里查出病毒，没有接收。")]
    [InlineData("INSTREAM size limit exceeded. ERROR\0", "病毒扫描没有完成，文件没有接收，请稍后重试。")]
    public async Task Sends_the_whole_file_and_takes_only_what_was_found_clean(string answer, string? refused)
    {
        using var clamd = new TcpListener(IPAddress.Loopback, 0);
        clamd.Start();
        var heard = Hear(clamd, answer);
        Assert.Equal(refused, await new VirusScan($"127.0.0.1:{((IPEndPoint)clamd.LocalEndpoint).Port}").Refuses(File));
        Assert.Equal(File, await heard);
    }

    [Fact]
    public async Task Takes_nothing_while_the_scanner_that_is_named_does_not_answer()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var nobody = $"127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        probe.Stop();
        Assert.NotNull(await new VirusScan(nobody).Refuses(File));
        Assert.NotNull(await new VirusScan("/nowhere/clamd.sock").Refuses(File));
    }

    [Fact]
    public async Task Is_left_out_where_no_scanner_is_named()
    {
        Assert.False(new VirusScan(null).IsOn);
        Assert.Null(await new VirusScan("").Refuses(File));
    }

    private static async Task<byte[]> Hear(TcpListener clamd, string answer)
    {
        using var caller = await clamd.AcceptTcpClientAsync();
        await using var wire = caller.GetStream();
        var command = new byte["zINSTREAM\0".Length];
        await wire.ReadExactlyAsync(command);
        Assert.Equal("zINSTREAM\0", Encoding.ASCII.GetString(command));
        using var file = new MemoryStream();
        var length = new byte[4];
        while (true)
        {
            await wire.ReadExactlyAsync(length);
            var piece = new byte[BinaryPrimitives.ReadUInt32BigEndian(length)];
            if (piece.Length == 0) break;
            await wire.ReadExactlyAsync(piece);
            file.Write(piece);
        }
        await wire.WriteAsync(Encoding.ASCII.GetBytes(answer));
        return file.ToArray();
    }
}
