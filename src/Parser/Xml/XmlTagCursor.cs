namespace Meerkat.Parser.Xml;

/// <summary>
/// Walks the attributes of one start tag that the scanner has accepted; checks nothing. All positions are offsets into
/// the bytes given.
/// </summary>
internal ref struct XmlTagCursor
{
    private readonly ReadOnlySpan<byte> _bytes;

    /// <param name="bytes">Bytes that hold the start tag.</param>
    /// <param name="start">The offset of its '&lt;'.</param>
    public XmlTagCursor(ReadOnlySpan<byte> bytes, int start)
    {
        _bytes = bytes;
        Position = NameEnd(bytes, start);
    }

    /// <summary>Behind the last attribute read; at the end, that of '&gt;' or <c>/&gt;</c>.</summary>
    public int Position { get; private set; }

    /// <summary>Where the white space in front of the attribute begins.</summary>
    public int Start { get; private set; }

    public int NameStart { get; private set; }

    public int NameLength { get; private set; }

    public int ValueStart { get; private set; }

    public int ValueLength { get; private set; }

    public readonly ReadOnlySpan<byte> Name => _bytes.Slice(NameStart, NameLength);

    /// <summary>The bytes between the quotes.</summary>
    public readonly ReadOnlySpan<byte> Value => _bytes.Slice(ValueStart, ValueLength);

    /// <summary>True for <c>xmlns:prefix</c>.</summary>
    public readonly bool IsPrefixDeclaration => NameLength > 6 && Name.StartsWith("xmlns:"u8);

    /// <summary>The offset behind the element name of the tag at <paramref name="start"/>.</summary>
    public static int NameEnd(ReadOnlySpan<byte> bytes, int start)
    {
        int end = start + 1;
        while (bytes[end] is not ((byte)'>' or (byte)'/') && !XmlChars.IsWhiteSpace(bytes[end]))
            end++;
        return end;
    }

    public bool MoveNext()
    {
        int position = XmlChars.SkipWhiteSpace(_bytes, Position);
        if (_bytes[position] is (byte)'>' or (byte)'/')
        {
            Position = position;
            return false;
        }

        Start = Position;
        NameStart = position;
        while (_bytes[position] != '=' && !XmlChars.IsWhiteSpace(_bytes[position]))
            position++;
        NameLength = position - NameStart;
        position = XmlChars.SkipWhiteSpace(_bytes, position);
        position = XmlChars.SkipWhiteSpace(_bytes, position + 1);
        ValueStart = position + 1;
        ValueLength = _bytes[ValueStart..].IndexOf(_bytes[position]);
        Position = ValueStart + ValueLength + 1;
        return true;
    }
}
