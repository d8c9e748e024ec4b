namespace Meerkat.Parser.Stanzas;

/// <summary>The <c>type</c> of a stanza error (RFC 6120 §8.3.2): what the sender may do about it.</summary>
public enum StanzaErrorType : byte
{
    Auth,
    Cancel,
    Continue,
    Modify,
    Wait,
}
