using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Meerkat.Engine.Tests.OpenSsl;

namespace Meerkat.Engine.Tests.Tls;

/// <summary>A client whose records are in the test's hands: it may send them in pieces, damage them, or keep them back.</summary>
internal sealed class RecordClient(NetworkStream socket, SslProtocols protocol) : IDisposable
{
    private static readonly TimeSpan _guard = TimeSpan.FromSeconds(30);

    private readonly byte[] _buffer = new byte[64 * 1024];

    public OpenSslClient Tls { get; } = new(protocol);

    public static async Task<RecordClient> ConnectAsync(NetworkStream socket, SslProtocols protocol)
    {
        var client = new RecordClient(socket, protocol);
        await client.SendAsync(client.Tls.Handshake([], out bool isDone));
        while (!isDone)
        {
            int count = await client.FillAsync();
            if (count == 0) throw new IOException("The server ended the connection during the handshake.");
            await client.SendAsync(client.Tls.Handshake(client._buffer.AsSpan(0, count), out isDone));
        }

        return client;
    }

    public ValueTask SendAsync(byte[] bytes) => socket.WriteAsync(bytes);

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

    /// <summary>Reads until OpenSSL has found a fault or an alert.</summary>
    public async Task ReadUntilFailureAsync()
    {
        while (Tls.Failure is null && await TryReadOnAsync())
        {
        }
    }

    public void Dispose() => Tls.Dispose();

    private async Task<bool> TryReadOnAsync()
    {
        int count = await FillAsync();
        Tls.Receive(_buffer.AsSpan(0, count));
        return count > 0;
    }

    private Task<int> FillAsync() => socket.ReadAsync(_buffer).AsTask().WaitAsync(_guard);
}
