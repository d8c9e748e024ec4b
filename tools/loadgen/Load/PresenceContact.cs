using Meerkat.LoadGen.Streams;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// A contact of a <see cref="PresencePublisher"/>: has to see each change once, in order, and as what it was. Belongs to the
/// turns of the user's stream.
/// </summary>
internal sealed class PresenceContact(LoadUser user, FanOutFeed feed, FanOut fanOut) : IUserTraffic
{
    private readonly ClientStream _stream = user.Stream;
    private readonly string _bareJid = user.BareJid;

    // Presence of either type that was read in full, and differs from others by two numbers.
    private StanzaPattern? _comes;
    private StanzaPattern? _goes;

    KnownRest IUserTraffic.TakeKnown(ReadOnlySpan<byte> bytes, out int consumed)
    {
        consumed = 0;
        while (TryTake(_goes, StanzaType.Unavailable, bytes, ref consumed)
            || TryTake(_comes, StanzaType.None, bytes, ref consumed))
        {
        }

        var rest = bytes[consumed..];
        return _goes?.MayMatch(rest) == true || _comes?.MayMatch(rest) == true ? KnownRest.Partial : KnownRest.Other;
    }

    void IUserTraffic.OnStanza(in StanzaHeader header, ReadOnlySpan<byte> stanza)
    {
        if (header.Kind != StanzaKind.Presence)
            return;
        var presence = new XmlElementReader(stanza, _stream.Scope);
        if (!presence.TryGetChild("status"u8, Namespaces.Client, out var status)
            || !MessageBody.TryParse(status.Text.Raw, out var body)
            || body.RunId != fanOut.Stats.RunId)
            fanOut.OnOther(_stream.TurnTimestamp);
        else if (body.Sender != feed.Source.Number)
            fanOut.OnStray(body.Sender, _bareJid, _stream.TurnTimestamp);
        else if (header.Type != PresencePublisher.TypeOf(body.Sequence))
            feed.OnCorrupted();
        else if (feed.Accept(status.Text.Raw, body, _stream.TurnTimestamp))
            Learn(header.Type, stanza, status.Text.Raw);
    }

    void IUserTraffic.OnTurnEnd(long now)
    {
    }

    private bool TryTake(StanzaPattern? pattern, StanzaType type, ReadOnlySpan<byte> bytes, ref int consumed)
    {
        if (pattern?.TryMatch(bytes[consumed..], out var sequence, out var sent) != true)
            return false;
        consumed += pattern.Length;
        if (PresencePublisher.TypeOf(sequence) == type)
            feed.Accept(sequence, sent, _stream.TurnTimestamp);
        else
            feed.OnCorrupted();
        return true;
    }

    private void Learn(StanzaType type, ReadOnlySpan<byte> stanza, ReadOnlySpan<byte> text)
    {
        if (type == StanzaType.Unavailable)
            _goes ??= StanzaPattern.Learn(stanza, text);
        else
            _comes ??= StanzaPattern.Learn(stanza, text);
    }
}
