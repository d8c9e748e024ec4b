using Meerkat.Engine.Net;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Streams;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Sessions;

/// <summary>
/// Finds the messages among the bytes that a closed connection did not send, and routes them again: to another resource
/// or to offline storage. A stanza that was sent in part is one the client cannot have read. Any thread.
/// </summary>
public sealed class UnsentMessages(ServerSender sender)
{
    public void RouteAgain(Turn turn, Session session, UnsentBytes unsent)
    {
        foreach (var stanza in UnsentStanzas.In(unsent)) RouteAgain(turn, session, stanza);
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
