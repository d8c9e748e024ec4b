namespace Meerkat.Parser.Stanzas;

/// <summary>The three kinds of stanza (RFC 6120 §8.2).</summary>
public enum StanzaKind : byte
{
    /// <summary>Not a stanza.</summary>
    None,
    Message,
    Presence,
    Iq,
}
