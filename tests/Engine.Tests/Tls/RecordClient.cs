using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Meerkat.Engine.Tests.Net;
using Meerkat.Engine.Tests.OpenSsl;
using Meerkat.Engine.Tests.Streams;

namespace Meerkat.Engine.Tests.Tls;

/// <summary>
/// A client whose records are in the test's hands: it may send them in pieces, damage them, or keep them back. Owns its
/// socket.
/// </summary>
internal sealed class RecordClient : IDisposable
{
    private readonly NetworkStream _socket;
    private readonly byte[] _buffer = new byte[64 * 1024];

    private RecordClient(NetworkStream socket, SslProtocols protocol) =>
        (_socket, Tls) = (socket, new OpenSslClient(protocol));

    public OpenSslClient Tls { get; }

    /// <summary>Connected, and nothing has been sent.</summary>
    public static async Task<RecordClient> OpenAsync(SocketFixture net, SslProtocols protocol) =>
        new(await net.ConnectAsync(), protocol);

    /// <summary>Connected, with the handshake done.</summary>
    public static async Task<RecordClient> ConnectAsync(SocketFixture net, SslProtocols protocol)
    {
        RecordClient client = await OpenAsync(net, protocol);
        await client.SendAsync(await client.HandshakeAsync());
        return client;
    }

    /// <summary>The handshake, but for the last bytes of ours: they are returned, and to be sent.</summary>
    public async Task<byte[]> HandshakeAsync()
    {
        byte[] next = Tls.Handshake([], out bool isDone);
        while (!isDone)
        {
            await SendAsync(next);
            int count = await FillAsync();
            if (count == 0) throw new IOException("The server ended the connection during the handshake.");
            next = Tls.Handshake(_buffer.AsSpan(0, count), out isDone);
        }

        return next;
    }

    public Task SendAsync(byte[] bytes) => _socket.WriteAsync(bytes).AsTask().WaitAsync(TestClient.Patience);

    /// <summary>FIN, with nothing said of it in TLS.</summary>
    public void EndSending() => _socket.Socket.Shutdown(SocketShutdown.Send);

    public async Task<string> EchoAsync(string text)
    {
        await SendAsync(Tls.Write(Encoding.UTF8.GetBytes(text)));
        return await ReadAsync(text.Length);
    }

    /// <summary>So many bytes of text, in total.</summary>
    public async Task<string> ReadAsync(int count)
    {
        while (Tls.Text.Count < count && await TryReadOnAsync())
        {
        }

        string text = Encoding.UTF8.GetString([.. Tls.Text]);
        Tls.Text.Clear();
        return text;
    }

    /// <summary>Reads until the server ended the connection, by FIN or RST.</summary>
    public async Task DrainAsync()
    {
        try
        {
            while (await TryReadOnAsync())
            {
            }
        }
        catch (IOException)
        {
        }
    }

    /// <summary>Sends what the server ends the connection for, perhaps before all has gone, and reads to the end.</summary>
    public async Task SendAndDrainAsync(byte[] bytes)
    {
        try
        {
            await SendAsync(bytes);
        }
        catch (IOException)
        {
        }

        await DrainAsync();
    }

    /// <summary>Reads until OpenSSL has found a fault or an alert.</summary>
    public async Task ReadUntilFailureAsync()
    {
        while (Tls.Failure is null && await TryReadOnAsync())
        {
        }
    }

    public void Dispose()
    {
        Tls.Dispose();
        _socket.Dispose();
    }

    private async Task<bool> TryReadOnAsync()
    {
        int count = await FillAsync();
        Tls.Receive(_buffer.AsSpan(0, count));
        return count > 0;
    }

    private Task<int> FillAsync() => _socket.ReadAsync(_buffer).AsTask().WaitAsync(TestClient.Patience);
}
