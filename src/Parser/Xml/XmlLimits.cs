namespace Meerkat.Parser.Xml;

/// <summary>What one stream may send. Counted while reading, before more is buffered. Immutable, shared by streams.</summary>
public sealed record XmlLimits
{
    /// <summary>Bytes of a first-level element, from its first '&lt;' to its last '&gt;'.</summary>
    // RFC 6120 §13.12 forbids less than 10 000 bytes. 256 KiB is Prosody's default for clients.
    public int MaxStanzaBytes { get; init; } = 256 * 1024;

    /// <summary>Bytes up to and with the '&gt;' of the stream header.</summary>
    public int MaxHeaderBytes { get; init; } = 4096;

    /// <summary>Open elements at once; the root counts as 1.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Attributes of one start tag, namespace declarations included.</summary>
    public int MaxAttributes { get; init; } = 64;

    /// <summary>Bytes of a qualified element or attribute name.</summary>
    public int MaxNameBytes { get; init; } = 256;

    /// <summary>Bytes of an attribute's value as they stand between the quotes.</summary>
    // The longest that XMPP defines is a JID: 3 parts of 1023 bytes. Room is left for data: URIs of small images.
    public int MaxValueBytes { get; init; } = 64 * 1024;

    /// <summary>Prefixes declared at once by the open elements of a stanza, those of the stream header left out.</summary>
    // Not of use to anybody but to fill the table of them, in which each has 48 bytes.
    public int MaxPrefixes { get; init; } = 1024;

    public static XmlLimits Default { get; } = new();
}
