namespace Meerkat.Engine.Routing;

/// <summary>
/// What travels with a stanza besides its bytes. Immutable, and derived anew for every stanza made from another; decisions
/// are taken on the stanza itself, never on facts remembered of an earlier one.
/// </summary>
/// <param name="Origin">Where the stanza entered.</param>
/// <param name="Hops">How often something was made of it, or it was routed again, within this server.</param>
/// <param name="IsErrorReply">It is an error that this server made, or came of one; it may not yield another.</param>
public readonly record struct RouteContext(StanzaOrigin Origin, byte Hops = 0, bool IsErrorReply = false)
{
    /// <summary>More than any chain of rewrites needs; beyond it a stanza is going in circles and is dropped.</summary>
    public const byte MaxHops = 16;

    /// <summary>What in this server made the stanza.</summary>
    public StanzaMaker GeneratedBy { get; init; }

    /// <summary>The same for everything that was made of one stanza, so that lines of the log can be put together. Zero
    /// until something was: a stanza that only passes through needs none.</summary>
    public long Id { get; init; }

    public static RouteContext FromClient { get; } = new(StanzaOrigin.Client);

    public static RouteContext Unauthenticated { get; } = new(StanzaOrigin.UnauthenticatedClient);

    public static RouteContext FromComponent { get; } = new(StanzaOrigin.Component);

    /// <summary>A stanza of the server's own that nothing led to.</summary>
    public static RouteContext FromServer { get; } = new(StanzaOrigin.Server) { GeneratedBy = StanzaMaker.Server };

    /// <summary>The same stanza on its way again.</summary>
    public RouteContext NextHop() => this with { Hops = HopsBehind, Id = IdBehind };

    /// <summary>A stanza that the server makes of this one.</summary>
    public RouteContext Derive(StanzaMaker maker) =>
        new(StanzaOrigin.Server, HopsBehind, IsErrorReply) { GeneratedBy = maker, Id = IdBehind };

    /// <summary>An error in answer to this stanza; false if that is an error reply already.</summary>
    public bool TryErrorReply(out RouteContext reply)
    {
        reply = Derive(StanzaMaker.ErrorReply) with { IsErrorReply = true };
        return !IsErrorReply;
    }

    // It stays at the top: a sum that wrapped around would begin a new round.
    private byte HopsBehind => Hops == byte.MaxValue ? byte.MaxValue : (byte)(Hops + 1);

    private long IdBehind => Id != 0 ? Id : Random.Shared.NextInt64(1, long.MaxValue);
}
