using Meerkat.LoadGen.Streams;
using Meerkat.Parser.Stanzas;

namespace Meerkat.LoadGen.Load;

/// <summary>What one user does with what arrives. All calls come on the turns of the user's stream.</summary>
internal interface IUserTraffic
{
    /// <summary>See <see cref="IStreamHandler.TakeKnown"/>.</summary>
    KnownRest TakeKnown(ReadOnlySpan<byte> bytes, out int consumed);

    void OnStanza(in StanzaHeader header, ReadOnlySpan<byte> stanza);

    /// <summary>Everything received so far has been handed over.</summary>
    void OnTurnEnd(long now);
}
