using Meerkat.Engine.Net;
using Meerkat.Parser.Stanzas;

namespace Meerkat.Engine.Routing;

/// <summary>
/// A stanza as it is written to a recipient: the received bytes with the server's attributes spliced into the start tag
/// and the attributes they replace left out. Nothing is copied until <see cref="CopyTo"/>.
/// </summary>
public readonly ref struct OutboundStanza : ISegmentedBytes
{
    private readonly ReadOnlySpan<byte> _start;
    private readonly ReadOnlySpan<byte> _stamp;
    private readonly ReadOnlySpan<byte> _to;
    private readonly ReadOnlySpan<byte> _first;
    private readonly ReadOnlySpan<byte> _second;
    private readonly ReadOnlySpan<byte> _third;

    internal OutboundStanza(ReadOnlySpan<byte> bytes, scoped in StanzaHeader header, ReadOnlySpan<byte> stamp, bool keepTo)
    {
        _start = bytes[..header.NameEnd];
        _stamp = stamp;
        var (fromStart, fromEnd) = Bounds(header.FromRange, bytes.Length, header.NameEnd);
        var (toStart, toEnd) = keepTo ? (header.NameEnd, header.NameEnd) : Bounds(header.ToRange, bytes.Length, header.NameEnd);
        var (lowStart, lowEnd, highStart, highEnd) =
            fromEnd <= toStart ? (fromStart, fromEnd, toStart, toEnd) : (toStart, toEnd, fromStart, fromEnd);
        _first = bytes[header.NameEnd..lowStart];
        _second = bytes[lowEnd..highStart];
        _third = bytes[highEnd..];
    }

    private OutboundStanza(scoped in OutboundStanza stanza, ReadOnlySpan<byte> to)
    {
        this = stanza;
        _to = to;
    }

    public int Length =>
        _start.Length + _stamp.Length + ToLength + _first.Length + _second.Length + _third.Length;

    private int ToLength => _to.IsEmpty ? 0 : ToPrefix.Length + _to.Length + 1;

    private static ReadOnlySpan<byte> ToPrefix => " to='"u8;

    /// <summary>
    /// The same stanza to another address: a bare JID, which cannot hold a character that XML escapes (RFC 7622 §3.3.1).
    /// Only for a stanza whose own <c>to</c> is left out.
    /// </summary>
    public OutboundStanza WithTo(ReadOnlySpan<byte> bareJid) => new(in this, bareJid);

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void CopyTo(Span<byte> destination)
    {
        destination = Append(destination, _start);
        destination = Append(destination, _stamp);
        if (!_to.IsEmpty)
        {
            destination = Append(destination, ToPrefix);
            destination = Append(destination, _to);
            destination = Append(destination, "'"u8);
        }

        destination = Append(destination, _first);
        destination = Append(destination, _second);
        _third.CopyTo(destination);
    }

    private static Span<byte> Append(Span<byte> destination, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(destination);
        return destination[bytes.Length..];
    }

    // An absent attribute is an empty gap right behind the name.
    private static (int Start, int End) Bounds(Range range, int length, int nameEnd)
    {
        var (offset, count) = range.GetOffsetAndLength(length);
        return count == 0 ? (nameEnd, nameEnd) : (offset, offset + count);
    }
}
