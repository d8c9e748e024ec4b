using System.Buffers;
using Meerkat.Engine.Diagnostics;
using Meerkat.Engine.Net;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sessions;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Streams;

/// <summary>
/// Takes the elements of bound client streams: checks what RFC 6120 §8 asks of a stanza, stamps it and hands it to the
/// router. Stateless, shared by all streams.
/// </summary>
internal sealed class ClientStanzas(Router router, JidPreparer jids, ServerMetrics metrics)
{
    // An element's name ends at one of these; the scanner has seen to it that one is there.
    private static readonly SearchValues<byte> _nameEnds = SearchValues.Create(": \t\r\n/>"u8);

    public void OnElement(Turn turn, XmppStream stream, Session session, ReadOnlySpan<byte> element)
    {
        var scope = stream.Scanner.Scope;
        if (!stream.Scanner.UsesStreamPrefixes && !HasPrefix(element))
        {
            OnStanza(turn, stream, session, element);
            return;
        }

        // Slow path: what leans on the stream header's declarations is written again so that it stands alone. So is a
        // stanza with a prefix of its own: whatever is made of a stanza relies on its plain name.
        var standalone = new ByteBuffer();
        XmlRewriter.WriteStandalone(new XmlElementReader(element, scope), Namespaces.Client, standalone);
        OnStanza(turn, stream, session, standalone.WrittenSpan);
    }

    private static bool HasPrefix(ReadOnlySpan<byte> element)
    {
        var end = element.IndexOfAny(_nameEnds);
        return element[end] == ':';
    }

    private void OnStanza(Turn turn, XmppStream stream, Session session, ReadOnlySpan<byte> bytes)
    {
        var header = StanzaHeader.Read(bytes, StreamScope.Client, Namespaces.Client);
        if (header.Kind == StanzaKind.None)
        {
            OnOtherElement(turn, stream, new XmlElementReader(bytes, StreamScope.Client));
            return;
        }

        metrics.StanzaReceived(header.Kind);
        // RFC 6120 §8.1.2.1: a client may only say what the server knows.
        if (header.From.IsPresent && !IsOwnAddress(header.From, session.Jid))
        {
            stream.Fail(turn, StreamError.InvalidFrom);
            return;
        }

        var isAddressed = header.To.IsPresent;
        var isMalformed = !jids.TryParse(header.To, out var to) && isAddressed;
        var stanza = new Stanza
        {
            Header = header,
            Bytes = bytes,
            From = JidView.Of(session.Jid),
            To = to,
            HasTo = isAddressed && !isMalformed,
            Sender = stream,
            Route = RouteContext.FromClient,
            Turn = turn,
            Stamp = header.Lang.IsPresent ? session.Stamps.From : session.Stamps.FromAndLang,
        };
        if (isMalformed) router.Bounce.Reply(in stanza, StanzaError.JidMalformed);
        else if (Check(in stanza) is { } error) router.Bounce.Reply(in stanza, in error);
        else router.Dispatch(in stanza);
    }

    /// <summary>RFC 6120 §4.9.3.24; a client that reports a stream error is about to go (§4.9.1.1).</summary>
    private static void OnOtherElement(Turn turn, XmppStream stream, XmlElementReader element)
    {
        if (element.Is("error"u8, Namespaces.Streams)) stream.Close(turn, CloseReason.Finished);
        else stream.Fail(turn, StreamError.UnsupportedStanzaType);
    }

    private bool IsOwnAddress(XmlValue claimed, Jid own) =>
        jids.TryParse(claimed, out var from)
        && (from.Utf8.SequenceEqual(own.Utf8) || from.Utf8.SequenceEqual(own.BareUtf8));

    private static StanzaError? Check(in Stanza stanza) => stanza.Kind switch
    {
        StanzaKind.Iq => CheckIq(in stanza),
        // RFC 6121 §4.7.1; an unknown type of message is a normal one (§5.2.2).
        StanzaKind.Presence when stanza.Type == StanzaType.Unknown => StanzaError.BadRequest,
        _ => null,
    };

    /// <summary>RFC 6120 §8.2.3</summary>
    private static StanzaError? CheckIq(in Stanza stanza)
    {
        if (!stanza.Header.Id.IsPresent) return StanzaError.BadRequest.Because("An IQ must have an id.");
        if (stanza.Type is StanzaType.None or StanzaType.Unknown)
        {
            return StanzaError.BadRequest.Because("The type of an IQ is get, set, result or error.");
        }

        return stanza.IsIqRequest && !HasOneChild(stanza.Element)
            ? StanzaError.BadRequest.Because("An IQ of type get or set has exactly one child element.")
            : null;
    }

    private static bool HasOneChild(XmlElementReader iq)
    {
        var count = 0;
        foreach (var _ in iq.Children) count++;
        return count == 1;
    }
}
