using System.Diagnostics;

namespace Meerkat.Engine.Net;

/// <summary>
/// The bytes of a connection that its owner has not consumed, contiguous and at the front of a pooled array; no array
/// while there are none. A mutable struct: a private field of its connection, touched on the connection's turn only.
/// </summary>
internal struct ReceiveBuffer
{
    // A sender that fills the buffer gets the next size, up to here. Beyond, only an unfinished stanza grows it.
    private const int MaxBatchBytes = 32 * 1024;

    private const string Owner = nameof(ReceiveBuffer);

    // Invariant: _bytes is null and _length is 0, or bytes [0, _length) of it are unread.
    private byte[]? _bytes;
    private int _length;
    private bool _wasFilled;

    public readonly int Length => _length;

    public readonly ReadOnlySpan<byte> Unread => _bytes.AsSpan(0, _length);

    public readonly bool IsFull(int maxBytes) => _length >= maxBytes;

    /// <summary>Free space behind the unread bytes, never empty; rents or grows. Not when full.</summary>
    public Memory<byte> Reserve(BufferPool pool, int firstBytes, int maxBytes)
    {
        Debug.Assert(_length < maxBytes, "a full buffer is not filled further");
        if (_bytes is null)
            _bytes = pool.Rent(Math.Min(firstBytes, maxBytes), Owner);
        else if (_bytes.Length < maxBytes && IsCramped())
            Move(pool, Math.Min(_bytes.Length * 4, maxBytes));

        return _bytes.AsMemory(_length, Math.Min(_bytes.Length, maxBytes) - _length);
    }

    /// <summary>Counts received bytes as unread. False when they did not fill the space: no more are there for now.</summary>
    public bool Commit(int count, int reserved)
    {
        _length += count;
        _wasFilled = count == reserved;
        return _wasFilled;
    }

    /// <summary>Drops the first bytes and moves the unfinished tail to the front.</summary>
    public void Consume(int count)
    {
        Debug.Assert(count >= 0 && count <= _length, "what is consumed was unread");
        int tail = _length - count;
        if (count > 0 && tail > 0)
            _bytes.AsSpan(count, tail).CopyTo(_bytes);
        _length = tail;
    }

    /// <summary>Called before a wait: gives the array back when it is empty, or exchanges it for a small one.</summary>
    public void Settle(BufferPool pool)
    {
        if (_bytes is null)
            return;

        _wasFilled = false;
        // A peer that stops inside a stanza must not hold much more than it sent.
        if (_length == 0)
            Release(pool);
        else if (_bytes.Length > BufferPool.SmallestBytes && _length <= _bytes.Length / 8)
            Move(pool, _length + (_length / 2));
    }

    public void Release(BufferPool pool)
    {
        if (_bytes is not null)
            pool.Return(_bytes);
        _bytes = null;
        _length = 0;
        _wasFilled = false;
    }

    // Less than a quarter free: the tail of a longer stanza; or the last receive took all there was room for.
    private readonly bool IsCramped() =>
        _bytes!.Length - _length < _bytes.Length / 4 || (_wasFilled && _bytes.Length < MaxBatchBytes);

    private void Move(BufferPool pool, int bytes)
    {
        Debug.Assert(_bytes is not null && bytes >= _length);
        byte[] next = pool.Rent(bytes, Owner);
        Unread.CopyTo(next);
        pool.Return(_bytes);
        _bytes = next;
    }
}
