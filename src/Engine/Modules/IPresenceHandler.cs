using Meerkat.Engine.Routing;

namespace Meerkat.Engine.Modules;

/// <summary>What a host does with presence stanzas (RFC 6121 §3, §4). Called concurrently by all turns.</summary>
public interface IPresenceHandler
{
    /// <summary>A client's presence without <c>to</c>: its availability, for all who may see it.</summary>
    Verdict Broadcast(in Stanza stanza);

    /// <summary>A client's presence to somebody. Continue: route it on as it is.</summary>
    Verdict ProcessOutbound(in Stanza stanza);

    /// <summary>A presence to an account of this host, or to a resource that is not bound.</summary>
    Verdict ProcessInbound(in Stanza stanza);
}
