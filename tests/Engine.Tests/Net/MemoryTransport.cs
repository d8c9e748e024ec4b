using System.Net.Sockets;
using Meerkat.Engine.Net;
using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Tests.Net;

/// <summary>
/// A transport without a socket: the test is the peer. It pushes bytes, a FIN or a reset, reads what was sent, and can
/// stop reading. Completions run on the thread of the test's call. Any thread.
/// </summary>
public sealed class MemoryTransport : Transport
{
    private readonly Lock _gate = new();

    // Bytes [_arrivedFrom, _arrivedTo) were pushed and not received.
    private byte[] _arrived = new byte[4096];
    private int _arrivedFrom;
    private int _arrivedTo;
    private byte[] _sent = new byte[4096];
    private int _sentCount;
    private ReadOnlyMemory<byte> _stalledBytes;
    private TaskCompletionSource? _sentChanged;
    private bool _isWaiting;
    private bool _isStalled;
    private bool _isSendPending;
    private bool _isFinPushed;
    private bool _isReset;
    private bool _isDisposed;

    /// <summary>The connection ended its direction.</summary>
    public bool IsSendClosed { get; private set; }

    public bool IsDisposed
    {
        get
        {
            lock (_gate)
                return _isDisposed;
        }
    }

    /// <summary>What a TLS handshake has agreed on, as if there had been one.</summary>
    public TlsSession? Session { get; init; }

    public override TlsSession? Tls => Session;

    /// <summary>At most this much is taken by one send, as a nearly full kernel buffer does.</summary>
    public int MaxSendCount { get; set; } = int.MaxValue;

    /// <summary>Sends that were begun.</summary>
    public int SendCount { get; private set; }

    /// <summary>The peer sends bytes.</summary>
    public void Push(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_arrivedFrom == _arrivedTo)
                _arrivedFrom = _arrivedTo = 0;
            if (_arrivedTo + bytes.Length > _arrived.Length)
                Array.Resize(ref _arrived, (_arrivedTo + bytes.Length) * 2);
            bytes.CopyTo(_arrived.AsSpan(_arrivedTo));
            _arrivedTo += bytes.Length;
        }

        CompleteWait(TransportResult.Done(0));
    }

    /// <summary>The peer ends its direction, behind the bytes pushed so far.</summary>
    public void PushFin()
    {
        lock (_gate)
            _isFinPushed = true;
        CompleteWait(TransportResult.Done(0));
    }

    /// <summary>The peer resets: what it has not received is lost.</summary>
    public void PushReset()
    {
        lock (_gate)
            _isReset = true;
        CompleteWait(TransportResult.Failed(SocketError.ConnectionReset));
        CompleteSend(TransportResult.Failed(SocketError.ConnectionReset));
    }

    /// <summary>The peer reads nothing more: from now on sends pend.</summary>
    public void Stall()
    {
        lock (_gate)
            _isStalled = true;
    }

    /// <summary>The peer reads again; the pending send completes.</summary>
    public void Unstall()
    {
        lock (_gate)
        {
            _isStalled = false;
            if (!_isSendPending)
                return;
            Record(_stalledBytes.Span);
        }

        CompleteSend(TransportResult.Done(_stalledBytes.Length));
    }

    /// <summary>Takes what was sent so far.</summary>
    public byte[] TakeSent()
    {
        lock (_gate)
        {
            byte[] taken = _sent[.._sentCount];
            _sentCount = 0;
            return taken;
        }
    }

    /// <summary>As TakeSent, without making an array.</summary>
    public int DropSent()
    {
        lock (_gate)
        {
            int count = _sentCount;
            _sentCount = 0;
            return count;
        }
    }

    /// <summary>Takes what was sent as soon as it is at least so much.</summary>
    public async Task<byte[]> TakeSentAsync(int atLeast)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_sentCount >= atLeast)
                    break;
                _sentChanged ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                changed = _sentChanged.Task;
            }

            await changed.WaitAsync(TimeSpan.FromSeconds(30));
        }

        return TakeSent();
    }

    public override TransportResult WaitReadable()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return TransportResult.Failed(SocketError.OperationAborted);
            if (_isReset)
                return TransportResult.Failed(SocketError.ConnectionReset);
            if (_arrivedTo > _arrivedFrom || _isFinPushed)
                return TransportResult.Done(0);
            _isWaiting = true;
            return TransportResult.Pending;
        }
    }

    public override TransportResult Receive(Memory<byte> into)
    {
        lock (_gate)
        {
            if (_isDisposed)
                return TransportResult.Failed(SocketError.OperationAborted);
            if (_isReset)
                return TransportResult.Failed(SocketError.ConnectionReset);

            int count = Math.Min(into.Length, _arrivedTo - _arrivedFrom);
            if (count == 0)
                return _isFinPushed ? TransportResult.Done(0) : TransportResult.WouldBlock;
            _arrived.AsSpan(_arrivedFrom, count).CopyTo(into.Span);
            _arrivedFrom += count;
            return TransportResult.Done(count);
        }
    }

    public override TransportResult Send(ReadOnlyMemory<byte> bytes)
    {
        lock (_gate)
        {
            if (_isDisposed)
                return TransportResult.Failed(SocketError.OperationAborted);
            if (_isReset)
                return TransportResult.Failed(SocketError.ConnectionReset);
            if (_isSendPending || IsSendClosed)
                throw new InvalidOperationException("A send while another is under way, or after the end.");

            SendCount++;
            if (bytes.Length > MaxSendCount)
                bytes = bytes[..MaxSendCount];
            if (_isStalled)
            {
                _stalledBytes = bytes;
                _isSendPending = true;
                return TransportResult.Pending;
            }

            Record(bytes.Span);
            return TransportResult.Done(bytes.Length);
        }
    }

    public override void CloseSend()
    {
        lock (_gate)
        {
            if (_isSendPending)
                throw new InvalidOperationException("A FIN while a send is under way.");
            IsSendClosed = true;
            SignalSent();
        }
    }

    /// <summary>Completes when the connection ended its direction.</summary>
    public async Task WhenSendClosed()
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (IsSendClosed)
                    return;
                _sentChanged ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                changed = _sentChanged.Task;
            }

            await changed.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    protected override void Dispose(bool disposing)
    {
        lock (_gate)
            _isDisposed = true;
        CompleteWait(TransportResult.Failed(SocketError.OperationAborted));
        CompleteSend(TransportResult.Failed(SocketError.OperationAborted));
    }

    private void CompleteWait(TransportResult result)
    {
        lock (_gate)
        {
            if (!_isWaiting)
                return;
            _isWaiting = false;
        }

        Sink.OnReceiveCompleted(result);
    }

    private void CompleteSend(TransportResult result)
    {
        lock (_gate)
        {
            if (!_isSendPending)
                return;
            _isSendPending = false;
        }

        Sink.OnSendCompleted(result);
    }

    private void Record(ReadOnlySpan<byte> bytes)
    {
        if (_sentCount + bytes.Length > _sent.Length)
            Array.Resize(ref _sent, (_sentCount + bytes.Length) * 2);
        bytes.CopyTo(_sent.AsSpan(_sentCount));
        _sentCount += bytes.Length;
        SignalSent();
    }

    private void SignalSent()
    {
        _sentChanged?.TrySetResult();
        _sentChanged = null;
    }
}
