using Meerkat.Engine.Blocking;
using Meerkat.Engine.Sessions;
using Meerkat.Parser.Stanzas;

namespace Meerkat.Engine.Routing;

/// <summary>
/// Decides where a stanza goes: RFC 6120 §10 and the rules of RFC 6121 §8. Holds no state of its own; any turn.
/// </summary>
public sealed class Router(
    HostTable hosts,
    SessionTable sessions,
    IReadOnlyList<IStage> inbound,
    IReadOnlyList<IRoute> routes,
    IqDispatcher iqs,
    PendingRequests requests,
    Bounce bounce)
{
    private readonly IStage[] _inbound = [.. inbound];
    private readonly IRoute[] _routes = [.. routes];

    public SessionTable Sessions { get; } = sessions;

    public HostTable Hosts { get; } = hosts;

    /// <summary>Answers what cannot be delivered; for whoever refuses a stanza before or behind the router.</summary>
    public Bounce Bounce { get; } = bounce;

    /// <summary>Takes a stanza from a stream: stages first, then where it belongs.</summary>
    public Verdict Dispatch(in Stanza stanza)
    {
        if (IsAwaited(in stanza)) return Verdict.Handled;
        if (stanza.Type == StanzaType.Error && Bounce.DropsEcho(in stanza)) return Verdict.Handled;

        if (stanza.HasTo && stanza.Sender.Session?.Account.Blocklist is { } blocklist && blocklist.Blocks(stanza.To))
        {
            return BlockedStanzas.RefuseOutgoing(Bounce, in stanza);
        }

        foreach (var stage in _inbound)
        {
            var verdict = stage.Process(in stanza);
            if (verdict != Verdict.Continue) return verdict;
        }

        if (stanza.Kind == StanzaKind.Presence && stanza.Sender.Session is not null)
        {
            var verdict = DispatchPresence(in stanza);
            if (verdict != Verdict.Continue) return verdict;
        }

        return Deliver(in stanza);
    }

    /// <summary>Takes a stanza to its destination. Never <see cref="Verdict.Continue"/>.</summary>
    public Verdict Route(in Stanza stanza) => IsAwaited(in stanza) ? Verdict.Handled : Deliver(in stanza);

    /// <summary>An answer to a request of the server's own goes to whoever asked, and nowhere else.</summary>
    private bool IsAwaited(in Stanza stanza) =>
        stanza.Kind == StanzaKind.Iq
        && stanza.Type is StanzaType.Result or StanzaType.Error
        && requests.TryComplete(in stanza);

    private Verdict Deliver(in Stanza stanza)
    {
        if (stanza.Route.Hops > RouteContext.MaxHops) return Bounce.DropLoop(in stanza);

        // RFC 6121 §8.1: without 'to', a message or IQ is for the sender's own account.
        var to = stanza.HasTo ? stanza.To.Domain : stanza.From.Domain;
        if (Hosts.Find(to) is not { } host) return RouteElsewhere(in stanza);
        // A presence without 'to' is a broadcast, which only a client of ours may ask for.
        if (!stanza.HasTo && stanza.Kind == StanzaKind.Presence) return Verdict.Handled;
        if (!stanza.HasTo) return RouteToAccount(in stanza, host, Sessions.Find(stanza.From.Bare));
        if (!stanza.To.HasLocal) return RouteToHost(in stanza, host);

        // Of an account without a session the store knows whom it blocks, and is asked by who takes the stanza.
        var account = Sessions.Find(stanza.To.Bare);
        if (account?.State.Blocklist is { } blocklist && blocklist.Blocks(stanza.From))
        {
            return BlockedStanzas.RefuseIncoming(Bounce, in stanza);
        }

        return stanza.To.IsFull ? RouteToResource(in stanza, host, account) : RouteToAccount(in stanza, host, account);
    }

    private Verdict DispatchPresence(in Stanza stanza)
    {
        var presence = Hosts.Find(stanza.From.Domain)?.Presence;
        if (presence is null) return Verdict.Continue;

        return stanza.HasTo ? presence.ProcessOutbound(in stanza) : presence.Broadcast(in stanza);
    }

    /// <summary>RFC 6121 §8.2</summary>
    private Verdict RouteElsewhere(in Stanza stanza)
    {
        foreach (var route in _routes)
        {
            var verdict = route.Route(in stanza);
            if (verdict != Verdict.Continue) return verdict;
        }

        return Bounce.Reply(in stanza, StanzaError.RemoteServerNotFound);
    }

    /// <summary>RFC 6121 §8.3; a resource of the domain is nothing that this server has (RFC 6120 §10.5.2).</summary>
    private Verdict RouteToHost(in Stanza stanza, Host host)
    {
        if (stanza.Kind == StanzaKind.Presence) return Verdict.Handled;
        if (stanza.IsIqRequest && !stanza.To.IsFull) return iqs.Dispatch(in stanza, host, host.ServerIqs);

        return Bounce.Reply(in stanza, StanzaError.ServiceUnavailable);
    }

    /// <summary>RFC 6121 §8.5.2</summary>
    private Verdict RouteToAccount(in Stanza stanza, Host host, UserEntry? account) => stanza.Kind switch
    {
        StanzaKind.Message => RouteMessageToAccount(in stanza, host, account),
        StanzaKind.Presence => RoutePresence(in stanza, host),
        _ => RouteIqToAccount(in stanza, host, account),
    };

    /// <summary>RFC 6121 §8.5.3</summary>
    private Verdict RouteToResource(in Stanza stanza, Host host, UserEntry? account)
    {
        if (account?.Find(stanza.To.Resource) is { } session && !IsForServer(in stanza))
        {
            if (session.Deliver(stanza.Turn, stanza.Outbound())) return Verdict.Handled;
        }

        // RFC 6121 §8.5.3.2: no such resource.
        return stanza.Kind switch
        {
            StanzaKind.Presence => RoutePresence(in stanza, host),
            StanzaKind.Message when stanza.Type == StanzaType.Chat =>
                RouteMessageToAccount(in stanza, host, account),
            StanzaKind.Message when stanza.Type == StanzaType.Headline => Verdict.Handled,
            _ => Bounce.Reply(in stanza, StanzaError.ServiceUnavailable),
        };
    }

    /// <summary>Subscriptions and probes are the server's business even when addressed to a resource (RFC 6121 §3, §4.3).</summary>
    private static bool IsForServer(in Stanza stanza) =>
        stanza.Kind == StanzaKind.Presence
        && stanza.Type is not (StanzaType.None or StanzaType.Unavailable or StanzaType.Error);

    private static Verdict RoutePresence(in Stanza stanza, Host host) =>
        host.Presence?.ProcessInbound(in stanza) ?? Verdict.Handled;

    /// <summary>RFC 6121 §8.5.2.1.3: the server answers on behalf of the account; a result has nobody to go to.</summary>
    private Verdict RouteIqToAccount(in Stanza stanza, Host host, UserEntry? account) =>
        stanza.IsIqRequest
            ? iqs.Dispatch(in stanza, host, host.AccountIqs, unlessBlocked: account is null ? host.Blocklists : null)
            : Bounce.Reply(in stanza, StanzaError.ServiceUnavailable);

    /// <summary>RFC 6121 §8.5.2.1.1, §8.5.2.2.1</summary>
    private Verdict RouteMessageToAccount(in Stanza stanza, Host host, UserEntry? account)
    {
        switch (stanza.Type)
        {
            case StanzaType.Error:
                return Verdict.Handled;
            case StanzaType.Groupchat:
                return Bounce.Reply(in stanza, StanzaError.ServiceUnavailable);
            case StanzaType.Headline:
                if (account is not null) DeliverFrom(0, in stanza, account);
                return Verdict.Handled;
        }

        if (account is not null && DeliverToHighest(in stanza, account)) return Verdict.Handled;

        return host.Offline?.Process(in stanza) ?? Bounce.Reply(in stanza, StanzaError.ServiceUnavailable);
    }

    /// <summary>To all sessions that share the highest priority, if it is not negative.</summary>
    private static bool DeliverToHighest(in Stanza stanza, UserEntry entry)
    {
        var highest = entry.HighestPriority();
        return highest >= 0 && DeliverFrom(highest, in stanza, entry);
    }

    /// <summary>To all available sessions with at least this priority. False if none took it.</summary>
    private static bool DeliverFrom(int priority, in Stanza stanza, UserEntry entry)
    {
        var isDelivered = false;
        foreach (var session in entry.Sessions)
        {
            if (session.Presence is { } presence && presence.Priority >= priority)
            {
                isDelivered |= session.Deliver(stanza.Turn, stanza.Outbound());
            }
        }

        return isDelivered;
    }
}
