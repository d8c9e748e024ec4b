using System.Buffers;

namespace Meerkat.Parser.Xml;

/// <summary>
/// Writes XML as UTF-8 and escapes what must be. Keeps no stack: the caller names the element it ends. Allocates
/// nothing. <c>Start</c> leaves the tag open for attributes; the next call other than <c>Attribute</c> closes it.
/// Bytes given must be UTF-8; of strings, what XML forbids is written as U+FFFD.
/// </summary>
public ref struct XmlWriter(IBufferWriter<byte> output)
{
    private readonly IBufferWriter<byte> _output = output;
    private bool _isTagOpen;

    /// <summary><c>&lt;name</c></summary>
    public void Start(scoped ReadOnlySpan<byte> name)
    {
        CloseTag();
        _output.Write("<"u8);
        _output.Write(name);
        _isTagOpen = true;
    }

    /// <summary><c>&lt;name xmlns='ns'</c></summary>
    public void Start(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> ns)
    {
        Start(name);
        Attribute("xmlns"u8, ns);
    }

    public readonly void Attribute(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
    {
        BeginAttribute(name);
        XmlEscaper.WriteAttribute(_output, value);
        _output.Write("'"u8);
    }

    /// <summary>Copies a value. One that is not present is left out, with its name.</summary>
    public readonly void Attribute(scoped ReadOnlySpan<byte> name, scoped XmlValue value)
    {
        if (!value.IsPresent)
            return;
        BeginAttribute(name);
        XmlEscaper.WriteAttribute(_output, value);
        _output.Write("'"u8);
    }

    public readonly void Attribute(scoped ReadOnlySpan<byte> name, string value)
    {
        BeginAttribute(name);
        XmlEscaper.WriteAttribute(_output, value);
        _output.Write("'"u8);
    }

    public readonly void Attribute(scoped ReadOnlySpan<byte> name, long value)
    {
        BeginAttribute(name);
        WriteNumber(value);
        _output.Write("'"u8);
    }

    public void Text(scoped ReadOnlySpan<byte> utf8)
    {
        CloseTag();
        XmlEscaper.WriteText(_output, utf8);
    }

    /// <summary>Copies a value.</summary>
    public void Text(scoped XmlValue value)
    {
        CloseTag();
        XmlEscaper.WriteText(_output, value);
    }

    public void Text(string text)
    {
        CloseTag();
        XmlEscaper.WriteText(_output, text);
    }

    public void Text(long value)
    {
        CloseTag();
        WriteNumber(value);
    }

    /// <summary>Well-formed XML, written as it is.</summary>
    public void Raw(scoped ReadOnlySpan<byte> xml)
    {
        CloseTag();
        _output.Write(xml);
    }

    /// <summary><c>&lt;/name&gt;</c>, or <c>/&gt;</c> if nothing was written since Start.</summary>
    public void End(scoped ReadOnlySpan<byte> name)
    {
        if (_isTagOpen)
        {
            _output.Write("/>"u8);
            _isTagOpen = false;
            return;
        }

        _output.Write("</"u8);
        _output.Write(name);
        _output.Write(">"u8);
    }

    /// <summary>A whole element with only text.</summary>
    public void Element(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> text)
    {
        Start(name);
        Text(text);
        End(name);
    }

    /// <inheritdoc cref="Element(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public void Element(scoped ReadOnlySpan<byte> name, string text)
    {
        Start(name);
        Text(text);
        End(name);
    }

    /// <summary>An empty element: <c>&lt;name xmlns='ns'/&gt;</c>.</summary>
    public void Empty(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> ns)
    {
        Start(name, ns);
        End(name);
    }

    /// <inheritdoc cref="Empty(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public void Empty(scoped ReadOnlySpan<byte> name)
    {
        Start(name);
        End(name);
    }

    /// <summary><c>xmlns:prefix='ns'</c></summary>
    internal readonly void Declare(scoped ReadOnlySpan<byte> prefix, scoped XmlValue ns)
    {
        _output.Write(" xmlns:"u8);
        _output.Write(prefix);
        _output.Write("='"u8);
        XmlEscaper.WriteAttribute(_output, ns);
        _output.Write("'"u8);
    }

    private void CloseTag()
    {
        if (!_isTagOpen)
            return;
        _output.Write(">"u8);
        _isTagOpen = false;
    }

    private readonly void BeginAttribute(scoped ReadOnlySpan<byte> name)
    {
        _output.Write(" "u8);
        _output.Write(name);
        _output.Write("='"u8);
    }

    private readonly void WriteNumber(long value)
    {
        // 20 characters: "-9223372036854775808".
        Span<byte> digits = stackalloc byte[20];
        value.TryFormat(digits, out int length, provider: System.Globalization.CultureInfo.InvariantCulture);
        _output.Write(digits[..length]);
    }
}
