using Meerkat.Parser.Stanzas;

namespace Meerkat.LoadGen.Streams;

/// <summary>What a client stream tells its user. All but <see cref="OnClosed"/> come on the stream's turn.</summary>
internal interface IStreamHandler
{
    /// <summary>The user is logged in and has a full JID.</summary>
    void OnBound(ClientStream stream);

    /// <summary>
    /// Bytes arrived, and no stanza is under way: takes whole stanzas from the front that it knows by their bytes, and says
    /// what to do with the rest.
    /// </summary>
    KnownRest TakeKnown(ClientStream stream, ReadOnlySpan<byte> bytes, out int consumed);

    /// <summary>A stanza arrived, a request among them that is answered already; its bytes die on return.</summary>
    void OnStanza(ClientStream stream, in StanzaHeader header, ReadOnlySpan<byte> stanza);

    /// <summary>Everything received so far has been handed over.</summary>
    void OnTurnEnd(ClientStream stream);

    /// <summary>The stream is gone; said once, on any thread. See <see cref="ClientStream.LoggedOut"/>.</summary>
    void OnClosed(ClientStream stream, string reason);
}

/// <summary>What stands behind the stanzas that a handler knew by their bytes.</summary>
internal enum KnownRest : byte
{
    /// <summary>Something to parse; or nothing.</summary>
    Other,

    /// <summary>The beginning of one more: to be handed over again when there are more bytes.</summary>
    Partial,
}
