namespace Meerkat.LoadGen.Load;

/// <summary>
/// A numbered stanza that was read and checked in full once. Another one with the same bytes, but for sequence number and
/// time stamp, says the same: it needs no XML parser. Belongs to the receiver's turn.
/// </summary>
internal sealed class StanzaPattern
{
    private const int SequenceBytes = 8;
    private const int TimestampBytes = 16;

    private readonly byte[] _stanza;

    // Where the sequence number stands in the id attribute, or -1 if it does not.
    private readonly int _idAt;
    private readonly int _sequenceAt;

    private StanzaPattern(byte[] stanza, int idAt, int sequenceAt)
    {
        _stanza = stanza;
        _idAt = idAt;
        _sequenceAt = sequenceAt;
    }

    public int Length => _stanza.Length;

    /// <summary>Learns from a stanza and the text in it that <see cref="MessageBody"/> has read.</summary>
    /// <param name="stanza">All of it.</param>
    /// <param name="text">The load message within <paramref name="stanza"/>.</param>
    public static StanzaPattern? Learn(ReadOnlySpan<byte> stanza, ReadOnlySpan<byte> text)
    {
        if (!stanza.Overlaps(text, out var textAt))
            return null;
        var sequence = text.Slice(MessageBody.SequenceAt, SequenceBytes);
        Span<byte> id = [.. "id='"u8, .. sequence];
        var idAt = stanza[..textAt].IndexOf(id);
        return new StanzaPattern(
            stanza.ToArray(), idAt < 0 ? -1 : idAt + "id='"u8.Length, textAt + MessageBody.SequenceAt);
    }

    /// <summary>Whether the bytes begin with a stanza of this pattern, and which.</summary>
    public bool TryMatch(ReadOnlySpan<byte> bytes, out uint sequence, out long timestamp)
    {
        sequence = 0;
        timestamp = 0;
        return bytes.Length >= _stanza.Length
            && IsSame(bytes)
            && Hex.TryRead(bytes.Slice(_sequenceAt, SequenceBytes), out sequence)
            && Hex.TryRead(bytes.Slice(TimestampAt, TimestampBytes), out timestamp)
            && (_idAt < 0 || bytes.Slice(_idAt, SequenceBytes).SequenceEqual(bytes.Slice(_sequenceAt, SequenceBytes)));
    }

    /// <summary>Whether the bytes may become a stanza of this pattern with more behind them.</summary>
    // No whole stanza is the beginning of another one: nothing waits that could be read now.
    public bool MayMatch(ReadOnlySpan<byte> bytes) => bytes.Length < _stanza.Length && IsSame(bytes);

    private int TimestampAt => _sequenceAt + SequenceBytes + 1;

    // Compares what does not change, as far as there are bytes.
    private bool IsSame(ReadOnlySpan<byte> bytes) =>
        (_idAt < 0
            ? IsSame(bytes, 0, _sequenceAt)
            : IsSame(bytes, 0, _idAt) && IsSame(bytes, _idAt + SequenceBytes, _sequenceAt))
        && IsSame(bytes, TimestampAt - 1, TimestampAt)
        && IsSame(bytes, TimestampAt + TimestampBytes, _stanza.Length);

    private bool IsSame(ReadOnlySpan<byte> bytes, int start, int end)
    {
        var count = Math.Min(end, bytes.Length) - start;
        return count <= 0 || bytes.Slice(start, count).SequenceEqual(_stanza.AsSpan(start, count));
    }
}
