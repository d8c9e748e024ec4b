using Meerkat.Engine.Modules;
using Meerkat.Engine.Net;
using Meerkat.Engine.Routing;
using Meerkat.Parser.Jids;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Presence;

/// <summary>Answers presence probes to accounts of this server (RFC 6121 §4.3.2). Any turn.</summary>
public sealed class ProbeResponder(EngineServices services)
{
    private readonly ILogger _logger = services.Loggers.CreateLogger<ProbeResponder>();

    public Verdict Process(in Stanza probe)
    {
        probe.Sender.Pause();
        _ = AnswerAsync(probe.Sender, probe.To.ToJid().Bare, probe.From.ToJid());
        return Verdict.Pending;
    }

    private async Task AnswerAsync(StanzaSender sender, Jid account, Jid prober)
    {
        try
        {
            // XEP-0191: who is blocked is not answered at all.
            if (await services.Blocklists.IsBlockedAsync(account, prober).ConfigureAwait(false)) return;

            var roster = await services.Rosters.GetAsync(account).ConfigureAwait(false);
            var isAllowed = account.Equals(prober.Bare) || roster.Find(prober.Bare) is { HasFrom: true };
            var turn = services.Turns.Begin();
            if (isAllowed) TellPresence(turn, account, prober);
            // §4.3.2 rule 1: who may not know is told that there is no subscription.
            else Send(turn, PresenceStanzas.Write(account, prober.Bare, "unsubscribed"u8), prober);
            turn.End();
        }
        catch (Exception exception)
        {
            PresenceLog.StoreFailed(_logger, exception, account);
        }
        finally
        {
            sender.Resume();
        }
    }

    private void TellPresence(Turn turn, Jid account, Jid prober)
    {
        var isAnyAvailable = false;
        foreach (var session in services.Sessions.Find(account.Utf8)?.Sessions ?? [])
        {
            if (session.Presence is not { } presence) continue;

            isAnyAvailable = true;
            Send(turn, PresenceStanzas.WithTo(presence.Stanza, prober), prober);
        }

        // §4.3.2 rule 3
        if (!isAnyAvailable) Send(turn, PresenceStanzas.Write(account, prober, "unavailable"u8), prober);
    }

    private void Send(Turn turn, byte[] presence, Jid to) => services.Server.RouteUnanswered(turn, presence, to);
}
