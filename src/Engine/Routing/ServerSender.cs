using Meerkat.Engine.Net;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Routing;

/// <summary>
/// The server as a sender: routes stanzas that it made, or that it takes up again on somebody's behalf. Cannot be paused;
/// replies to such a stanza are routed to the address it came from. One per process; any thread.
/// </summary>
public sealed class ServerSender(JidPreparer jids, Router router) : StanzaSender
{
    public override void Pause()
    {
    }

    public override void Resume()
    {
    }

    /// <summary>The reply to a stanza of ours goes where its <c>to</c> says.</summary>
    public override void Reply(Turn turn, ReadOnlySpan<byte> stanza, RouteContext context)
    {
        // The reply lies in the turn's scratch, which routing it may use again.
        var copy = stanza.ToArray();
        var header = StanzaHeader.Read(copy, StreamScope.Client, Namespaces.Client);
        if (!jids.TryParse(header.To, out var to)) return;

        Route(turn, copy, to, context, this);
    }

    /// <summary>
    /// Routes a whole stanza with a valid <c>from</c> to <paramref name="to"/>, whatever its <c>to</c> attribute says.
    /// </summary>
    public Verdict Route(Turn turn, ReadOnlySpan<byte> stanza, Jid to, RouteContext context) =>
        Route(turn, stanza, JidView.Of(to), context, this);

    /// <summary>Routes a presence that nobody is told of if it does not arrive: a broadcast, a probe.</summary>
    public void RouteUnanswered(Turn turn, ReadOnlySpan<byte> presence, Jid to) =>
        Route(turn, presence, JidView.Of(to), RouteContext.FromServer, SilentSender.Instance);

    /// <summary>Routes a stanza made of a client's, whose errors the client is told of.</summary>
    internal void RouteFor(StanzaSender sender, Turn turn, ReadOnlySpan<byte> stanza, Jid to, RouteContext context) =>
        Route(turn, stanza, JidView.Of(to), context, sender);

    private Verdict Route(
        Turn turn, ReadOnlySpan<byte> stanza, JidView to, RouteContext context, StanzaSender sender)
    {
        var header = StanzaHeader.Read(stanza, StreamScope.Client, Namespaces.Client);
        if (!jids.TryParse(header.From, out var from)) return Verdict.Handled;

        return router.Route(new Stanza
        {
            Header = header,
            Bytes = stanza,
            From = from,
            To = to,
            HasTo = true,
            Sender = sender,
            Route = context,
            Turn = turn,
            Stamp = stanza[header.FromRange],
        });
    }
}
