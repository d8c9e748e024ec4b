using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Meerkat.LoadGen.Net;

/// <summary>
/// One TCP connection of a simulated client: socket, transport, receive buffer, outbox. Knows bytes, no XML. At most one
/// receive is under way, and all work it triggers is one turn; <see cref="Outbox"/>, <see cref="Flush"/> and
/// <see cref="Close"/> are for anyone.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Close disposes of everything, at any time and once.")]
internal sealed class ClientConnection(IConnectionOwner owner)
{
    // A window of ten 64-byte chats takes about 2 KiB; more makes the buffer grow.
    private const int InitialReceiveBytes = 4096;

    private Socket? _socket;
    private Transport? _transport;
    private SocketAsyncEventArgs? _connect;
    private byte[] _buffer = [];
    private int _length;
    private int _closed;
    private volatile bool _isDeaf;

    public Outbox Outbox { get; } = new();

    public bool IsClosed => Volatile.Read(ref _closed) != 0;

    public void Connect(EndPoint target, IPAddress? source)
    {
        try
        {
            _socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            if (source is not null)
                _socket.Bind(new IPEndPoint(source, 0));
            _connect = new SocketAsyncEventArgs { RemoteEndPoint = target };
            _connect.Completed += OnConnectCompleted;
            if (!_socket.ConnectAsync(_connect))
                OnConnectCompleted(null, _connect);
        }
        catch (SocketException e)
        {
            Close($"socket:{e.SocketErrorCode}");
        }
        catch (ObjectDisposedException)
        {
            Close("socket:OperationAborted");
        }
    }

    /// <summary>Begins to receive, or continues after a pause with the bytes that are there already.</summary>
    public void Resume()
    {
        if (_length == 0 || HandOver())
            Receive();
    }

    /// <summary>
    /// Puts TLS on the connection, at its start or after a pause, and says so to the owner when it stands.
    /// </summary>
    public void StartTls(SslClientAuthenticationOptions options)
    {
        // RFC 6120 §5.4.3.3: what came before the handshake is not to be trusted.
        _length = 0;
        _ = StartTlsAsync(options);
    }

    /// <summary>Sends what waits in the outbox, unless a send is under way; then it leaves with the next one.</summary>
    public void Flush()
    {
        if (Outbox.TryBeginSend(out var bytes))
            Send(bytes);
    }

    /// <summary>Closes at once; the first reason counts.</summary>
    public void Close(string reason)
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return;
        Outbox.Close();
        _socket?.Dispose();
        _transport?.Dispose();
        _connect?.Dispose();
        owner.OnDisconnected(reason);
    }

    /// <summary>Closes at once and tells the peer by a reset, as if the machine were gone.</summary>
    public void Abort(string reason)
    {
        try
        {
            if (_socket is not null)
                _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed already, by either side.
        }

        Close(reason);
    }

    /// <summary>Receives no more, for good, and stays open.</summary>
    public void StopReading() => _isDeaf = true;

    internal void OnReceived(IoResult result)
    {
        if (TakeReceived(result))
            Receive();
    }

    internal void OnSent(IoResult result)
    {
        if (TakeSent(result, out var next))
            Send(next);
    }

    private void OnConnectCompleted(object? sender, SocketAsyncEventArgs e)
    {
        if (e.SocketError != SocketError.Success)
        {
            Close($"socket:{e.SocketError}");
            return;
        }

        e.Dispose();
        _connect = null;
        _transport = new PlainTransport(this, _socket!);
        owner.OnConnected();
    }

    private async Task StartTlsAsync(SslClientAuthenticationOptions options)
    {
        _transport?.Dispose();
        var tls = new TlsTransport(this, _socket!);
        _transport = tls;
        if (await tls.HandshakeAsync(options).ConfigureAwait(false) is { } error)
        {
            Close($"tls:{error}");
            return;
        }

        owner.OnTlsEstablished();
        Resume();
    }

    private void Receive()
    {
        while (!IsClosed)
        {
            if (_length == _buffer.Length)
                Array.Resize(ref _buffer, Math.Max(InitialReceiveBytes, 2 * _buffer.Length));
            var result = _transport!.Receive(_buffer, _length, _buffer.Length - _length);
            if (result.IsPending || !TakeReceived(result))
                return;
        }
    }

    // True if the next receive is due.
    private bool TakeReceived(IoResult result)
    {
        if (result.Error is not null || result.Bytes == 0)
        {
            Close(result.Error is null ? "closed-by-server" : $"socket:{result.Error}");
            return false;
        }

        _length += result.Bytes;
        return HandOver();
    }

    private bool HandOver()
    {
        var verdict = owner.OnBytes(_buffer.AsSpan(0, _length), out var consumed);
        _length -= consumed;
        if (_length > 0 && consumed > 0)
            _buffer.AsSpan(consumed, _length).CopyTo(_buffer);
        if (verdict == Verdict.Pause && !IsClosed)
            owner.OnPaused();
        return verdict == Verdict.Continue && !IsClosed && !_isDeaf;
    }

    private void Send(ArraySegment<byte> bytes)
    {
        while (!IsClosed)
        {
            var result = _transport!.Send(bytes);
            if (result.IsPending || !TakeSent(result, out bytes))
                return;
        }
    }

    private bool TakeSent(IoResult result, out ArraySegment<byte> next)
    {
        next = default;
        if (result.Error is null)
            return Outbox.EndSend(out next);
        Close($"socket:{result.Error}");
        return false;
    }
}
