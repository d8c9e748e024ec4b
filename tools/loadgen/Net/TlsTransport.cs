using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;

namespace Meerkat.LoadGen.Net;

/// <summary>
/// Bytes over TLS by <see cref="SslStream"/>. Accepts every certificate: this is a load tool, its servers are test servers.
/// </summary>
[SuppressMessage("Reliability", "CA2012", Justification = "Each awaiter is asked for its result once, when complete.")]
internal sealed class TlsTransport : Transport
{
    private readonly ClientConnection _connection;
    private readonly SslStream _tls;
    private readonly Action _onRead;
    private readonly Action _onWritten;
    private ConfiguredValueTaskAwaitable<int>.ConfiguredValueTaskAwaiter _read;
    private ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter _write;

    public TlsTransport(ClientConnection connection, Socket socket)
    {
        _connection = connection;
        _tls = new SslStream(new NetworkStream(socket, ownsSocket: false));
        _onRead = OnRead;
        _onWritten = OnWritten;
    }

    /// <summary>Shakes hands; returns null, or what went wrong.</summary>
    public async Task<string?> HandshakeAsync(SslClientAuthenticationOptions options)
    {
        try
        {
            await _tls.AuthenticateAsClientAsync(options, CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (IsEnvironment(e))
        {
            return e.GetType().Name;
        }
    }

    public override IoResult Receive(byte[] buffer, int offset, int count)
    {
        try
        {
            _read = _tls.ReadAsync(buffer.AsMemory(offset, count)).ConfigureAwait(false).GetAwaiter();
        }
        catch (Exception e) when (IsEnvironment(e))
        {
            return IoResult.Failed(Name(e));
        }

        if (_read.IsCompleted)
            return ReadResult();
        _read.UnsafeOnCompleted(_onRead);
        return IoResult.Pending;
    }

    public override IoResult Send(ArraySegment<byte> bytes)
    {
        try
        {
            _write = _tls.WriteAsync(bytes).ConfigureAwait(false).GetAwaiter();
        }
        catch (Exception e) when (IsEnvironment(e))
        {
            return IoResult.Failed(Name(e));
        }

        if (_write.IsCompleted)
            return WriteResult();
        _write.UnsafeOnCompleted(_onWritten);
        return IoResult.Pending;
    }

    public override void Dispose() => _tls.Dispose();

    private static bool IsEnvironment(Exception e) =>
        e is IOException or AuthenticationException or ObjectDisposedException or SocketException
            or InvalidOperationException;

    private static string Name(Exception e) =>
        e.InnerException is SocketException inner ? inner.SocketErrorCode.ToString() : e.GetType().Name;

    private void OnRead() => _connection.OnReceived(ReadResult());

    private void OnWritten() => _connection.OnSent(WriteResult());

    private IoResult ReadResult()
    {
        try
        {
            return IoResult.Done(_read.GetResult());
        }
        catch (Exception e) when (IsEnvironment(e))
        {
            return IoResult.Failed(Name(e));
        }
    }

    private IoResult WriteResult()
    {
        try
        {
            _write.GetResult();
            return IoResult.Done(0);
        }
        catch (Exception e) when (IsEnvironment(e))
        {
            return IoResult.Failed(Name(e));
        }
    }
}
