namespace Meerkat.Parser.Xml;

/// <content>
/// The states of a unit under way, one method each. A method examines the bytes from <c>_position</c> on and returns null
/// when the state has changed, or the outcome of the scan.
/// </content>
public sealed partial class XmlStreamScanner
{
    private XmlScanStatus? ScanText(ReadOnlySpan<byte> unit)
    {
        while (true)
        {
            int stop = unit[_position..].IndexOfAny(XmlChars.TextStops);
            if (stop < 0)
            {
                _position = unit.Length;
                return XmlScanStatus.NeedMore;
            }

            stop += _position;
            if (unit[stop] == '<')
            {
                BeginMarkup(stop);
                return null;
            }

            if (unit[stop] == '&')
            {
                _token = stop;
                _position = stop + 1;
                _state = State.Reference;
                return null;
            }

            if (ClosesCData(unit, stop))
                return Fail(XmlError.NotWellFormed);
            _position = stop + 1;
        }
    }

    // XML 1.0 §2.4: "]]>" must not stand in character data. No markup and no reference ends in ']', so two of them in
    // front of a '>' are text.
    private static bool ClosesCData(ReadOnlySpan<byte> unit, int greaterThan) =>
        greaterThan >= 2 && unit[greaterThan - 1] == ']' && unit[greaterThan - 2] == ']';

    // Text between stanzas is handed out as it comes, since nothing else would bound it.
    private XmlScanStatus? ScanStreamText(ReadOnlySpan<byte> unit)
    {
        XmlScanStatus? status = ScanText(unit);
        if (status == XmlScanStatus.Error)
            return status;
        if (status is null && _token == 0)
            return null;

        // What "]]>" or CR LF may begin is kept back until its next byte is there.
        int length = status is null ? _token : _position - Unsettled(unit);
        _position = length;
        return length == 0 ? XmlScanStatus.NeedMore : XmlScanStatus.Text;
    }

    private static int Unsettled(ReadOnlySpan<byte> text)
    {
        if (text.EndsWith("]]"u8))
            return 2;
        return text.EndsWith("]"u8) || text.EndsWith("\r"u8) ? 1 : 0;
    }

    private XmlScanStatus? ScanReference(ReadOnlySpan<byte> unit)
    {
        _position += XmlReferences.BodyLength(unit[_position..]);
        if (_position == unit.Length)
            return XmlScanStatus.NeedMore;
        XmlError error = unit[_position] == ';'
            ? XmlReferences.Check(unit[(_token + 1).._position])
            : XmlError.NotWellFormed;
        if (error != XmlError.None)
            return Fail(error);
        _position++;
        return EndText();
    }

    private XmlScanStatus? EndText()
    {
        _state = State.Text;
        if (Depth > 0)
            return null;
        _isInText = true;
        return XmlScanStatus.Text;
    }

    private XmlScanStatus? ScanCData(ReadOnlySpan<byte> unit)
    {
        int end = unit[_position..].IndexOf("]]>"u8);
        if (end < 0)
        {
            // Two bytes of the end may be there already.
            _position = Math.Max(_position, unit.Length - 2);
            return XmlScanStatus.NeedMore;
        }

        _position += end + "]]>".Length;
        return EndText();
    }

    private XmlScanStatus? ScanMarkup(ReadOnlySpan<byte> unit)
    {
        if (_token + 1 >= unit.Length)
            return XmlScanStatus.NeedMore;
        byte kind = unit[_token + 1];
        if (kind == '!')
            return ScanSection(unit[_token..]);
        if (kind == '?')
            return ScanInstruction(unit);
        if (kind == '/' ? _phase != Phase.Open : kind != ':' && !XmlChars.MayStartName(kind))
            return Fail(XmlError.NotWellFormed);
        _state = State.Tag;
        return null;
    }

    // RFC 6120 §11.1: comments and document type declarations are restricted XML.
    private XmlScanStatus? ScanSection(ReadOnlySpan<byte> markup)
    {
        ReadOnlySpan<byte> opening = "<![CDATA["u8;
        if (markup.Length < 3)
            return XmlScanStatus.NeedMore;
        if (markup[2] != '[')
            return Fail(XmlError.RestrictedXml);
        int common = Math.Min(markup.Length, opening.Length);
        if (_phase != Phase.Open || !markup[..common].SequenceEqual(opening[..common]))
            return Fail(XmlError.NotWellFormed);
        if (common < opening.Length)
            return XmlScanStatus.NeedMore;
        _position = _token + opening.Length;
        _state = State.CData;
        return null;
    }

    // RFC 6120 §11.1: processing instructions are restricted XML. The XML declaration may only be the very first bytes.
    private XmlScanStatus? ScanInstruction(ReadOnlySpan<byte> unit)
    {
        ReadOnlySpan<byte> opening = XmlDeclaration.Opening;
        int common = Math.Min(unit.Length, opening.Length);
        if (_phase != Phase.Start || !unit[..common].SequenceEqual(opening[..common]))
            return Fail(XmlError.RestrictedXml);
        if (unit.Length == common)
            return XmlScanStatus.NeedMore;
        if (unit[common] != '?' && !XmlChars.IsWhiteSpace(unit[common]))
            return Fail(XmlError.RestrictedXml);
        _position = common;
        _state = State.Declaration;
        return null;
    }

    private XmlScanStatus? ScanDeclaration(ReadOnlySpan<byte> unit)
    {
        if (_phase == Phase.Start)
        {
            int end = unit[_position..].IndexOf((byte)'>');
            if (end < 0)
            {
                _position = unit.Length;
                return XmlScanStatus.NeedMore;
            }

            _position += end + 1;
            XmlError error = XmlDeclaration.Check(unit[.._position]);
            if (error != XmlError.None)
                return Fail(error);
            _phase = Phase.Prolog;
        }

        _position = XmlChars.SkipWhiteSpace(unit, _position);
        if (_position == unit.Length)
            return XmlScanStatus.NeedMore;
        if (unit[_position] != '<')
            return Fail(XmlError.NotWellFormed);
        BeginMarkup(_position);
        return null;
    }

    private XmlScanStatus? ScanTag(ReadOnlySpan<byte> unit)
    {
        while (true)
        {
            ReadOnlySpan<byte> rest = unit[_position..];
            int stop = _quote == 0 ? rest.IndexOfAny(XmlChars.TagStops) : rest.IndexOfAny(_quote, (byte)'<');
            if (stop < 0)
            {
                _position = unit.Length;
                return XmlScanStatus.NeedMore;
            }

            byte found = rest[stop];
            _position += stop + 1;
            if (found == '<')
                return Fail(XmlError.NotWellFormed);
            if (found == '>')
                return ParseTag(unit);
            _quote = _quote == 0 ? found : (byte)0;
        }
    }
}
