using Meerkat.Engine.Modules;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sessions;
using Meerkat.Parser.Stanzas;

namespace Meerkat.Engine.Presence;

/// <summary>The presence of one host's users (RFC 6121 §3, §4): decides which part deals with a presence stanza. Any turn.</summary>
public sealed class PresenceModule(
    EngineServices services, Availability availability, SubscriptionService subscriptions, ProbeResponder probes)
    : IModule, IPresenceHandler, ISessionObserver
{
    public void Register(ModuleBuilder builder) => builder.HandlePresence(this).Observe(this);

    public Verdict Broadcast(in Stanza stanza) => stanza.Type switch
    {
        StanzaType.None => availability.Announce(in stanza, stanza.Sender.Session!),
        StanzaType.Unavailable => availability.Withdraw(in stanza, stanza.Sender.Session!),
        // RFC 6121 §8.1.2 speaks of no others: subscriptions and probes need somebody to go to.
        _ => Verdict.Handled,
    };

    public Verdict ProcessOutbound(in Stanza stanza)
    {
        switch (stanza.Type)
        {
            case StanzaType.None:
                return Remember(in stanza, stanza.Sender.Session!);
            case StanzaType.Unavailable:
                stanza.Sender.Session!.RemoveDirected(stanza.To.ToJid());
                return Verdict.Continue;
            case StanzaType.Subscribe or StanzaType.Subscribed or StanzaType.Unsubscribe or StanzaType.Unsubscribed:
                return subscriptions.ProcessOutbound(in stanza);
            default:
                return Verdict.Continue;
        }
    }

    public Verdict ProcessInbound(in Stanza stanza)
    {
        switch (stanza.Type)
        {
            case StanzaType.Subscribe or StanzaType.Subscribed or StanzaType.Unsubscribe or StanzaType.Unsubscribed:
                return subscriptions.ProcessInbound(in stanza);
            case StanzaType.Probe:
                return probes.Process(in stanza);
            case StanzaType.None or StanzaType.Unavailable:
                // RFC 6121 §8.5.2.1.2; one for a resource that is gone is dropped (§8.5.3.2.2).
                if (stanza.To.IsBare) PresenceDelivery.ToAvailable(in stanza, services.Sessions.Find(stanza.To.Bare));
                return Verdict.Handled;
            default:
                return Verdict.Handled;
        }
    }

    public ValueTask OnEndedAsync(Session session) => availability.EndAsync(session);

    /// <summary>RFC 6121 §4.6: who gets directed presence is told when it ends.</summary>
    private Verdict Remember(in Stanza stanza, Session session)
    {
        // Routed here, so that the end of the session, which may come from another thread, is told behind it.
        if (!session.TryEnterPresence()) return Verdict.Handled;

        try
        {
            return session.TryAddDirected(stanza.To.ToJid(), services.Limits.DirectedPresences)
                ? services.Router.Route(in stanza)
                : services.Router.Bounce.Reply(in stanza, StanzaError.ResourceConstraint.Because("Too many directed presences."));
        }
        finally
        {
            session.LeavePresence();
        }
    }
}
