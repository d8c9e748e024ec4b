using System.Buffers;

namespace Meerkat.Parser.Xml;

/// <summary>
/// Writes XML as UTF-8 and escapes what must be. Keeps no stack: the caller names the element it ends. Allocates
/// nothing. <c>Start</c> leaves the tag open for attributes; the next call other than <c>Attribute</c> closes it.
/// </summary>
public ref struct XmlWriter(IBufferWriter<byte> output)
{
    private readonly IBufferWriter<byte> _output = output;

    /// <summary><c>&lt;name</c></summary>
    public void Start(ReadOnlySpan<byte> name) => throw new NotImplementedException(_output.ToString());

    /// <summary><c>&lt;name xmlns='ns'</c></summary>
    public void Start(ReadOnlySpan<byte> name, ReadOnlySpan<byte> ns) => throw new NotImplementedException();

    public void Attribute(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => throw new NotImplementedException();

    public void Attribute(ReadOnlySpan<byte> name, scoped XmlValue value) => throw new NotImplementedException();

    public void Attribute(ReadOnlySpan<byte> name, string value) => throw new NotImplementedException();

    public void Attribute(ReadOnlySpan<byte> name, long value) => throw new NotImplementedException();

    public void Text(ReadOnlySpan<byte> utf8) => throw new NotImplementedException();

    public void Text(string text) => throw new NotImplementedException();

    public void Text(long value) => throw new NotImplementedException();

    /// <summary>Well-formed XML, written as it is.</summary>
    public void Raw(ReadOnlySpan<byte> xml) => throw new NotImplementedException();

    /// <summary><c>&lt;/name&gt;</c>, or <c>/&gt;</c> if nothing was written since Start.</summary>
    public void End(ReadOnlySpan<byte> name) => throw new NotImplementedException();

    /// <summary>A whole element with only text.</summary>
    public void Element(ReadOnlySpan<byte> name, ReadOnlySpan<byte> text) => throw new NotImplementedException();

    /// <inheritdoc cref="Element(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public void Element(ReadOnlySpan<byte> name, string text) => throw new NotImplementedException();

    /// <summary>An empty element: <c>&lt;name xmlns='ns'/&gt;</c>.</summary>
    public void Empty(ReadOnlySpan<byte> name, ReadOnlySpan<byte> ns) => throw new NotImplementedException();

    /// <inheritdoc cref="Empty(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public void Empty(ReadOnlySpan<byte> name) => throw new NotImplementedException();
}
