using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Xml.Linq;

namespace Meerkat.Conformance.Runner;

/// <summary>
/// A client's TCP connection, plain or under TLS, that reads only when asked: the socket buffers keep the rest.
/// Owned by one test; not thread-safe.
/// </summary>
internal sealed class XmppConnection(string name, Transcript transcript, Func<string, string> translate) : IAsyncDisposable
{
    /// <summary>Stands for the end of the TCP connection.</summary>
    public static readonly XName ConnectionClosed = "connection-closed";

    /// <summary>How long one step may take before it has failed. Generous, for a loaded two-core CI machine; never waited for on success.</summary>
    public static readonly TimeSpan StepTimeout = TimeSpan.FromSeconds(10);

    private readonly byte[] _buffer = new byte[16 * 1024];
    private readonly Queue<XElement> _unread = new();
    private TcpClient? _tcp;
    private Stream? _stream;
    private StreamFramer _framer = new();

    public bool IsOpen => _stream is not null;

    /// <summary>Elements put back and not yet received.</summary>
    public IReadOnlyCollection<XElement> Unread => _unread;

    public async Task ConnectAsync(IPEndPoint server)
    {
        await DisposeAsync();
        _tcp = new TcpClient(server.AddressFamily) { NoDelay = true };
        await _tcp.ConnectAsync(server).WaitAsync(StepTimeout);
        _stream = _tcp.GetStream();
    }

    public async Task HandshakeTlsAsync(string serverName)
    {
        // The server under test has a self-signed certificate, which must nevertheless be there and name the domain.
        var tls = new SslStream(_stream!, leaveInnerStreamOpen: false,
            (_, _, _, errors) => (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None);
        await tls.AuthenticateAsClientAsync(serverName).WaitAsync(StepTimeout);
        _stream = tls;
        _framer = new StreamFramer();
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, string shown)
    {
        transcript.Sent(name, shown);
        await _stream!.WriteAsync(bytes).AsTask().WaitAsync(StepTimeout);
        await _stream.FlushAsync();
    }

    /// <summary>Puts bytes on the TCP connection that no TLS stack would send.</summary>
    public async Task SendBelowTlsAsync(ReadOnlyMemory<byte> bytes) => await _tcp!.GetStream().WriteAsync(bytes);

    public void PutBack(IEnumerable<XElement> elements)
    {
        foreach (var element in elements)
            _unread.Enqueue(element);
    }

    public void DropUnread() => _unread.Clear();

    /// <summary>The next stream header, first-level element or end of stream or connection.</summary>
    public async Task<XElement> ReceiveAsync() =>
        _unread.TryDequeue(out var element) ? element : await ReceiveFromSocketAsync();

    /// <summary>As <see cref="ReceiveAsync"/>, but passing over what was put back.</summary>
    public async Task<XElement> ReceiveFromSocketAsync()
    {
        using var timeout = new CancellationTokenSource(StepTimeout);
        while (true)
        {
            if (_framer.TryRead(translate) is var (text, element))
            {
                transcript.Received(name, text);
                return element;
            }

            if (!IsOpen || await ReadMoreAsync(timeout.Token) == 0)
            {
                _stream = null;
                transcript.Received(name, "(connection closed)");
                return new XElement(ConnectionClosed);
            }
        }
    }

    /// <summary>Cuts the connection with a TCP reset, as a crashing client or a vanished network does.</summary>
    public void Reset()
    {
        _tcp!.Client.LingerState = new LingerOption(true, 0);
        _tcp.Client.Close();
        _stream = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_stream is not null)
            await _stream.DisposeAsync();
        _tcp?.Dispose();
        _stream = null;
        _framer = new StreamFramer();
        _unread.Clear();
    }

    private async Task<int> ReadMoreAsync(CancellationToken timeout)
    {
        try
        {
            var count = await _stream!.ReadAsync(_buffer, timeout);
            _framer.Append(_buffer.AsSpan(0, count));
            return count;
        }
        catch (OperationCanceledException)
        {
            throw new ScriptFailure($"nothing complete came within {StepTimeout.TotalSeconds} s; received so far: '{_framer}'");
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
