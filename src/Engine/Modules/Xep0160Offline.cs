using Meerkat.Engine.Blocking;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sessions;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Modules;

/// <summary>
/// Keeps messages for accounts that cannot receive them now, and delivers them with a delay stamp (XEP-0203) when they
/// can. Any turn; the sender waits until the message is on disk.
/// </summary>
[Xep("0160", "1.0.1")]
[Xep("0203", "2.0")]
public sealed class Xep0160Offline(EngineServices services, OfflineOptions options) : IModule, IOfflineHandler
{
    // Read from the store at once, and handed to the connection before the store forgets them: a batch ends at the first
    // message behind this many bytes, so that with the largest message it stays below half the smallest sensible outbox.
    private const int MessagesPerBatch = 32;
    private const int BatchBytes = 128 * 1024;

    private readonly ILogger _logger = services.Loggers.CreateLogger<Xep0160Offline>();

    public void Register(ModuleBuilder builder) => builder.HandleOffline(this).AddServerFeature("msgoffline");

    public Verdict Process(in Stanza message)
    {
        if (!OfflineRules.IsStored(message.Element, message.Type)) return Verdict.Handled;

        var owned = message.ToOwned();
        var stamped = DelayStamp.Add(message.Outbound(), HostOf(message.To, message.HasTo, message.From), services.Time.GetUtcNow());
        message.Sender.Pause();
        _ = StoreAsync(owned, stamped);
        return Verdict.Pending;
    }

    public async Task DeliverAsync(Session session)
    {
        var state = session.Account;
        if (!state.TryBeginOfflineDelivery()) return;

        try
        {
            do
            {
                session.IsDeliveringOffline = true;
                if (!await DeliverAllAsync(session).ConfigureAwait(false))
                {
                    // What the session has not sent is not routed again, since it is in the store: another resource's turn.
                    state.AbandonOfflineDelivery();
                    DeliverIfBack(session.Jid.Bare);
                    return;
                }

                session.IsDeliveringOffline = false;
            }
            while (!state.TryEndOfflineDelivery());
        }
        catch (Exception exception)
        {
            ModuleLog.OfflineDeliveryFailed(_logger, exception, session.Jid);
            session.IsDeliveringOffline = false;
            state.AbandonOfflineDelivery();
        }
    }

    private Jid HostOf(JidView to, bool hasTo, JidView from) => services.Hosts.Find(hasTo ? to.Domain : from.Domain)!.Domain;

    private async Task StoreAsync(OwnedStanza message, byte[] stamped)
    {
        services.Work.Begin();
        var account = (message.To ?? message.From).Bare;
        try
        {
            if (await services.Blocklists.IsBlockedAsync(account, message.From).ConfigureAwait(false))
            {
                Refuse(message, StanzaError.ServiceUnavailable);
                return;
            }

            var maxMessages = services.Access.MaxOfflineMessagesOf(account, options.MaxMessages);
            var status = await services.Stores.Offline.AppendAsync(account, stamped, maxMessages).ConfigureAwait(false);
            if (status != OfflineAppendStatus.Stored) Refuse(message, status);
            else if (!DeliverIfBack(account)) await TellObserversAsync(account, message).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            ModuleLog.OfflineStoreFailed(_logger, exception, account);
            Refuse(message, StanzaError.InternalServerError);
        }
        finally
        {
            var sender = message.Sender;
            message.Dispose();
            sender.Resume();
            services.Work.End();
        }
    }

    private async ValueTask TellObserversAsync(Jid account, OwnedStanza message)
    {
        foreach (var observer in services.Hosts.Find(account)!.OfflineObservers)
        {
            await observer.OnStoredAsync(account, message).ConfigureAwait(false);
        }
    }

    /// <summary>A resource that can take what is stored may have come while it was being stored, or be left.</summary>
    private bool DeliverIfBack(Jid account)
    {
        foreach (var session in services.Sessions.Find(account.Utf8)?.Sessions ?? [])
        {
            if (session.IsClosing || session.Presence is not { Priority: >= 0 }) continue;

            _ = DeliverAsync(session);
            return true;
        }

        return false;
    }

    private void Refuse(OwnedStanza message, OfflineAppendStatus status) => Refuse(
        message,
        // RFC 6121 §8.5.1: no such user; XEP-0160 §3: the store is full.
        status == OfflineAppendStatus.NoSuchAccount
            ? StanzaError.ServiceUnavailable
            : StanzaError.ResourceConstraint.Because("The recipient's offline storage is full."));

    private void Refuse(OwnedStanza message, StanzaError error)
    {
        var turn = services.Turns.Begin();
        var stanza = message.Borrow(turn);
        services.Router.Bounce.Reply(in stanza, in error);
        turn.End();
    }

    /// <summary>The last message the session took; null if it takes none any more.</summary>
    private OfflineMessage? Deliver(Session session, IReadOnlyList<OfflineMessage> batch)
    {
        OfflineMessage? last = null;
        var bytes = 0;
        var turn = services.Turns.Begin();
        foreach (var message in batch)
        {
            bytes += message.Stanza.Length;
            if (last is not null && bytes > BatchBytes) break;
            if (!IsBlocked(session.Account.Blocklist, message) && !session.Deliver(turn, message.Stanza))
            {
                last = null;
                break;
            }

            last = message;
        }

        turn.End();
        return last;
    }

    /// <summary>It was kept before its sender was blocked.</summary>
    private bool IsBlocked(Blocklist? blocklist, OfflineMessage message)
    {
        if (blocklist is null) return false;

        var header = StanzaHeader.Read(message.Stanza, StreamScope.Client, Namespaces.Client);
        return services.Jids.TryParse(header.From, out var from) && blocklist.Blocks(from);
    }

    /// <summary>False if the session ended before it had them all.</summary>
    private async Task<bool> DeliverAllAsync(Session session)
    {
        var account = session.Jid.Bare;
        var last = 0L;
        while (true)
        {
            var batch = await services.Stores.Offline.ReadAsync(account, last, MessagesPerBatch).ConfigureAwait(false);
            if (batch.Count == 0) return true;

            var delivered = Deliver(session, batch);
            if (delivered is null) return false;

            // Forgotten only when the network has them: a crash in between delivers twice rather than never.
            if (!await session.WhenSentAsync().ConfigureAwait(false)) return false;

            last = delivered.Id;
            await services.Stores.Offline.RemoveAsync(account, last).ConfigureAwait(false);
        }
    }
}
