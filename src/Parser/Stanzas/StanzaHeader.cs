using Meerkat.Parser.Xml;

namespace Meerkat.Parser.Stanzas;

/// <summary>What routing needs to know of a stanza, read in one pass over its start tag and its first child's.</summary>
public readonly ref struct StanzaHeader
{
    /// <summary>Reads an element the scanner accepted. <see cref="Kind"/> is None if it is not a stanza of
    /// <paramref name="contentNamespace"/>.</summary>
    public static StanzaHeader Read(ReadOnlySpan<byte> element, StreamScope scope, ReadOnlySpan<byte> contentNamespace) =>
        throw new NotImplementedException();

    public StanzaKind Kind => throw new NotImplementedException();

    public StanzaType Type => throw new NotImplementedException();

    public XmlValue To => throw new NotImplementedException();

    public XmlValue From => throw new NotImplementedException();

    public XmlValue Id => throw new NotImplementedException();

    /// <summary><c>xml:lang</c></summary>
    public XmlValue Lang => throw new NotImplementedException();

    /// <summary>Local name of the first child element; empty if there is none.</summary>
    public ReadOnlySpan<byte> PayloadName => throw new NotImplementedException();

    public ReadOnlySpan<byte> PayloadNamespace => throw new NotImplementedException();

    /// <summary>Offset behind the element name in the start tag: where attributes may be written.</summary>
    public int NameEnd => throw new NotImplementedException();

    /// <summary>Offset of the start tag's <c>&gt;</c>, or of its <c>/&gt;</c> in an empty element.</summary>
    public int StartTagEnd => throw new NotImplementedException();

    /// <summary>Where the <c>to</c> attribute stands, from the white space in front of it to its closing quote; empty if absent.</summary>
    public Range ToRange => throw new NotImplementedException();

    /// <summary>Where the <c>from</c> attribute stands, as <see cref="ToRange"/>.</summary>
    public Range FromRange => throw new NotImplementedException();
}
