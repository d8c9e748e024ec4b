using Meerkat.Engine.Net;

namespace Meerkat.Engine.Routing;

/// <summary>The sender of broadcasts: nobody is told of those that could not be delivered. Stateless; any thread.</summary>
internal sealed class SilentSender : StanzaSender
{
    public static SilentSender Instance { get; } = new();

    public override void Pause()
    {
    }

    public override void Resume()
    {
    }

    public override void Reply(Turn turn, ReadOnlySpan<byte> stanza, RouteContext context)
    {
    }
}
