namespace Meerkat.Parser.Xml;

/// <summary>What <see cref="XmlStreamScanner.Scan"/> found at the front of the input.</summary>
public enum XmlScanStatus : byte
{
    /// <summary>No whole unit yet; whitespace in front of it may have been consumed.</summary>
    NeedMore,

    /// <summary>The start tag of the stream's root element (with the XML declaration in front of it, if any).</summary>
    StreamHeader,

    /// <summary>A whole first-level element: a stanza or a negotiation element.</summary>
    Element,

    /// <summary>A piece of character data between first-level elements that is not only whitespace.</summary>
    Text,

    /// <summary>The end tag of the root element.</summary>
    StreamEnd,

    /// <summary>The input breaks a rule; see <see cref="XmlStreamScanner.Error"/>. Final until Reset.</summary>
    Error,
}
