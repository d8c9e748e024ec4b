using System.Collections.Concurrent;
using System.Text;

namespace Meerkat.LoadGen.Tests.Fakes;

/// <summary>Subscriptions and presence of a <see cref="FakeServer"/>. Any thread.</summary>
internal sealed class FakeRosters(FakeServer server)
{
    // Who sees whom: "watcher watched", bare JIDs.
    private readonly ConcurrentDictionary<(string Watcher, string Watched), bool> _subscriptions = new();

    public static ReadOnlySpan<byte> Namespace => "jabber:iq:roster"u8;

    public Task OnRequestAsync(FakeClient client, string id, string type)
    {
        if (type != "get")
            return Task.CompletedTask;
        client.IsInterested = true;
        var others = server.Clients.Select(other => other.BareJid).Where(other => other != client.BareJid);
        var items = string.Concat(others.Select(other => Item(client.BareJid, other)));
        return client.SendAsync($"<iq type='result' id='{id}'><query xmlns='jabber:iq:roster'>{items}</query></iq>");
    }

    public Task OnPresenceAsync(FakeClient sender, string to, string type, byte[] stanza) => type switch
    {
        "subscribe" when _subscriptions.Count >= server.Behaviour.MaxSubscriptions => sender.SendAsync(
            $"<presence type='error' from='{to}'><error type='wait'>"
            + "<resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>"),
        "subscribe" => ToAllAsync(to, $"<presence type='subscribe' from='{sender.BareJid}' to='{to}'/>"),
        "subscribed" => ApproveAsync(sender.BareJid, to),
        _ => BroadcastAsync(sender, type, stanza),
    };

    private bool Sees(string watcher, string watched) => _subscriptions.ContainsKey((watcher, watched));

    private string Item(string owner, string other) => (Sees(owner, other), Sees(other, owner)) switch
    {
        (true, true) => $"<item jid='{other}' subscription='both'/>",
        (true, false) => $"<item jid='{other}' subscription='to'/>",
        (false, true) => $"<item jid='{other}' subscription='from'/>",
        _ => "",
    };

    private async Task ApproveAsync(string watched, string watcher)
    {
        _subscriptions[(watcher, watched)] = true;
        foreach (var (owner, other) in new[] { (watched, watcher), (watcher, watched) })
        {
            foreach (var client in server.Clients.Where(client => client.BareJid == owner && client.IsInterested))
                await client.SendAsync(
                    $"<iq type='set' id='push'><query xmlns='jabber:iq:roster'>{Item(owner, other)}</query></iq>");
        }
    }

    private async Task BroadcastAsync(FakeClient sender, string type, byte[] stanza)
    {
        var isInitial = !sender.IsAvailable && type.Length == 0;
        sender.IsAvailable = type.Length == 0;
        byte[] presence =
        [
            .. "<presence"u8, .. Encoding.UTF8.GetBytes($" from='{sender.Jid}'"), .. stanza.AsSpan("<presence".Length),
        ];
        foreach (var contact in server.Clients.Where(contact => contact.IsAvailable && contact != sender))
        {
            if (Sees(contact.BareJid, sender.BareJid))
                await DeliverAsync(contact, presence);
            if (isInitial && Sees(sender.BareJid, contact.BareJid))
                await sender.SendAsync($"<presence from='{contact.Jid}'/>");
        }
    }

    private Task DeliverAsync(FakeClient contact, byte[] presence)
    {
        switch (presence.AsSpan().IndexOf("lg:"u8) < 0 ? FakeFault.None : server.NextFault())
        {
            case FakeFault.Drop:
                return Task.CompletedTask;
            case FakeFault.Duplicate:
                return contact.SendAsync([.. presence, .. presence]);
            case FakeFault.Delay:
                contact.Hold(presence);
                return Task.CompletedTask;
            case FakeFault.Corrupt:
                byte[] corrupted = [.. presence];
                corrupted[^22] ^= 1;
                return contact.SendAsync(corrupted);
            case FakeFault.Misroute:
                return OtherThan(contact).SendAsync(presence);
            default:
                return contact.SendAsync(presence);
        }
    }

    // Somebody who does not know the sender: the last user of the next group of three.
    private FakeClient OtherThan(FakeClient contact)
    {
        var number = int.Parse(contact.BareJid.AsSpan(4, contact.BareJid.IndexOf('@') - 4), null);
        return server.Clients.Single(client => client.BareJid == $"user{(number + 3) % 6}@localhost");
    }

    private async Task ToAllAsync(string bareJid, string xml)
    {
        foreach (var client in server.Clients.Where(client => client.BareJid == bareJid))
            await client.SendAsync(xml);
    }
}
