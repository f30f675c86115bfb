using System.Net;
using System.Net.Sockets;

namespace CreditLoan;

/// <summary>Hands bytes on in both directions; cut, it ends what runs and takes nothing new.</summary>
internal sealed class CutWire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _open = [];
    private readonly (string Host, int Port) _to;
    private volatile bool _cut;

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

    private static async Task Copy(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
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
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }
}
