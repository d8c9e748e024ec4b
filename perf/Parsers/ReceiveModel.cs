namespace Meerkat.Perf.Parsers;

/// <summary>
/// What the server's receive buffer costs the parser. The corpus lies where the kernel would have put it; the bytes the
/// buffer would move are copied: the unfinished tail to the front, and into a larger buffer when less than a quarter is free.
/// A mutable struct: a local of one run.
/// </summary>
/// <param name="bytes">The corpus.</param>
/// <param name="start">Where the stream begins in it.</param>
/// <param name="spare">Where tails are copied to, as large as the largest stanza.</param>
internal struct ReceiveModel(byte[] bytes, int start, byte[] spare)
{
    /// <summary>The server's buffer for a connection under load.</summary>
    public const int BufferBytes = 16 * 1024;

    private int _position = start;
    private int _received = start;
    private int _capacity = BufferBytes;

    public readonly int Received => _received;

    public readonly ReadOnlySpan<byte> Unread => bytes.AsSpan(_position, Length);

    private readonly int Length => _received - _position;

    /// <summary>A piece arrives: as much as is on its way, not more than the buffer has room for.</summary>
    public void Receive(int pieceBytes, int end) =>
        _received += Math.Min(Math.Min(pieceBytes, _capacity - Length), end - _received);

    public void Consume(int count)
    {
        _position += count;
        int tail = Length;
        if (count > 0 && tail > 0)
            Unread.CopyTo(spare);
        if (tail == 0)
            _capacity = BufferBytes;
        else if (_capacity - tail < _capacity / 4)
            Grow();
    }

    private void Grow()
    {
        _capacity *= 4;
        Unread.CopyTo(spare);
    }
}
