using Meerkat.Engine.Net;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Streams;

/// <summary>
/// The stanzas among the bytes that a closed connection did not send, the oldest first: those too that were sent in part,
/// since the peer cannot have read them. Lives as long as the bytes.
/// </summary>
internal ref struct UnsentStanzas
{
    // What is in an outbox has passed the limits, and grew by the server's own attributes.
    private static readonly XmlLimits _unlimited = new()
    {
        MaxStanzaBytes = int.MaxValue,
        MaxDepth = int.MaxValue,
        MaxAttributes = int.MaxValue,
        MaxNameBytes = int.MaxValue,
        MaxValueBytes = int.MaxValue,
        MaxPrefixes = int.MaxValue,
    };

    private readonly ReadOnlySpan<byte> _all;
    private readonly int _sentCount;
    private readonly XmlStreamScanner _scanner = new(_unlimited);
    private int _offset;

    private UnsentStanzas(UnsentBytes unsent)
    {
        _all = unsent.All;
        _sentCount = unsent.SentCount;
        _scanner.Scan("<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"u8);
    }

    /// <summary>A whole element.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>How many bytes of all are behind it.</summary>
    public readonly int Consumed => _offset;

    public static UnsentStanzas In(UnsentBytes unsent) => new(unsent);

    public readonly UnsentStanzas GetEnumerator() => this;

    public bool MoveNext()
    {
        // The outbox holds whole stanzas that this server wrote or has checked: the scanner only finds their ends.
        while (_scanner.Scan(_all[_offset..]) is { Status: XmlScanStatus.Element } result)
        {
            var start = _offset + result.Start;
            _offset += result.Consumed;
            if (_offset <= _sentCount) continue;

            Current = _all[start.._offset];
            return true;
        }

        return false;
    }
}
