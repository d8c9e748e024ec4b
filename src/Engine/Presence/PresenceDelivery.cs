using Meerkat.Engine.Blocking;
using Meerkat.Engine.Net;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sessions;

namespace Meerkat.Engine.Presence;

/// <summary>Hands presence to the sessions of an account. Pure; any turn.</summary>
internal static class PresenceDelivery
{
    /// <summary>To every available session, as addressed.</summary>
    public static void ToAvailable(in Stanza stanza, UserEntry? recipient)
    {
        if (recipient is not null) ToAvailable(stanza.Turn, stanza.Outbound(), recipient);
    }

    /// <summary>To every available session of an account, but those that the sender blocks.</summary>
    public static void ToAvailable(Turn turn, in OutboundStanza outbound, UserEntry recipient, Blocklist? except = null)
    {
        foreach (var session in recipient.Sessions)
        {
            if (session.Presence is not null && except?.Blocks(session.Jid) != true) session.Deliver(turn, in outbound);
        }
    }
}
