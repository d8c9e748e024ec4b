namespace Meerkat.Engine.Routing;

/// <summary>
/// What travels with a stanza besides its bytes. Derived anew for every stanza made from another; decisions are taken on
/// the stanza itself, never on facts remembered of an earlier one.
/// </summary>
/// <param name="Origin">Where the stanza entered.</param>
/// <param name="Hops">How often it was routed again within this server.</param>
/// <param name="IsErrorReply">It is an error that this server made; it may not yield another.</param>
public readonly record struct RouteContext(StanzaOrigin Origin, byte Hops = 0, bool IsErrorReply = false)
{
    /// <summary>More than any chain of rewrites needs; beyond it a stanza is going in circles and is dropped.</summary>
    public const byte MaxHops = 16;

    public static RouteContext FromClient { get; } = new(StanzaOrigin.Client);

    public static RouteContext Unauthenticated { get; } = new(StanzaOrigin.UnauthenticatedClient);

    public static RouteContext FromServer { get; } = new(StanzaOrigin.Server);

    public RouteContext NextHop() => this with { Hops = (byte)(Hops + 1) };

    public RouteContext ErrorReply() => new(StanzaOrigin.Server, (byte)(Hops + 1), IsErrorReply: true);
}
