using Meerkat.Engine.Net;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Routing;

/// <summary>
/// A stanza on its way: a view of the sender's receive buffer, valid during one call of one turn. Its bytes stand alone in
/// a stream whose default namespace is <c>jabber:client</c>.
/// </summary>
public readonly ref struct Stanza
{
    public required StanzaHeader Header { get; init; }

    /// <summary>As received; <c>from</c> and <c>xml:lang</c> are stamped on the way out.</summary>
    public required ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>The sender's address as the server knows it, never as claimed.</summary>
    public required JidView From { get; init; }

    /// <summary>Only meaningful if <see cref="HasTo"/>.</summary>
    public JidView To { get; init; }

    public bool HasTo { get; init; }

    public required StanzaSender Sender { get; init; }

    public required RouteContext Route { get; init; }

    public required Turn Turn { get; init; }

    /// <summary>What to write into the start tag on the way out: <c> from='…'</c> and perhaps <c> xml:lang='…'</c>.</summary>
    public required ReadOnlySpan<byte> Stamp { get; init; }

    public StanzaKind Kind => Header.Kind;

    public StanzaType Type => Header.Type;

    /// <summary>True for a request that must be answered (RFC 6120 §8.2.3).</summary>
    public bool IsIqRequest => Kind == StanzaKind.Iq && Type is StanzaType.Get or StanzaType.Set;

    public XmlElementReader Element => new(Bytes, StreamScope.Client);

    /// <summary>The stanza as it goes out to where it was sent.</summary>
    public OutboundStanza Outbound() => new(Bytes, Header, Stamp, keepTo: true);

    /// <summary>The stanza as it goes out without its <c>to</c>.</summary>
    public OutboundStanza OutboundWithoutTo() => new(Bytes, Header, Stamp, keepTo: false);

    /// <summary>A pooled copy that may outlive the call, <c>from</c> stamped. Dispose it once.</summary>
    public OwnedStanza ToOwned() => OwnedStanza.Copy(in this);
}
