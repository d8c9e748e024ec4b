using System.Diagnostics;
using System.Threading.Tasks.Sources;
using Meerkat.Engine.Net;

namespace Meerkat.Engine.Tls;

/// <summary>
/// A transport seen as a Stream, for SslStream and for handshakes to work on: one read and one write at a time, no allocation
/// for either. Reading into no memory waits for readability. Owned by the SslStreamTransport or the handshake.
/// </summary>
internal sealed class TransportStream : Stream, ITransportSink, IValueTaskSource<int>, IValueTaskSource
{
    private readonly Transport _transport;

    // Mutable structs, each used by the one operation of its side.
    private ManualResetValueTaskSourceCore<int> _read;
    private ManualResetValueTaskSourceCore<int> _write;
    private Memory<byte> _readInto;
    private ReadOnlyMemory<byte> _toWrite;

    // Written before the operation it describes starts, read by its completion.
    private bool _isWaiting;

    public TransportStream(Transport transport)
    {
        _transport = transport;
        // A handshake computes for a millisecond: never on the completion thread that brought its bytes.
        _read.RunContinuationsAsynchronously = true;
        _write.RunContinuationsAsynchronously = true;
        transport.Attach(this);
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>After the handshake: continuations run on the completion thread, as the turns of plain connections do.</summary>
    public void RunContinuationsInline()
    {
        _read.RunContinuationsAsynchronously = false;
        _write.RunContinuationsAsynchronously = false;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _read.Reset();
        _readInto = buffer;
        TransportResult result = TryRead();
        return result.Status switch
        {
            TransportStatus.Done => ValueTask.FromResult(result.Count),
            TransportStatus.Pending => new ValueTask<int>(this, _read.Version),
            _ => ValueTask.FromException<int>(FaultOf(result)),
        };
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _write.Reset();
        _toWrite = buffer;
        TransportResult result = WriteOn();
        return result.Status switch
        {
            TransportStatus.Done => ValueTask.CompletedTask,
            TransportStatus.Pending => new ValueTask(this, _write.Version),
            _ => ValueTask.FromException(FaultOf(result)),
        };
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
        if (result.Status == TransportStatus.Done)
            _read.SetResult(result.Count);
        else
            _read.SetException(FaultOf(result));
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
        if (result.Status == TransportStatus.Done)
            _write.SetResult(0);
        else
            _write.SetException(FaultOf(result));
    }

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
