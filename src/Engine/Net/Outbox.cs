using System.Diagnostics;

namespace Meerkat.Engine.Net;

/// <summary>
/// The bytes a connection has to send, in two halves: appends go to the pending one while the other is being sent.
/// Any thread; guarded by a lock held for a memcpy. At most one send is under way: between a TryBeginSend and an
/// EndSend that return true, and the EndSend that returns false, the caller owns the sending half.
/// </summary>
internal sealed class Outbox(BufferPool pool, int maxBytes, int maxAppends = int.MaxValue)
{
    /// <summary>A stream error and the closing tags fit: they may be said past the limit.</summary>
    public const int FarewellReserveBytes = 4096;

    private const string Owner = nameof(Outbox);

    private readonly Lock _gate = new();

    // Invariant: a half's array is null when its length is 0, except the pending one's while a send is under way.
    private byte[]? _pending;
    private int _pendingLength;
    private byte[]? _sending;
    private int _sendingLength;
    private int _sentCount;
    private int _farewellLength;

    // Appends that make up each half.
    private int _pendingAppends;
    private int _sendingAppends;

    // The turn that will flush the pending half; only compared. Null after a flush.
    private Turn? _touchedBy;
    private ConnectionSignals _whenEmpty;
    private bool _isSending;
    private bool _isHeld;
    private bool _isSealed;
    private bool _isRetired;

    /// <summary>Bytes not yet taken by the kernel.</summary>
    public int UnsentCount
    {
        get
        {
            lock (_gate)
                return UnsentCountLocked();
        }
    }

    public AppendResult Append<T>(Turn turn, scoped in T bytes)
        where T : ISegmentedBytes, allows ref struct
    {
        lock (_gate)
        {
            if (_isSealed)
                return AppendResult.Sealed;
            if (bytes.Length > maxBytes - UnsentCountLocked() || HasTooManyAppendsLocked())
                return AppendResult.Full;
            return AppendLocked(turn, bytes);
        }
    }

    /// <summary>Takes the last bytes; nothing is accepted afterwards. They may pass the limit by the reserve.</summary>
    public AppendResult Seal(Turn turn, ReadOnlySpan<byte> farewell)
    {
        lock (_gate)
        {
            if (_isSealed)
                return AppendResult.Sealed;

            _isSealed = true;
            if (farewell.Length > maxBytes + FarewellReserveBytes - UnsentCountLocked())
                return AppendResult.Full;
            _farewellLength = farewell.Length;
            return AppendLocked(turn, new Bytes(farewell));
        }
    }

    /// <summary>Takes nothing more and says nothing.</summary>
    public void Seal()
    {
        lock (_gate)
            _isSealed = true;
    }

    /// <summary>
    /// If all was sent: from now on appends are kept and nothing is sent, since a handshake has the transport. Else
    /// false, and the signal follows once all was sent or the send failed.
    /// </summary>
    public bool TryHold(ConnectionSignals signal)
    {
        lock (_gate)
        {
            _isHeld = !_isSending && _pendingLength == 0;
            if (!_isHeld)
                _whenEmpty |= signal;
            return _isHeld;
        }
    }

    public void Unhold()
    {
        lock (_gate)
            _isHeld = false;
    }

    /// <summary>Swaps the halves and starts a send of what was pending, unless one is under way.</summary>
    public bool TryBeginSend(out ReadOnlyMemory<byte> bytes)
    {
        lock (_gate)
        {
            _touchedBy = null;
            if (_isSending || _isHeld || _isRetired || _pendingLength == 0)
            {
                bytes = default;
                return false;
            }

            _isSending = true;
            return SwapLocked(out bytes);
        }
    }

    /// <summary>
    /// Counts bytes the transport took. True: <paramref name="bytes"/> are to be sent next. False: the send is over, and
    /// the caller raises <paramref name="signals"/>.
    /// </summary>
    public bool EndSend(int count, out ReadOnlyMemory<byte> bytes, out ConnectionSignals signals)
    {
        lock (_gate)
        {
            Debug.Assert(_isSending && count <= _sendingLength - _sentCount);
            signals = ConnectionSignals.None;
            _sentCount += count;
            if (_isRetired)
                return StopLocked(out bytes, out signals);

            if (_sentCount < _sendingLength)
            {
                bytes = _sending.AsMemory(_sentCount, _sendingLength - _sentCount);
                return true;
            }

            _sendingLength = 0;
            _sendingAppends = 0;
            _sentCount = 0;
            if (_pendingLength > 0)
                return SwapLocked(out bytes);

            _farewellLength = 0;
            ReturnArraysLocked();
            return StopLocked(out bytes, out signals);
        }
    }

    /// <summary>The send failed; what is unsent stays for <see cref="TakeUnsent"/>. The caller raises the signals.</summary>
    public ConnectionSignals FailSend()
    {
        lock (_gate)
        {
            Debug.Assert(_isSending);
            _isRetired = true;
            StopLocked(out _, out ConnectionSignals signals);
            return signals;
        }
    }

    /// <summary>The bytes of the send under way, for the thread that continues it.</summary>
    public ReadOnlyMemory<byte> Sending
    {
        get
        {
            lock (_gate)
            {
                Debug.Assert(_isSending);
                return _sending.AsMemory(_sentCount, _sendingLength - _sentCount);
            }
        }
    }

    /// <summary>True when nothing is to be sent; else the signal is handed out once all was sent or the send failed.</summary>
    public bool IsEmptyOrSignal(ConnectionSignals signal)
    {
        lock (_gate)
        {
            if (!_isSending && (_pendingLength == 0 || _isRetired))
                return true;
            _whenEmpty |= signal;
            return false;
        }
    }

    /// <summary>No send starts any more. True when none is under way; else the signal follows when it ended.</summary>
    public bool TryRetire(ConnectionSignals signal)
    {
        lock (_gate)
        {
            _isSealed = true;
            _isRetired = true;
            if (_isSending)
                _whenEmpty |= signal;
            return !_isSending;
        }
    }

    /// <summary>
    /// After <see cref="TryRetire"/> returned true: all bytes of which the kernel did not take every one, in an array
    /// the caller returns to the pool, or null when there are none.
    /// </summary>
    public byte[]? TakeUnsent(out int length, out int sentCount)
    {
        lock (_gate)
        {
            Debug.Assert(_isRetired && !_isSending);
            length = Math.Max(0, _sendingLength + _pendingLength - _farewellLength);
            sentCount = Math.Min(_sentCount, length);
            byte[]? all = null;
            if (length > sentCount)
                all = JoinLocked();

            _sendingLength = 0;
            _sentCount = 0;
            _pendingLength = 0;
            ReturnArraysLocked();
            return all;
        }
    }

    private byte[] JoinLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        byte[] all = pool.Rent(_sendingLength + _pendingLength, Owner);
        _sending.AsSpan(0, _sendingLength).CopyTo(all);
        _pending.AsSpan(0, _pendingLength).CopyTo(all.AsSpan(_sendingLength));
        return all;
    }

    private AppendResult AppendLocked<T>(Turn turn, scoped in T bytes)
        where T : ISegmentedBytes, allows ref struct
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        int length = bytes.Length;
        if (length == 0)
            return AppendResult.Appended;

        bytes.CopyTo(ReserveLocked(length));
        _pendingLength += length;
        _pendingAppends++;
        if (ReferenceEquals(_touchedBy, turn))
            return AppendResult.Appended;

        _touchedBy = turn;
        return AppendResult.AppendedFirst;
    }

    private Span<byte> ReserveLocked(int length)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        int wanted = checked(_pendingLength + length);
        if (_pending is null)
        {
            _pending = pool.Rent(wanted, Owner);
        }
        else if (_pending.Length < wanted)
        {
            // The pool's sizes are 4 apart; above them, doubling keeps the copies linear.
            byte[] next = pool.Rent(Math.Max(wanted, Math.Min(_pending.Length * 2, maxBytes)), Owner);
            _pending.AsSpan(0, _pendingLength).CopyTo(next);
            pool.Return(_pending);
            _pending = next;
        }

        return _pending.AsSpan(_pendingLength, length);
    }

    private bool SwapLocked(out ReadOnlyMemory<byte> bytes)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread && _sendingLength == 0);
        (_pending, _sending) = (_sending, _pending);
        (_sendingLength, _sendingAppends) = (_pendingLength, _pendingAppends);
        (_pendingLength, _pendingAppends) = (0, 0);
        bytes = _sending.AsMemory(0, _sendingLength);
        return true;
    }

    private bool StopLocked(out ReadOnlyMemory<byte> bytes, out ConnectionSignals signals)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        _isSending = false;
        signals = _whenEmpty;
        _whenEmpty = ConnectionSignals.None;
        bytes = default;
        return false;
    }

    private void ReturnArraysLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread && _pendingLength == 0 && _sendingLength == 0);
        if (_pending is not null)
            pool.Return(_pending);
        if (_sending is not null)
            pool.Return(_sending);
        _pending = null;
        _sending = null;
    }

    // Of the half that is being sent, as many as the part of its bytes that is left: where appends end is not kept.
    private bool HasTooManyAppendsLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        if (_pendingAppends + _sendingAppends < maxAppends)
            return false;
        long left = _sendingLength == 0 ? 0 : (long)_sendingAppends * (_sendingLength - _sentCount) / _sendingLength;
        return _pendingAppends + left >= maxAppends;
    }

    private int UnsentCountLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        return _pendingLength + _sendingLength - _sentCount;
    }

    /// <summary>One span as segments.</summary>
    internal readonly ref struct Bytes(ReadOnlySpan<byte> bytes) : ISegmentedBytes
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;

        public int Length => _bytes.Length;

        public void CopyTo(Span<byte> destination) => _bytes.CopyTo(destination);
    }
}
