using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Meerkat.Parser.Xml;

/// <summary>
/// Start tags as most of them are: names that are known, one space in front of each attribute, values without references.
/// All others are left to <see cref="XmlStreamScanner"/>, which parses them with more care. On the turn of the scanner.
/// </summary>
/// <remarks>
/// Most of what clients send goes through this method (perf <c>parser</c>). It calls nothing that is not inlined, so that
/// all it works with stays in registers; whatever would need a call makes the tag an unusual one.
/// </remarks>
internal static class XmlUsualTag
{
    /// <summary>The tag is not whole, not well-formed or just not usual.</summary>
    public const int Unusual = 0;

    private const ulong NotableLengths = 1UL << 13 | 1UL << 23 | 1UL << 29 | 1UL << 36;

    /// <summary>
    /// Parses the tag whose name begins at <paramref name="position"/> into what is pending in the scratch. Returns the offset
    /// behind it, or <see cref="Unusual"/>.
    /// </summary>
    public static int Parse(ref byte start, nint length, nint position, XmlScratch scratch, int maxValueBytes)
    {
        if (length >= XmlStops.WindowLength)
            return Parse<XmlLongInput>(ref start, length, position, scratch, maxValueBytes);
        return length >= XmlStops.MinLength
            ? Parse<XmlShortInput>(ref start, length, position, scratch, maxValueBytes)
            : Unusual;
    }

    // Long by design: one loop, see above.
    private static int Parse<TInput>(ref byte start, nint length, nint position, XmlScratch scratch, int maxValueBytes)
        where TInput : struct, IXmlInput
    {
        if (position >= length || !scratch.HasRoomForElement)
            return Unusual;
        XmlNameCache names = scratch.Names!;
        ref XmlOpenElement element = ref scratch.PrepareElement();
        nint end = position + Count(TInput.FindNear<XmlNameStops>(ref start, position, length));
        ref XmlNameCache.Entry name = ref names.TryFind(ref start, position, end - position, length);
        if (Unsafe.IsNullRef(ref name))
            return Unusual;
        element.NameStart = (int)position;
        element.NameLength = (int)(end - position);
        element.PrefixLength = name.PrefixLength;
        XmlNameKind kinds = name.Kind;
        if ((kinds & XmlNameKind.PrefixDeclaration) != 0)
            return Unusual;
        kinds &= XmlNameKind.Prefixed;

        // What is left of the last look for quotes and what else matters in values. Of an attribute's stops the first two
        // usually are its quotes.
        nint window = 0;
        ulong stops = 0;
        long tag = ++names.Tag;
        while (true)
        {
            if (end >= length)
                return Unusual;
            byte next = Unsafe.Add(ref start, end);
            position = end + 1;
            if (next != ' ')
            {
                if (next == '>')
                    break;
                if (next != '/' || position >= length || Unsafe.Add(ref start, position) != '>')
                    return Unusual;
                position++;
                break;
            }

            ulong rest = stops & (stops - 1);
            if (rest == 0)
            {
                if (position >= length)
                    return Unusual;
                window = position;
                stops = TInput.Find<XmlValueStops>(ref start, position, length);
                rest = stops & (stops - 1);
            }

            nint open = window + Count(stops);
            if (open >= length || Unsafe.Add(ref start, open - 1) != '=' || scratch.AttributeCount >= scratch.AttributeCapacity)
                return Unusual;
            name = ref names.TryFind(ref start, position, open - 1 - position, length);
            if (Unsafe.IsNullRef(ref name) || name.Tag == tag)
                return Unusual;
            name.Tag = tag;
            ref XmlAttributeSpan attribute = ref scratch.PendingAttribute;
            attribute.NameStart = (int)position;
            attribute.NameLength = (int)(open - 1 - position);
            attribute.PrefixLength = name.PrefixLength;
            XmlNameKind kind = name.Kind;
            attribute.Kind = kind;

            end = window + Count(rest);
            stops = rest & (rest - 1);
            while (rest == 0)
            {
                // The value goes on behind the window.
                window = end;
                if (window >= length)
                    return Unusual;
                rest = TInput.Find<XmlValueStops>(ref start, window, length);
                end = window + Count(rest);
                stops = rest & (rest - 1);
            }

            byte quote = Unsafe.Add(ref start, open);
            int valueLength = (int)(end - open) - 1;
            if (Unsafe.Add(ref start, end) != quote || !IsQuote(quote) || valueLength > maxValueBytes)
                return Unusual;
            attribute.ValueStart = (int)open + 1;
            attribute.ValueLength = valueLength;
            scratch.AddAttribute();
            end++;
            if (kind == XmlNameKind.DefaultDeclaration && !MayBeNotable(ref Unsafe.Add(ref start, end - 1), valueLength))
                element.Default = new XmlDefaultNamespace((int)open + 1, valueLength);
            else
                kinds |= kind;
        }

        scratch.Kinds = kinds;
        return (int)position;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Count(ulong stops) => (nint)(uint)BitOperations.TrailingZeroCount(stops);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsQuote(byte value) => value is (byte)'\'' or (byte)'"';

    // Narrows XmlTagResolver.IsNotable down to those with its lengths and last eight bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool MayBeNotable(ref byte end, int length)
    {
        if (length > 36 || (NotableLengths >> length & 1) == 0)
            return false;
        ulong tail = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref end, -sizeof(ulong)));
        return tail == Word("r:server"u8) || tail == Word("t:accept"u8) || tail == Word("0/xmlns/"u8) || tail == Word("amespace"u8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ReadOnlySpan<byte> text) => MemoryMarshal.Read<ulong>(text);
}
