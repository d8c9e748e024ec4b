using System.Diagnostics;
using System.Threading.Tasks.Sources;
using Meerkat.Engine.Net;

namespace Meerkat.Engine.Tls;

/// <summary>
/// A transport seen as a Stream, for SslStream to work on: one read and one write at a time, no allocation
/// for either. Reading into no memory waits for readability. Owned by the SslStreamTransport.
/// </summary>
/// <remarks>
/// During a handshake there is one operation at a time. While it is under way the handshake has left the gate; what ends it
/// goes on, on the pool, when the gate lets it in again.
/// </remarks>
internal sealed class TransportStream : Stream, ITransportSink, IThreadPoolWorkItem, IValueTaskSource<int>, IValueTaskSource
{
    private readonly Transport _transport;

    // Null after the handshake.
    private HandshakeGate? _gate;
    private bool _isAnswered;
    private bool _isRead;
    private TransportResult _ended;

    // Mutable structs, each used by the one operation of its side.
    private ManualResetValueTaskSourceCore<int> _read;
    private ManualResetValueTaskSourceCore<int> _write;
    private Memory<byte> _readInto;
    private ReadOnlyMemory<byte> _toWrite;

    // Written before the operation it describes starts, read by its completion.
    private bool _isWaiting;

    public TransportStream(Transport transport, HandshakeGate gate)
    {
        _transport = transport;
        _gate = gate;
        transport.Attach(this);
    }

    public Transport Transport => _transport;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>From now on continuations run on the completion thread, as the turns of plain connections do.</summary>
    public void EndHandshake() => _gate = null;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _read.Reset();
        _readInto = buffer;
        short version = _read.Version;
        TransportResult result = TryRead();
        if (result.Status == TransportStatus.Pending)
        {
            _gate?.Leave();
            return new ValueTask<int>(this, version);
        }

        return result.Status == TransportStatus.Done
            ? ValueTask.FromResult(result.Count)
            : ValueTask.FromException<int>(FaultOf(result));
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _write.Reset();
        _toWrite = buffer;
        short version = _write.Version;
        _isAnswered = true;
        TransportResult result = WriteOn();
        if (result.Status == TransportStatus.Pending)
        {
            _gate?.Leave();
            return new ValueTask(this, version);
        }

        return result.Status == TransportStatus.Done
            ? ValueTask.CompletedTask
            : ValueTask.FromException(FaultOf(result));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    void ITransportSink.OnReceiveCompleted(TransportResult result)
    {
        // What ended was the wait for readability or the receive itself: only the former leaves something to do.
        if (result.Status == TransportStatus.Done && _isWaiting && !_readInto.IsEmpty)
            result = TryRead();
        if (result.Status == TransportStatus.Pending)
            return;

        _readInto = default;
        End(isRead: true, result);
    }

    void ITransportSink.OnSendCompleted(TransportResult result)
    {
        if (result.Status == TransportStatus.Done)
        {
            _toWrite = _toWrite[result.Count..];
            result = WriteOn();
        }

        if (result.Status == TransportStatus.Pending)
            return;

        _toWrite = default;
        End(isRead: false, result);
    }

    // The gate's turn.
    void IThreadPoolWorkItem.Execute() => Complete(_isRead, _ended);

    int IValueTaskSource<int>.GetResult(short token) => _read.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _read.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _read.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource.GetResult(short token) => _write.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _write.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _write.OnCompleted(continuation, state, token, flags);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _transport.Dispose();
        base.Dispose(disposing);
    }

    // A handshake computes for a millisecond: never on the completion thread that brought its bytes.
    private void End(bool isRead, TransportResult result)
    {
        if (_gate is not { } gate)
        {
            Complete(isRead, result);
            return;
        }

        (_isRead, _ended) = (isRead, result);
        gate.Enter(this, _isAnswered);
    }

    private void Complete(bool isRead, TransportResult result)
    {
        bool isDone = result.Status == TransportStatus.Done;
        if (isRead && isDone)
            _read.SetResult(result.Count);
        else if (isRead)
            _read.SetException(FaultOf(result));
        else if (isDone)
            _write.SetResult(0);
        else
            _write.SetException(FaultOf(result));
    }

    private TransportResult TryRead()
    {
        while (true)
        {
            if (!_readInto.IsEmpty)
            {
                _isWaiting = false;
                TransportResult received = _transport.Receive(_readInto);
                if (received.Status != TransportStatus.WouldBlock)
                    return received;
            }

            _isWaiting = true;
            TransportResult readable = _transport.WaitReadable();
            if (readable.Status != TransportStatus.Done || _readInto.IsEmpty)
                return readable;
        }
    }

    private TransportResult WriteOn()
    {
        while (!_toWrite.IsEmpty)
        {
            TransportResult result = _transport.Send(_toWrite);
            if (result.Status != TransportStatus.Done)
                return result;
            _toWrite = _toWrite[result.Count..];
        }

        return TransportResult.Done(0);
    }

    private static IOException FaultOf(TransportResult result)
    {
        Debug.Assert(result.Status == TransportStatus.Failed);
        return new IOException($"The transport failed: {result.Error}.");
    }
}
