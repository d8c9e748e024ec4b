using System.Diagnostics;
using System.Net.Sockets;
using Meerkat.Engine.Net;
using Meerkat.Engine.Tls;

namespace Meerkat.Engine.OpenSsl;

/// <summary>
/// TLS by OpenSSL over another transport. Encrypted bytes are in pooled arrays while they are under way, and nowhere when the
/// connection is idle. Bytes of OpenSSL's own (the answer to a KeyUpdate, an alert) go out between those of the connection.
/// </summary>
internal sealed class OpenSslTransport : Transport, ITransportSink
{
    // Two records (RFC 8446 §5.1) and what they are wrapped in fill an array of 32 KiB. A larger half of an outbox goes out in
    // several sends: what was encrypted of it waits in memory a second time, and counts as sent only as a whole.
    private const int MaxSendBytes = 32 * 1024 - 2 * RecordOverheadBytes;

    // Header 5, nonce 8 (TLS 1.2), content type 1 (TLS 1.3), tag 16: 30 at most.
    private const int RecordOverheadBytes = 32;
    private const int MaxRecordBytes = 16 * 1024;

    // An alert has 31 bytes at most, a KeyUpdate 27.
    private const int OwnBytes = 256;

    private readonly Transport _plain;
    private readonly SslEngine _ssl;
    private readonly BufferPool _buffers;
    private readonly OpenSslSession _session;

    // A leaf: OpenSSL's connection is one object, and the sides of ours may be on two threads. What is encrypted has to be
    // queued before anything else is encrypted, or the peer sees records out of order. Held for the cryptography of a send
    // or a receive, never for a call of the transport below.
    private readonly Lock _gate = new();

    // Guarded by _gate, all down to the next blank line.
    private CipherBuffer _received;
    private CipherBuffer _queued;
    private CipherBuffer _sending;
    private int _textCount;
    private bool _isSending;
    private bool _isSendClosed;
    private bool _hasNotified;
    private bool _isReadFailed;
    private TransportResult? _sendFault;

    // The receive side's own: text, input or an end is there, without asking the transport below.
    private bool _hasMore;

    public OpenSslTransport(Transport plain, SslEngine ssl, HandshakeTerms terms, BufferPool buffers, CipherBuffer received)
    {
        _plain = plain;
        _ssl = ssl;
        _buffers = buffers;
        _received = received;
        _hasMore = !received.IsEmpty;
        _session = new OpenSslSession(ssl, _gate, terms);
        if (!_hasMore) _received.Return(buffers);
        plain.Attach(this);
    }

    public override TlsSession Tls => _session;

    public override TransportResult WaitReadable() => _hasMore ? TransportResult.Done(0) : _plain.WaitReadable();

    public override TransportResult Receive(Memory<byte> into)
    {
        TransportResult result = TransportResult.WouldBlock;
        if (_hasMore)
            result = Decrypt(into.Span, null, 0);

        // A record that came in part may be complete with what the socket has left.
        bool hasLeft = true;
        while (result.Status == TransportStatus.WouldBlock && hasLeft)
        {
            byte[] array = _buffers.Rent(into.Length, nameof(OpenSslTransport));
            TransportResult received = _plain.Receive(array);
            if (received.Status != TransportStatus.Done || received.Count == 0)
            {
                _buffers.Return(array);
                return received.Status == TransportStatus.Done ? EndOfInput() : received;
            }

            hasLeft = received.Count == array.Length;
            result = Decrypt(into.Span, array, received.Count);
        }

        return result;
    }

    public override TransportResult Send(ReadOnlyMemory<byte> bytes) => Send(bytes, isLast: false);

    public override TransportResult SendLast(ReadOnlyMemory<byte> bytes) => Send(bytes, isLast: bytes.Length <= MaxSendBytes);

    private TransportResult Send(ReadOnlyMemory<byte> bytes, bool isLast)
    {
        if (bytes.Length > MaxSendBytes) bytes = bytes[..MaxSendBytes];
        lock (_gate)
        {
            if (!TryEncryptLocked(bytes.Span)) return _sendFault ?? TransportResult.Failed(CloseReason.TlsFailed);

            if (isLast) NotifyLocked();
            _textCount = bytes.Length;
            // Own bytes are on their way: the end of their send goes on with ours.
            if (_isSending) return TransportResult.Pending;

            _isSending = true;
        }

        return SendOn(0);
    }

    public override void CloseSend()
    {
        lock (_gate)
        {
            if (_ssl.IsDisposed || _isSendClosed) return;

            _isSendClosed = true;
            NotifyLocked();
            if (_isSending) return;

            _isSending = true;
        }

        Tell(SendOn(0));
    }

    // What was under way ends as failed. Arrays that the transport below has go back when it is done with them.
    protected override void Dispose(bool disposing)
    {
        _plain.Dispose();
        lock (_gate)
        {
            _ssl.Dispose();
            _received.Return(_buffers);
            _queued.Return(_buffers);
            if (!_isSending) _sending.Return(_buffers);
        }
    }

    void ITransportSink.OnReceiveCompleted(TransportResult result) => Sink.OnReceiveCompleted(result);

    void ITransportSink.OnSendCompleted(TransportResult result) =>
        Tell(result.Status == TransportStatus.Done ? SendOn(result.Count) : FailSend(result));

    // Takes the array over, if there is one.
    private TransportResult Decrypt(Span<byte> into, byte[]? array, int length)
    {
        TransportResult result;
        bool isToSend;
        lock (_gate)
        {
            if (array is not null) _received.Take(array, length);
            result = _ssl.IsDisposed ? TransportResult.Failed(SocketError.OperationAborted) : DecryptLocked(into);
            if (_received.IsEmpty || _ssl.IsDisposed) _received.Return(_buffers);
            isToSend = !_queued.IsEmpty && !_isSending;
            _isSending |= isToSend;
        }

        if (isToSend) Tell(SendOn(0));
        return result;
    }

    private TransportResult DecryptLocked(Span<byte> into)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        Span<byte> own = stackalloc byte[OwnBytes];
        int count = 0;
        SslStatus status;
        int room;
        do
        {
            room = into.Length - count;
            SslResult step = _ssl.Read(_received.Unread.Span, into[count..], own);
            _received.Skip(step.Taken);
            _queued.Add(_buffers, own[..step.Put]);
            count += step.Count;
            status = step.Status;
            room -= step.Count;
        }
        // A read ends with its record: when it left room, there is no more text than the input has.
        while (status == SslStatus.NeedsOutput || (status == SslStatus.Done && room > 0 && !_received.IsEmpty));

        _isReadFailed |= status == SslStatus.Failed;
        _hasMore = status is SslStatus.Closed or SslStatus.Failed || !_received.IsEmpty || (room == 0 && _ssl.HasText);
        if (count > 0) return TransportResult.Done(count);

        return status switch
        {
            SslStatus.Closed => TransportResult.Done(0),
            SslStatus.Failed => TransportResult.Failed(CloseReason.TlsFailed),
            _ => TransportResult.WouldBlock,
        };
    }

    // FIN without close_notify. RFC 6120 §5.3.5 leaves it at that: a stream that was cut off lacks its closing tag.
    private TransportResult EndOfInput()
    {
        lock (_gate)
        {
            return _ssl.IsDisposed || _ssl.HasPartOfRecord
                ? TransportResult.Failed(CloseReason.PeerReset)
                : TransportResult.Done(0);
        }
    }

    private bool TryEncryptLocked(ReadOnlySpan<byte> text)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread && _textCount == 0);
        if (_ssl.IsDisposed || _isReadFailed || _isSendClosed || _sendFault is not null) return false;

        int records = (text.Length + MaxRecordBytes - 1) / MaxRecordBytes;
        int bytes = text.Length + records * RecordOverheadBytes;
        while (true)
        {
            _queued.Reserve(_buffers, bytes);
            SslResult step = _ssl.Write(text, _queued.Free.Span);
            _queued.Commit(step.Put);
            // NeedsOutput: more overhead than our suites have. NeedsInput: the peer has begun a KeyUpdate and not ended it.
            if (step.Status != SslStatus.NeedsOutput) return step.Status == SslStatus.Done;
        }
    }

    // RFC 8446 §6.1: close_notify, once.
    private void NotifyLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        // OpenSSL forbids it after a failure.
        if (_hasNotified || _isReadFailed) return;

        _hasNotified = true;
        Span<byte> alert = stackalloc byte[OwnBytes];
        _queued.Add(_buffers, alert[.._ssl.Shutdown(alert).Put]);
    }

    // By whoever has set _isSending. A count tells that the connection waits to hear of so many bytes.
    private TransportResult SendOn(int sent)
    {
        while (true)
        {
            ReadOnlyMemory<byte> next;
            lock (_gate)
            {
                next = NextLocked(sent);
                if (next.IsEmpty && !_isSendClosed) return EndSendLocked(TransportResult.Done(0));
            }

            if (next.IsEmpty)
            {
                _plain.CloseSend();
                lock (_gate)
                    return EndSendLocked(TransportResult.Done(0));
            }

            TransportResult result = _plain.Send(next);
            if (result.Status == TransportStatus.Pending) return result;
            if (result.Status == TransportStatus.Failed) return FailSend(result);

            sent = result.Count;
        }
    }

    private ReadOnlyMemory<byte> NextLocked(int sent)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread && _isSending);
        _sending.Skip(sent);
        if (_sending.IsEmpty)
        {
            _sending.Return(_buffers);
            (_sending, _queued) = (_queued, default);
        }

        return _sending.Unread;
    }

    private TransportResult EndSendLocked(TransportResult result)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread && _isSending);
        _isSending = false;
        _sending.Return(_buffers);
        int count = _textCount;
        _textCount = 0;
        return result with { Count = count };
    }

    private TransportResult FailSend(TransportResult fault)
    {
        lock (_gate)
        {
            _sendFault = fault;
            _queued.Return(_buffers);
            return EndSendLocked(fault);
        }
    }

    // After a send that began with own bytes, or pended: the connection hears of its end if it had joined in.
    private void Tell(TransportResult result)
    {
        if (result.Status != TransportStatus.Pending && result.Count > 0) Sink.OnSendCompleted(result);
    }
}
