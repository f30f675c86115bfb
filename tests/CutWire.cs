using System.Net;
using System.Net.Sockets;

namespace CreditLoan;

/// <summary>Hands bytes on in both directions; cut, it ends what runs and takes nothing new; held, it takes everything and hands nothing on, as a server does that stands still.</summary>
internal sealed class CutWire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _open = [];
    private readonly (string Host, int Port) _to;
    private volatile bool _cut;
    private volatile TaskCompletionSource? _held;

    public CutWire(string host, int port)
    {
        _to = (host, port);
        _listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Cut()
    {
        _cut = true;
        lock (_open)
        {
            foreach (var client in _open) client.Dispose();
            _open.Clear();
        }
    }

    public void Mend() => _cut = false;

    public void Hold() => _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release()
    {
        var held = _held;
        _held = null;
        held?.SetResult();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptTcpClientAsync();
                if (_cut)
                {
                    near.Dispose();
                    continue;
                }
                var far = new TcpClient();
                await far.ConnectAsync(_to.Host, _to.Port);
                lock (_open) _open.AddRange([near, far]);
                _ = Copy(near, far);
                _ = Copy(far, near);
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task Copy(TcpClient from, TcpClient to)
    {
        try
        {
            var bytes = new byte[1 << 16];
            while (await from.GetStream().ReadAsync(bytes) is > 0 and var read)
            {
                if (_held is { } held) await held.Task;
                await to.GetStream().WriteAsync(bytes.AsMemory(0, read));
            }
        }
        catch (Exception cut) when (cut is IOException or ObjectDisposedException or InvalidOperationException)
        {
        }
        finally
        {
            to.Dispose();
        }
    }

    public ValueTask DisposeAsync()
    {
        Cut();
        Release();
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }
}
