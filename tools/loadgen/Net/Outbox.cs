using System.Text;
using Meerkat.LoadGen.Load;

namespace Meerkat.LoadGen.Net;

/// <summary>
/// The bytes of one connection that wait to be sent. Anyone may append; at most one send is under way. Everything appended
/// while a send is under way leaves with the next one.
/// </summary>
internal sealed class Outbox
{
    // A server that takes nothing for this many bytes is stalled: what is not sent must not grow without limit.
    private const int MaxWaitingBytes = 4 * 1024 * 1024;
    private const int InitialBytes = 512;

    private readonly Lock _gate = new();

    // Invariant: bytes [0,_waitingLength) of _waiting are not yet sent; _inFlight belongs to the send under way.
    private byte[] _waiting = [];
    private int _waitingLength;
    private byte[] _inFlight = [];
    private bool _isSending;
    private bool _isClosed;

    public void Append(string text)
    {
        lock (_gate)
        {
            var count = Encoding.UTF8.GetByteCount(text);
            if (TryReserveLocked(count, out var destination))
                Encoding.UTF8.GetBytes(text, destination);
        }
    }

    public void Append(ReadOnlySpan<byte> bytes) => TryAppend(bytes);

    /// <summary>False if the connection is closed, or too much waits in it.</summary>
    public bool TryAppend(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            return TryReserveLocked(bytes.Length, out var destination) && bytes.TryCopyTo(destination);
        }
    }

    /// <summary>Appends messages of one time stamp; returns how many there was room for.</summary>
    public int Append(MessageTemplate messages, int count, long timestamp)
    {
        lock (_gate)
        {
            var appended = 0;
            while (appended < count && TryReserveLocked(messages.Length, out var destination))
            {
                messages.WriteNext(destination, timestamp);
                appended++;
            }

            return appended;
        }
    }

    /// <summary>Begins a send; false if one is under way or nothing waits. The caller calls <see cref="EndSend"/>.</summary>
    public bool TryBeginSend(out ArraySegment<byte> bytes)
    {
        lock (_gate)
        {
            if (_isSending)
            {
                bytes = default;
                return false;
            }

            return TryTakeLocked(out bytes);
        }
    }

    /// <summary>Ends the send under way and begins the next one, if anything waits.</summary>
    public bool EndSend(out ArraySegment<byte> next)
    {
        lock (_gate)
            return TryTakeLocked(out next);
    }

    /// <summary>From now on nothing is taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _waitingLength = 0;
        }
    }

    private bool TryTakeLocked(out ArraySegment<byte> bytes)
    {
        _isSending = _waitingLength > 0;
        bytes = new ArraySegment<byte>(_waiting, 0, _waitingLength);
        if (!_isSending)
            return false;
        (_waiting, _inFlight) = (_inFlight, _waiting);
        _waitingLength = 0;
        return true;
    }

    private bool TryReserveLocked(int count, out Span<byte> destination)
    {
        var needed = _waitingLength + count;
        if (_isClosed || needed > MaxWaitingBytes)
        {
            destination = default;
            return false;
        }

        if (needed > _waiting.Length)
            Array.Resize(ref _waiting, Math.Max(Math.Max(InitialBytes, needed), 2 * _waiting.Length));
        destination = _waiting.AsSpan(_waitingLength, count);
        _waitingLength = needed;
        return true;
    }
}
