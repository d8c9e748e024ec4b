using Meerkat.Engine.Net;
using Meerkat.Engine.Routing;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Sessions;

/// <summary>
/// Finds the messages among the bytes that a closed connection did not send, and routes them again: to another resource
/// or to offline storage. A stanza that was sent in part is one the client cannot have read. Any thread.
/// </summary>
public sealed class UnsentMessages(ServerSender sender)
{
    private static ReadOnlySpan<byte> Header =>
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"u8;

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

    public void RouteAgain(Turn turn, Session session, UnsentBytes unsent)
    {
        // The outbox holds whole stanzas that this server wrote or has checked: the scanner only finds their ends.
        byte[] stream = [.. Header, .. unsent.All];
        var scanner = new XmlStreamScanner(_unlimited);
        var offset = scanner.Scan(stream).Consumed;
        while (scanner.Scan(stream.AsSpan(offset)) is { Status: XmlScanStatus.Element } result)
        {
            var end = offset + result.Consumed;
            if (end > Header.Length + unsent.SentCount)
            {
                RouteAgain(turn, session, stream.AsSpan((offset + result.Start)..end));
            }

            offset = end;
        }
    }

    private void RouteAgain(Turn turn, Session session, ReadOnlySpan<byte> bytes)
    {
        var header = StanzaHeader.Read(bytes, StreamScope.Client, Namespaces.Client);
        var isWorthKeeping = header.Kind == StanzaKind.Message
            && header.Type is StanzaType.None or StanzaType.Normal or StanzaType.Chat or StanzaType.Unknown;
        if (!isWorthKeeping || IsStillStored(session, bytes)) return;

        sender.Route(turn, bytes, session.Jid.Bare, RouteContext.FromServer.Derive(StanzaMaker.Redelivery));
    }

    /// <summary>Offline messages are forgotten only when they were sent, so what was under way is in the store still.</summary>
    private static bool IsStillStored(Session session, ReadOnlySpan<byte> message) =>
        session.IsDeliveringOffline && DelayStamp.IsFrom(message, session.Host.Domain);
}
