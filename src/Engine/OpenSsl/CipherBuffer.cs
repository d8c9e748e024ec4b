using System.Diagnostics;
using Meerkat.Engine.Net;

namespace Meerkat.Engine.OpenSsl;

/// <summary>
/// Encrypted bytes on their way, in a pooled array; no array while there are none. A mutable struct: a private field or a
/// local of its one owner, guarded as that is.
/// </summary>
internal struct CipherBuffer
{
    private const string Owner = nameof(CipherBuffer);

    // Invariant: _array is null, or bytes [_start, _end) of it wait and those from _end on are free.
    private byte[]? _array;
    private int _start;
    private int _end;

    public readonly bool IsEmpty => _start == _end;

    public readonly ReadOnlyMemory<byte> Unread => _array.AsMemory(_start, _end - _start);

    /// <summary>What <see cref="Reserve"/> made room for.</summary>
    public readonly Memory<byte> Free => _array.AsMemory(_end);

    /// <summary>Makes room for at least so many bytes behind those that wait.</summary>
    public void Reserve(BufferPool pool, int bytes)
    {
        if (_array is null)
        {
            _array = pool.Rent(bytes, Owner);
        }
        else if (_array.Length - _end < bytes)
        {
            byte[] next = pool.Rent(_end - _start + bytes, Owner);
            Unread.Span.CopyTo(next);
            pool.Return(_array);
            (_array, _start, _end) = (next, 0, _end - _start);
        }
    }

    /// <summary>So many of the free bytes were filled.</summary>
    public void Commit(int bytes)
    {
        Debug.Assert(bytes <= Free.Length);
        _end += bytes;
    }

    public void Add(BufferPool pool, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;

        Reserve(pool, bytes.Length);
        bytes.CopyTo(Free.Span);
        Commit(bytes.Length);
    }

    /// <summary>Takes over a rented array with so many bytes in it. Only while there is none.</summary>
    public void Take(byte[] array, int bytes)
    {
        Debug.Assert(_array is null);
        (_array, _start, _end) = (array, 0, bytes);
    }

    /// <summary>So many of the first bytes are done with.</summary>
    public void Skip(int bytes)
    {
        Debug.Assert(bytes <= _end - _start);
        _start += bytes;
    }

    /// <summary>Gives the array back, with whatever it holds.</summary>
    public void Return(BufferPool pool)
    {
        if (_array is not null) pool.Return(_array);
        this = default;
    }
}
