using Meerkat.LoadGen.Streams;
using Meerkat.Parser.Stanzas;

namespace Meerkat.LoadGen.Load;

/// <summary>
/// A contact while subscriptions are made: agrees with whoever asks, and asks back. Belongs to the turns of the user's
/// stream.
/// </summary>
internal sealed class RosterContact(ClientStream stream) : IUserTraffic
{
    KnownRest IUserTraffic.TakeKnown(ReadOnlySpan<byte> bytes, out int consumed)
    {
        consumed = 0;
        return KnownRest.Other;
    }

    void IUserTraffic.OnStanza(in StanzaHeader header, ReadOnlySpan<byte> stanza)
    {
        if (header is not { Kind: StanzaKind.Presence, Type: StanzaType.Subscribe })
            return;
        stream.Connection.Outbox.Append(
            Subscription.Answer(header.From, "subscribed") + Subscription.Answer(header.From, "subscribe"));
        stream.Connection.Flush();
    }

    void IUserTraffic.OnTurnEnd(long now)
    {
    }
}
