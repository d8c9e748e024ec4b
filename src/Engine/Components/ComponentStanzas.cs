using Meerkat.Engine.Diagnostics;
using Meerkat.Engine.Net;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sessions;
using Meerkat.Engine.Streams;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Components;

/// <summary>
/// Takes the elements of established component streams: checks addresses and form, and hands stanzas to the router. What
/// is wrong comes back as <c>bad-request</c>, and the stream goes on. Stateless, shared by all streams.
/// </summary>
internal sealed class ComponentStanzas(Router router, JidPreparer jids, ServerMetrics metrics)
{
    public void OnElement(Turn turn, ComponentStream stream, ReadOnlySpan<byte> element) => OnStandalone(
        turn, stream, StandaloneElement.Of(element, stream.Scanner, Namespaces.Component));

    private void OnStandalone(Turn turn, ComponentStream stream, ReadOnlySpan<byte> bytes)
    {
        var header = StanzaHeader.Read(bytes, StreamScope.Client, Namespaces.Client);
        if (header.Kind == StanzaKind.None)
        {
            OnOtherElement(turn, stream, new XmlElementReader(bytes, StreamScope.Client));
            return;
        }

        metrics.StanzaReceived(header.Kind);
        var own = JidView.Of(stream.Domains[0]);
        var isFromValid = jids.TryParse(header.From, out var from);
        var isToValid = jids.TryParse(header.To, out var to);
        var stanza = new Stanza
        {
            Header = header,
            Bytes = bytes,
            From = isFromValid ? from : own,
            To = isToValid ? to : own,
            HasTo = true,
            Sender = stream,
            Route = RouteContext.FromComponent,
            Turn = turn,
            Stamp = isFromValid ? Stamp(bytes, in header, from) : [],
        };
        if (!isFromValid) Refuse(in stanza, "The stanza has no valid 'from'.");
        else if (!isToValid) Refuse(in stanza, "The stanza has no valid 'to'.");
        else if (!stream.MayWriteAs(from)) Refuse(in stanza, "The address in 'from' is not the component's.");
        else if (StanzaChecks.Check(in stanza) is { } error) router.Bounce.Reply(in stanza, in error);
        else router.Dispatch(in stanza);
    }

    /// <summary>The address as the component wrote it, or prepared if that is something else.</summary>
    private static ReadOnlySpan<byte> Stamp(ReadOnlySpan<byte> bytes, scoped in StanzaHeader header, scoped JidView from) =>
        header.From.Raw.SequenceEqual(from.Utf8)
            ? bytes[header.FromRange]
            : SessionStamps.Write(from.ToJid(), lang: []).From;

    private void Refuse(in Stanza stanza, string text) => router.Bounce.Reply(in stanza, StanzaError.BadRequest.Because(text));

    /// <summary>RFC 6120 §4.9.1.1: a component that reports a stream error is about to go. Anything else comes back.</summary>
    private static void OnOtherElement(Turn turn, ComponentStream stream, XmlElementReader element)
    {
        if (element.Is("error"u8, Namespaces.Streams))
        {
            stream.Close(turn, CloseReason.Finished);
            return;
        }

        if (element.Attribute("type"u8).Equals("error"u8)) return;

        turn.Scratch.Clear();
        var writer = new XmlWriter(turn.Scratch);
        writer.Start(element.LocalName);
        if (!element.Namespace.SequenceEqual(Namespaces.Client)) writer.Attribute("xmlns"u8, element.Namespace);
        writer.Attribute("type"u8, "error"u8);
        writer.Attribute("id"u8, element.Attribute("id"u8));
        writer.Attribute("from"u8, element.Attribute("to"u8));
        writer.Attribute("to"u8, element.Attribute("from"u8));
        ReplyWriter.WriteErrorElement(ref writer, StanzaError.BadRequest);
        writer.End(element.LocalName);
        stream.Append(turn, turn.Scratch.WrittenSpan);
    }
}
