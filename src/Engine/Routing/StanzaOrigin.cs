namespace Meerkat.Engine.Routing;

/// <summary>Where a stanza came into this server.</summary>
public enum StanzaOrigin : byte
{
    Client,

    /// <summary>A client that has not authenticated: it has no address to answer to.</summary>
    UnauthenticatedClient,

    /// <summary>An external component (XEP-0114).</summary>
    Component,

    /// <summary>Made by the server itself: a reply, a push, a stanza on a user's behalf.</summary>
    Server,
}
