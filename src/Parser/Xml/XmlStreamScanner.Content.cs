using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Meerkat.Parser.Xml;

/// <content>What first-level elements consist of: text and tags, as they usually are. The rest is left to the states.</content>
public sealed partial class XmlStreamScanner
{
    // Returns Undecided when the state has changed, or the outcome of the scan.
    private XmlScanStatus ScanContent<THandler>(ReadOnlySpan<byte> unit, ref THandler handler)
        where THandler : struct, IXmlHandler, allows ref struct
    {
        XmlScratch scratch = _scratch!;
        ref byte start = ref MemoryMarshal.GetReference(unit);
        int position = _position;
        while (true)
        {
            if (position < unit.Length && Unsafe.Add(ref start, position) != '<')
            {
                position = ScanText(unit, position, ref handler);
                if (position < 0)
                    return Error == XmlError.None ? Undecided : XmlScanStatus.Error;
            }

            if (position >= unit.Length - 1)
            {
                _position = position;
                if (position < unit.Length)
                    BeginMarkup(position);
                return XmlScanStatus.NeedMore;
            }

            byte kind = Unsafe.Add(ref start, position + 1);
            int end = kind == '/'
                ? ScanEndTag(unit, position, scratch, ref handler)
                : ScanStartTag(unit, position, scratch, ref handler);
            if (end <= 0)
            {
                BeginMarkup(position);
                return Undecided;
            }

            position = end;
            if (scratch.Depth == 0)
            {
                _position = position;
                return XmlScanStatus.Element;
            }
        }
    }

    // Returns the offset behind the tag, or none if it is not as it usually is.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ScanStartTag<THandler>(ReadOnlySpan<byte> unit, int tag, XmlScratch scratch, ref THandler handler)
        where THandler : struct, IXmlHandler, allows ref struct
    {
        // Too deep, or too short to be one.
        if (scratch.Depth + 2 > _limits.MaxDepth || unit.Length - tag < "<a>".Length)
            return Incomplete;
        int end = ParseStartTag(unit, tag);
        if (end <= 0)
            return end;
        TellStart(unit, ref handler);
        if (unit[end - 2] == '/')
            CloseElement(unit, scratch, ref handler);
        return end;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ScanEndTag<THandler>(ReadOnlySpan<byte> unit, int tag, XmlScratch scratch, ref THandler handler)
        where THandler : struct, IXmlHandler, allows ref struct
    {
        if (scratch.Depth == 0)
            return Incomplete;
        int end = ParseEndTag(unit, tag, scratch.Innermost);
        if (end > 0)
            CloseElement(unit, scratch, ref handler);
        return end;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TellStart<THandler>(ReadOnlySpan<byte> unit, ref THandler handler)
        where THandler : struct, IXmlHandler, allows ref struct
    {
        if (typeof(THandler) != typeof(NoXmlHandler))
            handler.OnStartElement(new XmlStartTag(ref MemoryMarshal.GetReference(unit), this, in _scratch!.Innermost));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CloseElement<THandler>(ReadOnlySpan<byte> unit, XmlScratch scratch, ref THandler handler)
        where THandler : struct, IXmlHandler, allows ref struct
    {
        if (typeof(THandler) != typeof(NoXmlHandler))
            handler.OnEndElement(new XmlEndTag(ref MemoryMarshal.GetReference(unit), this, in scratch.Innermost));
        scratch.CloseElement();
    }

    // Returns the offset of the next '<', or of the end of the input, or less than 0 when the state has changed.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int ScanText<THandler>(ReadOnlySpan<byte> unit, int position, ref THandler handler)
        where THandler : struct, IXmlHandler, allows ref struct
    {
        ref byte start = ref MemoryMarshal.GetReference(unit);
        int run = PassLineFeed(unit, position);
        while (true)
        {
            ulong stops = XmlStops.Find<XmlTextStops>(ref start, position, unit.Length);
            if (stops == 0)
            {
                position += XmlStops.WindowLength;
                if (position < unit.Length)
                    continue;
                TellText(unit, run, unit.Length, ref handler);
                return unit.Length;
            }

            position += BitOperations.TrailingZeroCount(stops);
            byte stop = Unsafe.Add(ref start, position);
            if (stop == '<')
            {
                TellText(unit, run, position, ref handler);
                return position;
            }

            if (stop == '>')
            {
                if (ClosesCData(unit, position))
                    return Leave(position, XmlError.NotWellFormed);
                position++;
                continue;
            }

            TellText(unit, run, position, ref handler);
            position = stop == '&' ? PassReference(unit, position, ref handler) : PassCarriageReturn(unit, position, ref handler);
            if (position < 0)
                return position;
            run = position;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int PassReference<THandler>(ReadOnlySpan<byte> unit, int position, ref THandler handler)
        where THandler : struct, IXmlHandler, allows ref struct
    {
        int end = XmlReferences.Pass(unit, position, out uint scalar);
        if (end < 0)
            return Leave(position, (XmlError)(-end));
        if (end == Incomplete)
        {
            BeginReference(position);
            return -1;
        }

        TellCharacter(scalar, ref handler);
        return end;
    }

    // XML 1.0 §2.11: CR LF and a lone CR are one line feed.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int PassCarriageReturn<THandler>(ReadOnlySpan<byte> unit, int position, ref THandler handler)
        where THandler : struct, IXmlHandler, allows ref struct
    {
        if (typeof(THandler) != typeof(NoXmlHandler))
            handler.OnText("\n"u8);
        return PassLineFeed(unit, position + 1);
    }

    // The LF of a CR LF that was told already; the CR may have been the last byte of an earlier call.
    private static int PassLineFeed(ReadOnlySpan<byte> unit, int position) =>
        position > 0 && position < unit.Length && unit[position] == '\n' && unit[position - 1] == '\r'
            ? position + 1
            : position;

    private int Leave(int position, XmlError error)
    {
        _position = position;
        Error = error;
        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TellText<THandler>(ReadOnlySpan<byte> unit, int start, int end, ref THandler handler)
        where THandler : struct, IXmlHandler, allows ref struct
    {
        if (typeof(THandler) != typeof(NoXmlHandler) && start < end)
            handler.OnText(unit[start..end]);
    }

    private static void TellCharacter<THandler>(uint scalar, ref THandler handler)
        where THandler : struct, IXmlHandler, allows ref struct
    {
        if (typeof(THandler) == typeof(NoXmlHandler))
            return;
        Span<byte> character = stackalloc byte[4];
        handler.OnText(character[..XmlUtf8.Encode(scalar, character)]);
    }

    private static void TellValue<THandler>(ReadOnlySpan<byte> text, ref THandler handler)
        where THandler : struct, IXmlHandler, allows ref struct
    {
        if (typeof(THandler) == typeof(NoXmlHandler))
            return;
        XmlValueDecoder decoder = XmlValue.OfText(text).Decode();
        Span<byte> character = stackalloc byte[4];
        while (decoder.MoveNext())
            handler.OnText(decoder.Piece(character));
    }
}
