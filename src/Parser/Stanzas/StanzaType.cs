namespace Meerkat.Parser.Stanzas;

/// <summary>The value of a stanza's <c>type</c> attribute, read together with its kind.</summary>
public enum StanzaType : byte
{
    /// <summary>No <c>type</c>: <c>normal</c> for a message (RFC 6121 §5.2.2), available for a presence; an IQ must have one.</summary>
    None,

    /// <summary>A value that its kind does not define.</summary>
    Unknown,

    Error,

    // Message (RFC 6121 §5.2.2)
    Normal,
    Chat,
    Groupchat,
    Headline,

    // Presence (RFC 6121 §4.7.1)
    Unavailable,
    Subscribe,
    Subscribed,
    Unsubscribe,
    Unsubscribed,
    Probe,

    // IQ (RFC 6120 §8.2.3)
    Get,
    Set,
    Result,
}
