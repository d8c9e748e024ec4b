using System.Text;
using Meerkat.LoadGen.Streams;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// A user who comes and goes: unavailable, available, unavailable … each with a number in its status. Sending is for anyone;
/// what arrives comes on the turns of the user's stream.
/// </summary>
internal sealed class PresencePublisher : IUserTraffic
{
    private readonly Lock _gate = new();
    private readonly ClientStream _stream;
    private readonly string _bareJid;
    private readonly FanOut _fanOut;
    private readonly byte[] _goes;
    private readonly byte[] _comes;

    public PresencePublisher(LoadUser user, FanOutSource source, FanOut fanOut)
    {
        _stream = user.Stream;
        _bareJid = user.BareJid;
        Source = source;
        _fanOut = fanOut;
        var status = Encoding.ASCII.GetString(source.Text);
        _goes = Encoding.ASCII.GetBytes($"<presence type='unavailable'><status>{status}</status></presence>");
        _comes = Encoding.ASCII.GetBytes($"<presence><status>{status}</status></presence>");
    }

    public FanOutSource Source { get; }

    /// <summary>What a change of this number says of the user, who was available before the first one.</summary>
    public static StanzaType TypeOf(uint sequence) => sequence % 2 == 1 ? StanzaType.Unavailable : StanzaType.None;

    /// <summary>Sends the next change.</summary>
    public void Send(long timestamp)
    {
        lock (_gate)
        {
            if (!Source.TryBegin(timestamp, out var sequence))
                return;
            var presence = TypeOf(sequence) == StanzaType.Unavailable ? _goes : _comes;
            var text = presence.AsSpan(presence.AsSpan().IndexOf("<status>"u8) + "<status>"u8.Length);
            Hex.Write(text[MessageBody.SequenceAt..], sequence);
            Hex.Write(text[MessageBody.TimestampAt..], timestamp);
            if (!_stream.Connection.Outbox.TryAppend(presence))
                Source.Abandon();
        }

        _stream.Connection.Flush();
    }

    KnownRest IUserTraffic.TakeKnown(ReadOnlySpan<byte> bytes, out int consumed)
    {
        consumed = 0;
        return KnownRest.Other;
    }

    // RFC 6121 §4.2.2: who becomes available is told of its contacts, and of itself.
    void IUserTraffic.OnStanza(in StanzaHeader header, ReadOnlySpan<byte> stanza)
    {
        if (header.Kind != StanzaKind.Presence)
            return;
        var presence = new XmlElementReader(stanza, _stream.Scope);
        if (presence.TryGetChild("status"u8, Namespaces.Client, out var status)
            && MessageBody.TryParse(status.Text.Raw, out var body)
            && body.RunId == _fanOut.Stats.RunId
            && body.Sender != Source.Number)
            _fanOut.OnStray(body.Sender, _bareJid, _stream.TurnTimestamp);
        else
            _fanOut.OnOther(_stream.TurnTimestamp);
    }

    void IUserTraffic.OnTurnEnd(long now)
    {
    }
}
