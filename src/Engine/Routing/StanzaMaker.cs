namespace Meerkat.Engine.Routing;

/// <summary>What in this server made a stanza.</summary>
public enum StanzaMaker : byte
{
    /// <summary>None: it is passed on as it was received.</summary>
    None,

    /// <summary>The server of its own accord: a broadcast, a probe.</summary>
    Server,

    /// <summary>The refusal of a stanza.</summary>
    ErrorReply,

    /// <summary>The handler of an IQ request.</summary>
    IqHandler,

    /// <summary>A request of the server's own (<see cref="PendingRequests"/>).</summary>
    Request,

    /// <summary>What a user's subscription asks of the other side.</summary>
    Subscription,

    /// <summary>A message that a connection ended without taking.</summary>
    Redelivery,
}
