using System.Net;
using System.Net.Sockets;
using System.Text;
using Meerkat.Conformance.Runner;

namespace Meerkat.Conformance.BadInput;

/// <summary>A TCP connection that sends what no client library would. Owned by one test.</summary>
internal sealed class RawSocket : IDisposable
{
    public const string Header =
        "<stream:stream to='localhost' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

    private readonly Socket _socket;

    private RawSocket(Socket socket) => _socket = socket;

    public static async Task<RawSocket> ConnectAsync(IPEndPoint server)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server);
        return new RawSocket(socket);
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _socket.SendAsync(bytes);

    /// <summary>Sends as long as the other side takes it: the server may close before the last byte.</summary>
    public async Task TrySendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await _socket.SendAsync(bytes).AsTask().WaitAsync(XmppConnection.StepTimeout);
        }
        catch (SocketException)
        {
        }
    }

    /// <summary>Reads until the text has come.</summary>
    public async Task ReadUntilAsync(string end)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().Contains(end, StringComparison.Ordinal))
        {
            var count = await _socket.ReceiveAsync(buffer).WaitAsync(XmppConnection.StepTimeout);
            if (count == 0)
                throw new ScriptFailure($"'{end}' was expected; the connection closed after '{text}'");
            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }
    }

    /// <summary>All there is until the server closes, be it with a reset.</summary>
    public async Task<string> ReadToEndAsync()
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await _socket.ReceiveAsync(buffer).WaitAsync(XmppConnection.StepTimeout) is > 0 and var count)
                text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
        catch (SocketException)
        {
        }

        return text.ToString();
    }

    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public void Dispose() => _socket.Dispose();
}
