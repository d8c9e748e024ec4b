using System.Runtime.CompilerServices;

namespace Meerkat.Parser.Xml;

/// <content>
/// The states of a unit under way, one method each. A method examines the bytes from <c>_position</c> on and returns
/// Undecided when the state has changed, or the outcome of the scan.
/// </content>
public sealed partial class XmlStreamScanner
{
    // XML 1.0 §2.4: "]]>" must not stand in character data. No markup and no reference ends in ']', so two of them in
    // front of a '>' are text.
    private static bool ClosesCData(ReadOnlySpan<byte> unit, int greaterThan) =>
        greaterThan >= 2 && unit[greaterThan - 1] == ']' && unit[greaterThan - 2] == ']';

    // Text between stanzas is handed out as it comes, since nothing else would bound it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private XmlScanStatus ScanStreamText(ReadOnlySpan<byte> unit)
    {
        while (true)
        {
            int stop = unit[_position..].IndexOfAny(XmlChars.TextStops);
            if (stop < 0)
            {
                // What "]]>" or CR LF may begin is kept back until its next byte is there.
                _position = unit.Length - Unsettled(unit);
                return _position == 0 ? XmlScanStatus.NeedMore : XmlScanStatus.Text;
            }

            _position += stop;
            byte found = unit[_position];
            if (found == '>')
            {
                if (ClosesCData(unit, _position))
                    return Fail(XmlError.NotWellFormed);
                _position++;
                continue;
            }

            if (_position > 0)
                return XmlScanStatus.Text;
            if (found == '<')
                BeginMarkup(0);
            else
                BeginReference(0);
            return Undecided;
        }
    }

    private static int Unsettled(ReadOnlySpan<byte> text)
    {
        if (text.EndsWith("]]"u8))
            return 2;
        return text.EndsWith("]"u8) || text.EndsWith("\r"u8) ? 1 : 0;
    }

    private void BeginReference(int start)
    {
        _token = start;
        _position = start + 1;
        _state = State.Reference;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private XmlScanStatus ScanReference<THandler>(ReadOnlySpan<byte> unit, ref THandler handler)
        where THandler : struct, IXmlHandler, allows ref struct
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
        return EndText(unit, ref handler);
    }

    private XmlScanStatus EndText<THandler>(ReadOnlySpan<byte> unit, ref THandler handler)
        where THandler : struct, IXmlHandler, allows ref struct
    {
        if (Depth == 0)
        {
            _isInText = true;
            return XmlScanStatus.Text;
        }

        TellValue(unit[_token.._position], ref handler);
        _state = State.Content;
        return Undecided;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private XmlScanStatus ScanCData<THandler>(ReadOnlySpan<byte> unit, ref THandler handler)
        where THandler : struct, IXmlHandler, allows ref struct
    {
        int end = unit[_position..].IndexOf("]]>"u8);
        if (end < 0)
        {
            // Two bytes of the end may be there already.
            _position = Math.Max(_position, unit.Length - 2);
            return XmlScanStatus.NeedMore;
        }

        _position += end + "]]>".Length;
        return EndText(unit, ref handler);
    }

    private void BeginMarkup(int start)
    {
        _token = start;
        _position = start + 1;
        _state = State.Markup;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private XmlScanStatus ScanMarkup(ReadOnlySpan<byte> unit)
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
        if (kind != '/' && _phase == Phase.Open && Depth + 2 > _limits.MaxDepth)
            return Fail(XmlError.LimitExceeded);
        if (kind == '/' && Depth == 0 && IsUsualEnd(unit[_token..], Scope.RootName))
            return CloseStream(_token + "</".Length + Scope.RootName.Length + 1);
        _search = XmlTagSearch.At(_token + 1);
        _state = State.Tag;
        return Undecided;
    }

    // RFC 6120 §11.1: comments and document type declarations are restricted XML.
    private XmlScanStatus ScanSection(ReadOnlySpan<byte> markup)
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
        return Undecided;
    }

    // RFC 6120 §11.1: processing instructions are restricted XML. The XML declaration may only be the very first bytes.
    private XmlScanStatus ScanInstruction(ReadOnlySpan<byte> unit)
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
        return Undecided;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private XmlScanStatus ScanDeclaration(ReadOnlySpan<byte> unit)
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
        return Undecided;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private XmlScanStatus ScanTag<THandler>(ReadOnlySpan<byte> unit, ref THandler handler)
        where THandler : struct, IXmlHandler, allows ref struct
    {
        bool isWhole = _search.TryFind(unit, _limits, out XmlError error);
        _position = _search.Position;
        if (!isWhole)
            return error == XmlError.None ? XmlScanStatus.NeedMore : Fail(error);
        unit = unit[.._position];
        if (unit[_token + 1] == '/')
            return CloseTag(unit, ref handler);
        int end = ParseStartTag(unit, _token);
        return end > 0
            ? OpenTag(unit, ref handler)
            : Fail(end == Incomplete ? XmlError.NotWellFormed : (XmlError)(-end));
    }

    /// <summary>Opens the stream if its header is whole and without anything unusual in front of its tag.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryOpenStream<THandler>(ReadOnlySpan<byte> unit, ref THandler handler)
        where THandler : struct, IXmlHandler, allows ref struct
    {
        int tag = XmlDeclaration.UsualLength(unit);
        if (unit.Length - tag < "<a>".Length || unit[tag] != '<' || unit[tag + 1] is (byte)'/' or (byte)'!' or (byte)'?')
            return false;
        _scratch ??= _pool?.Rent() ?? new XmlScratch();
        int end = ParseStartTag(unit, tag);
        if (end <= 0)
            return false;
        _token = tag;
        OpenTag(unit[..end], ref handler);
        return true;
    }

    // The tag is parsed, and the unit ends with it.
    private XmlScanStatus OpenTag<THandler>(ReadOnlySpan<byte> unit, ref THandler handler)
        where THandler : struct, IXmlHandler, allows ref struct
    {
        _position = unit.Length;
        _state = State.Content;
        XmlScratch scratch = _scratch!;
        TellStart(unit, ref handler);
        if (_phase != Phase.Open)
            return OpenStream(unit);
        if (unit[^2] == '/')
            CloseElement(unit, scratch, ref handler);
        return scratch.Depth == 0 ? XmlScanStatus.Element : Undecided;
    }

    private XmlScanStatus CloseTag<THandler>(ReadOnlySpan<byte> unit, ref THandler handler)
        where THandler : struct, IXmlHandler, allows ref struct
    {
        _state = State.Content;
        ReadOnlySpan<byte> tag = unit[_token..^1];
        if (Depth == 0)
            return IsEndTag(tag, Scope.RootName) ? CloseStream(_position) : Fail(XmlError.NotWellFormed);

        XmlScratch scratch = _scratch!;
        if (!IsEndTag(tag, unit.Slice(scratch.Innermost.NameStart, scratch.Innermost.NameLength)))
            return Fail(XmlError.NotWellFormed);
        CloseElement(unit, scratch, ref handler);
        return scratch.Depth == 0 ? XmlScanStatus.Element : Undecided;
    }

    private XmlScanStatus CloseStream(int end)
    {
        _position = end;
        _phase = Phase.Ended;
        return XmlScanStatus.StreamEnd;
    }

    private static bool IsUsualEnd(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name) =>
        bytes.Length > name.Length + 2 && bytes[name.Length + 2] == '>' && bytes[2..].StartsWith(name);

    private static bool IsEndTag(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> rest = tag["</".Length..];
        return rest.StartsWith(name) && XmlChars.SkipWhiteSpace(rest, name.Length) == rest.Length;
    }
}
