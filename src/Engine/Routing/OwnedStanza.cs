using System.Buffers;
using System.Diagnostics;
using Meerkat.Engine.Net;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Routing;

/// <summary>
/// A pooled copy of a stanza, <c>from</c> stamped, that outlives the turn it came in. Belongs to whoever took it, one
/// thread at a time; disposed once.
/// </summary>
public sealed class OwnedStanza : IDisposable
{
    private byte[]? _buffer;
    private readonly int _length;

    private OwnedStanza(byte[] buffer, int length, Jid from, Jid? to, StanzaSender sender, RouteContext route)
    {
        _buffer = buffer;
        _length = length;
        From = from;
        To = to;
        Sender = sender;
        Route = route;
    }

    public Jid From { get; }

    public Jid? To { get; }

    public StanzaSender Sender { get; }

    public RouteContext Route { get; }

    public ReadOnlySpan<byte> Bytes => Memory.Span;

    public ReadOnlyMemory<byte> Memory
    {
        get
        {
            Debug.Assert(_buffer is not null, "a disposed stanza is not read");
            return _buffer.AsMemory(0, _length);
        }
    }

    public StanzaHeader Header => StanzaHeader.Read(Bytes, StreamScope.Client, Namespaces.Client);

    public XmlElementReader Element => new(Bytes, StreamScope.Client);

    /// <summary>The stanza as a view again, to be routed on in this turn.</summary>
    public Stanza Borrow(Turn turn)
    {
        var header = Header;
        return new Stanza
        {
            Header = header,
            Bytes = Bytes,
            From = JidView.Of(From),
            To = To is null ? default : JidView.Of(To),
            HasTo = To is not null,
            Sender = Sender,
            Route = Route,
            Turn = turn,
            Stamp = Bytes[header.FromRange],
        };
    }

    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, null);
        Debug.Assert(buffer is not null, "a stanza is disposed once");
        if (buffer is not null) ArrayPool<byte>.Shared.Return(buffer);
    }

    internal static OwnedStanza Copy(in Stanza stanza)
    {
        var outbound = stanza.Outbound();
        var buffer = ArrayPool<byte>.Shared.Rent(outbound.Length);
        outbound.CopyTo(buffer);
        var from = stanza.Sender.Session is { } session && stanza.From.Equals(session.Jid)
            ? session.Jid
            : stanza.From.ToJid();
        return new(
            buffer, outbound.Length, from, stanza.HasTo ? stanza.To.ToJid() : null, stanza.Sender, stanza.Route);
    }
}
