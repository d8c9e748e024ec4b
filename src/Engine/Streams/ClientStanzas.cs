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
    public void OnElement(Turn turn, XmppStream stream, Session session, ReadOnlySpan<byte> element) =>
        OnStanza(turn, stream, session, StandaloneElement.Of(element, stream.Scanner, Namespaces.Client));

    /// <summary>Takes what stands alone and has a plain name.</summary>
    public void OnStanza(Turn turn, XmppStream stream, Session session, ReadOnlySpan<byte> bytes)
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
        else if (StanzaChecks.Check(in stanza) is { } error) router.Bounce.Reply(in stanza, in error);
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
}
