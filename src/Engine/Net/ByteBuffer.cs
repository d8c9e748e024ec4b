using System.Buffers;

namespace Meerkat.Engine.Net;

/// <summary>
/// A reusable, growing scratch writer. Owned by one turn and used by it alone. Not for bytes that outlive the turn.
/// </summary>
public sealed class ByteBuffer : IBufferWriter<byte>
{
    // One reply of the server rarely exceeds a page; what grew beyond 64 KiB goes back to the garbage collector, so
    // that one huge roster does not stay in memory with every thread's turn.
    private const int FirstBytes = 4096;
    private const int MaxKeptBytes = 64 * 1024;

    // Invariant: _length <= _bytes.Length; bytes [0, _length) are written.
    private byte[] _bytes = [];
    private int _length;

    public ReadOnlySpan<byte> WrittenSpan => _bytes.AsSpan(0, _length);

    public int WrittenCount => _length;

    /// <summary>Forgets what was written. Spans handed out before are no longer valid.</summary>
    public void Clear()
    {
        _length = 0;
        if (_bytes.Length > MaxKeptBytes)
            _bytes = [];
    }

    /// <summary>Forgets what was written behind <paramref name="length"/>: for a piece that is taken back.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, _length);
        _length = length;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        _length += bytes.Length;
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _length);
        _length += count;
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureFree(sizeHint);
        return _bytes.AsSpan(_length);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureFree(sizeHint);
        return _bytes.AsMemory(_length);
    }

    private void EnsureFree(int sizeHint)
    {
        int wanted = Math.Max(sizeHint, 1);
        if (_bytes.Length - _length < wanted)
            Array.Resize(ref _bytes, Math.Max(FirstBytes, Math.Max(_bytes.Length * 2, checked(_length + wanted))));
    }
}
