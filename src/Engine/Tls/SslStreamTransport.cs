using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using Meerkat.Engine.Net;

namespace Meerkat.Engine.Tls;

/// <summary>
/// TLS by SslStream over another transport. Waits with zero-byte reads, during which SslStream holds no buffer.
/// </summary>
internal sealed class SslStreamTransport : Transport
{
    // RFC 8446 §5.1: a record carries at most 2^14 bytes. One record a send, so that the bytes counted as sent are.
    private const int MaxRecordBytes = 16 * 1024;

    private readonly Transport _plain;
    private readonly TransportStream _stream;
    private readonly SslStream _ssl;
    private readonly SslStreamSession _session;
    private readonly Action _onReadEnded;
    private readonly Action _onWriteEnded;

    // The operation under way of each side, set before its continuation is registered.
    private ConfiguredValueTaskAwaitable<int>.ConfiguredValueTaskAwaiter _reading;
    private ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter _writing;
    private int _writingCount;

    private SslStreamTransport(TransportStream stream, SslStream ssl, SslStreamSession session)
    {
        _plain = stream.Transport;
        _stream = stream;
        _ssl = ssl;
        _session = session;
        _onReadEnded = OnReadEnded;
        _onWriteEnded = OnWriteEnded;
    }

    public override TlsSession Tls => _session;

    public static async Task<Transport> AuthenticateAsync(TransportStream stream, SslStreamServerContext context, TlsStart start)
    {
        var ssl = new SslStream(stream, leaveInnerStreamOpen: true);
        ServerCertificate? certificate = null;
        SslStreamPeerCheck check = context.NewPeerCheck();
        try
        {
            await ssl.AuthenticateAsServerAsync(
                (_, hello, _, _) =>
                {
                    (certificate, SslServerAuthenticationOptions options) = context.Select(hello.ServerName, start, check);
                    return ValueTask.FromResult(options);
                },
                state: null).ConfigureAwait(false);
        }
        catch (AuthenticationException) when (check.Verdict.Reason.Length > 0)
        {
            await ssl.DisposeAsync().ConfigureAwait(false);
            throw new AuthenticationException($"the client's certificate is refused: {check.Verdict.Reason}");
        }
        catch
        {
            await ssl.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        stream.EndHandshake();
        return new SslStreamTransport(stream, ssl, new SslStreamSession(ssl, certificate!.Certificate, check.Verdict));
    }

    public override TransportResult WaitReadable() => Read(Memory<byte>.Empty);

    public override TransportResult Receive(Memory<byte> into) => Read(into);

    public override TransportResult Send(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxRecordBytes)
            bytes = bytes[..MaxRecordBytes];

        _writingCount = bytes.Length;
        try
        {
            _writing = AwaiterOf(_ssl.WriteAsync(bytes));
            if (_writing.IsCompleted)
                return EndWrite();
        }
        catch (Exception e) when (IsFault(e))
        {
            return TransportResult.Failed(CloseReason.PeerReset);
        }

        _writing.UnsafeOnCompleted(_onWriteEnded);
        return TransportResult.Pending;
    }

    public override void CloseSend() => _ = CloseSendAsync();

    // The plain transport first: it ends what is under way. The rest of SslStream waits for that by itself.
    protected override void Dispose(bool disposing)
    {
        _plain.Dispose();
        _ssl.Dispose();
        _stream.Dispose();
    }

    private async Task CloseSendAsync()
    {
        try
        {
            await _ssl.ShutdownAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (IsFault(e))
        {
            // The peer is gone already: the receive side reports it.
        }

        _plain.CloseSend();
    }

    private TransportResult Read(Memory<byte> into)
    {
        try
        {
            _reading = AwaiterOf(_ssl.ReadAsync(into));
            if (_reading.IsCompleted)
                return EndRead();
        }
        catch (Exception e) when (IsFault(e))
        {
            return TransportResult.Failed(CloseReason.PeerReset);
        }

        _reading.UnsafeOnCompleted(_onReadEnded);
        return TransportResult.Pending;
    }

    private void OnReadEnded() => Sink.OnReceiveCompleted(EndRead());

    private void OnWriteEnded() => Sink.OnSendCompleted(EndWrite());

    // Kept in a field until the one GetResult, without the context of the caller.
    private static ConfiguredValueTaskAwaitable<int>.ConfiguredValueTaskAwaiter AwaiterOf(ValueTask<int> task) =>
        task.ConfigureAwait(false).GetAwaiter();

    private static ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter AwaiterOf(ValueTask task) =>
        task.ConfigureAwait(false).GetAwaiter();

    private TransportResult EndRead()
    {
        try
        {
            return TransportResult.Done(_reading.GetResult());
        }
        catch (Exception e) when (IsFault(e))
        {
            return TransportResult.Failed(ReasonOf(e));
        }
    }

    private TransportResult EndWrite()
    {
        try
        {
            _writing.GetResult();
            return TransportResult.Done(_writingCount);
        }
        catch (Exception e) when (IsFault(e))
        {
            return TransportResult.Failed(ReasonOf(e));
        }
    }

    // A record that does not decrypt is an IOException around an authentication fault; a lost socket is ours.
    private static CloseReason ReasonOf(Exception e) =>
        e is IOException { InnerException: null } or ObjectDisposedException ? CloseReason.PeerReset : CloseReason.TlsFailed;

    // What SslStream throws for peers and networks. InvalidOperationException: a write after close_notify.
    private static bool IsFault(Exception e) => e is IOException or ObjectDisposedException
        or InvalidOperationException or AuthenticationException;
}
