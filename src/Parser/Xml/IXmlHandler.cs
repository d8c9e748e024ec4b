namespace Meerkat.Parser.Xml;

/// <summary>
/// Is told what a scanner finds, in the order of the document and as soon as a tag is whole. Implemented by structs, so
/// that the calls are inlined. What it is given dies on return. Called on the turn of the scanner.
/// </summary>
public interface IXmlHandler
{
    /// <summary>A start tag, that of the stream header included.</summary>
    void OnStartElement(scoped in XmlStartTag tag);

    /// <summary>An end tag, or the end of an empty element. The stream's end tag is told as a scan status only.</summary>
    void OnEndElement(scoped in XmlEndTag tag);

    /// <summary>
    /// A piece of character data, references resolved and line ends normalised (XML 1.0 §2.11). Neighbouring pieces belong
    /// together. White space between first-level elements is left out.
    /// </summary>
    void OnText(scoped ReadOnlySpan<byte> text);
}

/// <summary>The handler of those who only want to know where elements end.</summary>
internal readonly struct NoXmlHandler : IXmlHandler
{
    public void OnStartElement(scoped in XmlStartTag tag)
    {
    }

    public void OnEndElement(scoped in XmlEndTag tag)
    {
    }

    public void OnText(scoped ReadOnlySpan<byte> text)
    {
    }
}
