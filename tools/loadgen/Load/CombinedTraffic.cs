using Meerkat.LoadGen.Streams;
using Meerkat.Parser.Stanzas;

namespace Meerkat.LoadGen.Load;

/// <summary>A user who does several things: each sees all that arrives, and takes what is its own.</summary>
internal sealed class CombinedTraffic(params IUserTraffic[] parts) : IUserTraffic
{
    KnownRest IUserTraffic.TakeKnown(ReadOnlySpan<byte> bytes, out int consumed)
    {
        consumed = 0;
        while (true)
        {
            var before = consumed;
            var rest = KnownRest.Other;
            foreach (var part in parts)
            {
                if (part.TakeKnown(bytes[consumed..], out var taken) == KnownRest.Partial)
                    rest = KnownRest.Partial;
                consumed += taken;
            }

            // Nobody took anything: what each said of the rest holds.
            if (consumed == before)
                return rest;
        }
    }

    void IUserTraffic.OnStanza(in StanzaHeader header, ReadOnlySpan<byte> stanza)
    {
        foreach (var part in parts)
            part.OnStanza(header, stanza);
    }

    void IUserTraffic.OnTurnEnd(long now)
    {
        foreach (var part in parts)
            part.OnTurnEnd(now);
    }
}
