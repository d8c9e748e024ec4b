namespace Meerkat.Parser.Xml;

/// <summary>
/// Looks for the end of a tag that is not there as a whole, and counts meanwhile what <see cref="XmlLimits"/> bounds. What
/// it examined once it does not examine again. Part of one scanner.
/// </summary>
internal struct XmlTagSearch
{
    // In a name, in a quoted value: where it began. Otherwise 0.
    private int _nameStart;
    private int _valueStart;
    private int _attributeCount;
    private byte _quote;

    /// <summary>Begins at the first byte behind the '&lt;'.</summary>
    public static XmlTagSearch At(int position) => new() { Position = position };

    /// <summary>The bytes in front of it have been examined.</summary>
    public int Position { get; private set; }

    /// <summary>
    /// Goes on to the offset behind the '&gt;'. Not found if <see cref="Position"/> is the unit's length and there is no
    /// <paramref name="error"/>.
    /// </summary>
    public bool TryFind(ReadOnlySpan<byte> unit, XmlLimits limits, out XmlError error)
    {
        error = XmlError.None;
        while (Position < unit.Length)
        {
            if (_quote != 0)
            {
                error = PassValue(unit, limits);
                if (error != XmlError.None)
                    return false;
                continue;
            }

            byte value = unit[Position++];
            if (value == '>')
                return true;
            error = Pass(value, limits);
            if (error != XmlError.None)
                return false;
        }

        return false;
    }

    /// <summary>
    /// Passes the bytes behind <see cref="Position"/>, which are <see cref="XmlChars.IsPlain"/> or not ASCII, if they are within
    /// the limits; or passes nothing.
    /// </summary>
    public bool TryPass(ReadOnlySpan<byte> unit, XmlLimits limits)
    {
        if (_quote != 0 && XmlTail.Lacks(unit, Position, _quote))
        {
            // As below, of a value only.
            if (unit.Length - _valueStart > limits.MaxValueBytes)
                return false;
            Position = unit.Length;
            return true;
        }

        XmlTagSearch search = this;
        while (search.Position < unit.Length)
        {
            byte value = unit[search.Position++];
            if (search._quote == 0)
            {
                if (search.Pass(value, limits) != XmlError.None)
                    return false;
            }
            else if (value == search._quote)
                search._quote = 0;
            else if (search.Position - search._valueStart > limits.MaxValueBytes)
                return false;
        }

        this = search;
        return true;
    }

    private XmlError PassValue(ReadOnlySpan<byte> unit, XmlLimits limits)
    {
        int stop = unit[Position..].IndexOfAny(_quote, (byte)'<');
        Position = stop < 0 ? unit.Length : Position + stop;
        if (Position - _valueStart > limits.MaxValueBytes)
            return XmlError.LimitExceeded;
        if (stop < 0)
            return XmlError.None;
        if (unit[Position++] == '<')
            return XmlError.NotWellFormed;
        _quote = 0;
        return XmlError.None;
    }

    private XmlError Pass(byte value, XmlLimits limits)
    {
        switch (value)
        {
            case (byte)'<':
                return XmlError.NotWellFormed;
            case (byte)'\'' or (byte)'"':
                _quote = value;
                _valueStart = Position;
                _nameStart = 0;
                return ++_attributeCount > limits.MaxAttributes ? XmlError.LimitExceeded : XmlError.None;
            case (byte)'=' or (byte)'/' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n':
                _nameStart = 0;
                return XmlError.None;
            default:
                if (_nameStart == 0)
                    _nameStart = Position - 1;
                return Position - _nameStart > limits.MaxNameBytes ? XmlError.LimitExceeded : XmlError.None;
        }
    }
}
