using System.Buffers;
using System.Text;
using Meerkat.LoadGen.Measure;
using Meerkat.LoadGen.Streams;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// A user while it gets mutual subscriptions with its contacts (RFC 6121 §3): asks for its roster, then for what is not in
/// it. Begins on the run's thread; all else comes on the turns of the user's stream.
/// </summary>
internal sealed class RosterOwner(LoadUser user, IReadOnlyList<LoadUser> contacts, FailureCounts failures) : IUserTraffic
{
    private const string RosterNamespace = "jabber:iq:roster";

    // Each makes the server write to several rosters: enough to keep it busy, too few to flood it.
    private const int MaxUnderWay = 64;

    // Contacts without a mutual subscription, by bare JID.
    private readonly Dictionary<string, LoadUser> _missing =
        contacts.ToDictionary(contact => contact.BareJid, StringComparer.Ordinal);
    private readonly Queue<string> _toAsk = new();
    private readonly HashSet<string> _contacts = [.. contacts.Select(contact => contact.BareJid)];
    private readonly HashSet<string> _others = [];
    private bool _hasRoster;
    private int _made;
    private int _alreadyThere;
    private int _underWay;

    public int Made => Volatile.Read(ref _made);

    public int AlreadyThere => Volatile.Read(ref _alreadyThere);

    public int Missing => contacts.Count - Made - AlreadyThere;

    /// <summary>Contacts of other runs, who are told of the user's presence too; once all has been established.</summary>
    public IReadOnlySet<string> Others => _others;

    public LoadUser User => user;

    // Only who has asked for the roster is told of changes (RFC 6121 §2.2).
    public void Begin() => Send($"<iq type='get' id='roster'><query xmlns='{RosterNamespace}'/></iq>");

    KnownRest IUserTraffic.TakeKnown(ReadOnlySpan<byte> bytes, out int consumed)
    {
        consumed = 0;
        return KnownRest.Other;
    }

    void IUserTraffic.OnStanza(in StanzaHeader header, ReadOnlySpan<byte> stanza)
    {
        if (header.Type == StanzaType.Error)
            OnError(stanza);
        else if (header.Kind == StanzaKind.Iq)
            OnRoster(stanza, header.Type);
        else if (header is { Kind: StanzaKind.Presence, Type: StanzaType.Subscribe })
            Send(Subscription.Answer(header.From, "subscribed"));
    }

    void IUserTraffic.OnTurnEnd(long now)
    {
        var asks = new ArrayBufferWriter<byte>();
        while (_hasRoster && _underWay < MaxUnderWay && _toAsk.TryDequeue(out var contact))
        {
            _underWay++;
            asks.Write(Encoding.UTF8.GetBytes(Subscription.To(contact, "subscribe")));
        }

        if (asks.WrittenCount > 0)
            Send(Encoding.UTF8.GetString(asks.WrittenSpan));
    }

    private void OnRoster(ReadOnlySpan<byte> stanza, StanzaType type)
    {
        var iq = new XmlElementReader(stanza, user.Stream.Scope);
        if (!iq.TryGetChild("query"u8, Encoding.UTF8.GetBytes(RosterNamespace), out var query))
            return;
        foreach (var item in query.Children)
            OnItem(item.Attribute("jid"u8).ToString(), item.Attribute("subscription"u8).ToString(), type);
        if (type != StanzaType.Result)
            return;
        _hasRoster = true;
        foreach (var contact in _missing.Keys)
            _toAsk.Enqueue(contact);
    }

    private void OnItem(string jid, string subscription, StanzaType type)
    {
        if (subscription is "both" or "from" && !_contacts.Contains(jid))
            _others.Add(jid);
        if (subscription == "both" && _missing.Remove(jid))
            Count(type);
        else if (subscription == "to" && type == StanzaType.Result && _missing.TryGetValue(jid, out var contact))
            AskBack(contact);
    }

    private void Count(StanzaType type)
    {
        if (type == StanzaType.Result)
        {
            Volatile.Write(ref _alreadyThere, _alreadyThere + 1);
            return;
        }

        _underWay--;
        Volatile.Write(ref _made, _made + 1);
    }

    // An earlier run was cut off: the contact would not be asked again, so it has to ask by itself.
    private void AskBack(LoadUser contact)
    {
        contact.Stream.Connection.Outbox.Append(Subscription.To(user.BareJid, "subscribe"));
        contact.Stream.Connection.Flush();
    }

    private void OnError(ReadOnlySpan<byte> stanza) =>
        failures.Add($"setup:{StanzaErrorName.Of(new XmlElementReader(stanza, user.Stream.Scope))}");

    private void Send(string xml)
    {
        user.Stream.Connection.Outbox.Append(xml);
        user.Stream.Connection.Flush();
    }
}
