using System.Net;
using Meerkat.Engine.Net;
using Meerkat.Engine.Sessions;

namespace Meerkat.Engine.Routing;

/// <summary>
/// What a stanza came from: a client's stream, later a component's or another server's, or the server itself. It can be
/// made to wait, and takes the direct replies to what it sent.
/// </summary>
public abstract class StanzaSender
{
    /// <summary>The bound session, if the sender is a client of this server.</summary>
    public virtual Session? Session => null;

    /// <summary>The network address the sender connected from, if it did.</summary>
    public virtual IPAddress? Address => null;

    /// <summary>Stops reading from the sender. Its own turn only; paired with one <see cref="Resume"/>.</summary>
    public abstract void Pause();

    /// <summary>Goes on reading. Any thread, also before the turn that paused has ended.</summary>
    public abstract void Resume();

    /// <summary>Hands a whole stanza back to the sender: an answer to one of its own, which <paramref name="context"/> was
    /// derived from. Any thread.</summary>
    public abstract void Reply(Turn turn, ReadOnlySpan<byte> stanza, RouteContext context);
}
