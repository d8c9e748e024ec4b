using Meerkat.Engine.Net;
using Meerkat.Engine.Sessions;

namespace Meerkat.Engine.Routing;

/// <summary>
/// Stands for a sender whose stream is paused already, when a stanza made of its stanza is routed: replies reach it, and
/// pausing it again does nothing. Any thread.
/// </summary>
internal sealed class DetachedSender(StanzaSender sender) : StanzaSender
{
    public override Session? Session => sender.Session;

    public override void Pause()
    {
    }

    public override void Resume()
    {
    }

    public override void Reply(Turn turn, ReadOnlySpan<byte> stanza, RouteContext context) =>
        sender.Reply(turn, stanza, context);
}
