using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Meerkat.Parser.Xml;

/// <content>
/// Tags. They are parsed at once, in the hope that they are whole and well-formed. If not, <see cref="XmlTagSearch"/> has
/// the word: the tag is parsed again when its end is found, and only then is an error in it an error. So the outcome does
/// not depend on how much of the tag has come when it is first seen.
/// </content>
public sealed partial class XmlStreamScanner
{
    // What a parse method returns in place of an offset: the tag goes on behind the input, or minus an XmlError.
    private const int Incomplete = 0;

    private readonly uint _maxCachedNameBytes = (uint)Math.Min(limits.MaxNameBytes, XmlNameCache.MaxNameLength);

    /// <summary>
    /// Parses the start tag at an offset and makes its element the innermost one. Returns the offset behind the tag.
    /// </summary>
    // Long by design: the loop over the attributes, of which most of what clients send consists (perf parser).
    private int ParseStartTag(ReadOnlySpan<byte> unit, int tag)
    {
        XmlScratch scratch = _scratch!;
        XmlNameCache names = scratch.Names!;
        ref byte start = ref MemoryMarshal.GetReference(unit);
        int length = unit.Length;

        int position = tag + 1;
        int nameLength = BitOperations.TrailingZeroCount(XmlStops.Find<XmlNameStops>(ref start, position, length));
        ref XmlNameCache.Entry name = ref Unsafe.NullRef<XmlNameCache.Entry>();
        if ((uint)(nameLength - 1) < _maxCachedNameBytes)
            name = ref names.Find(XmlNameCache.Load(ref start, position, nameLength, length));
        int prefixLength;
        XmlNameKind kinds;
        if (Unsafe.IsNullRef(ref name))
        {
            int end = ParseLongName(unit, position, out prefixLength, out kinds);
            if (end <= 0)
                return end;
            nameLength = end - position;
            kinds &= ~XmlNameKind.Uncached;
        }
        else
        {
            prefixLength = name.PrefixLength;
            kinds = name.Kind;
        }

        if (kinds != XmlNameKind.Plain)
        {
            // Namespaces 1.0 §3: elements must not have the prefix xmlns. An element called xmlns is like any other.
            if (kinds == XmlNameKind.PrefixDeclaration)
                return Refused(XmlError.NotWellFormed);
            kinds &= XmlNameKind.Prefixed;
        }

        var element = new TagUnderWay(tag + 1, nameLength, prefixLength);
        if (scratch.Depth > 0)
            (element.DefaultStart, element.DefaultLength) =
                (scratch.Innermost.DefaultStart, scratch.Innermost.DefaultLength);
        position += nameLength;
        scratch.ClearAttributes();
        names.BeginTag();
        while (true)
        {
            if (position >= length)
                return Incomplete;
            byte next = Unsafe.Add(ref start, position);
            if (next == '>')
                break;
            if (next != ' ' && !XmlChars.IsWhiteSpace(next))
            {
                if (next != '/')
                    return Refused(XmlError.NotWellFormed);
                if (++position >= length)
                    return Incomplete;
                if (Unsafe.Add(ref start, position) != '>')
                    return Refused(XmlError.NotWellFormed);
                break;
            }

            int nameStart = ++position;
            nameLength = BitOperations.TrailingZeroCount(XmlStops.Find<XmlNameStops>(ref start, nameStart, length));
            int equals = nameStart + nameLength;
            byte quote = 0;
            name = ref Unsafe.NullRef<XmlNameCache.Entry>();
            if ((uint)(nameLength - 1) < _maxCachedNameBytes && equals < length - 1 &&
                Unsafe.Add(ref start, equals) == '=' &&
                (quote = Unsafe.Add(ref start, equals + 1)) is (byte)'\'' or (byte)'"')
                name = ref names.Find(XmlNameCache.Load(ref start, nameStart, nameLength, length));
            XmlNameKind kind;
            if (Unsafe.IsNullRef(ref name))
            {
                position = XmlChars.SkipWhiteSpace(unit, position);
                if (position >= length)
                    return Incomplete;
                if (Unsafe.Add(ref start, position) is (byte)'>' or (byte)'/')
                    continue;
                nameStart = position;
                position = ParseAttributeName(unit, position, out nameLength, out prefixLength, out kind);
                if (position <= 0)
                    return position;
                quote = Unsafe.Add(ref start, position - 1);
            }
            else
            {
                if (!names.TryMeet(ref name))
                    return Refused(XmlError.NotWellFormed);
                prefixLength = name.PrefixLength;
                kind = name.Kind;
                position = equals + 2;
            }

            int valueStart = position;
            while (true)
            {
                uint stops = XmlStops.Find<XmlValueStops>(ref start, position, length);
                if (stops == 0)
                {
                    position += XmlStops.WindowLength;
                    if (position >= length)
                        return Incomplete;
                    continue;
                }

                position += BitOperations.TrailingZeroCount(stops);
                byte stop = Unsafe.Add(ref start, position);
                if (stop == quote)
                    break;
                position = PassValueStop(unit, position, stop, ref kind);
                if (position <= 0)
                    return position;
            }

            int valueLength = position - valueStart;
            scratch.Add(new XmlAttributeSpan(nameStart, nameLength, prefixLength, valueStart, valueLength, kind));
            if (scratch.AttributeCount > _limits.MaxAttributes || valueLength > _limits.MaxValueBytes)
                return Refused(XmlError.LimitExceeded);
            position++;
            if (kind == XmlNameKind.DefaultDeclaration && !XmlTagResolver.IsNotableLength(valueLength))
                (element.DefaultStart, element.DefaultLength) = (valueStart, valueLength);
            else
                kinds |= kind;
        }

        XmlError error = Open(unit, scratch, element, kinds);
        return error == XmlError.None ? position + 1 : Refused(error);
    }

    private static int Refused(XmlError error) => -(int)error;

    // A name that is not in the cache, and what may stand around a name besides one space. Returns the offset behind the
    // opening quote.
    private int ParseAttributeName(
        ReadOnlySpan<byte> unit, int position, out int nameLength, out int prefixLength, out XmlNameKind kind)
    {
        int end = ParseLongName(unit, position, out prefixLength, out kind);
        nameLength = end - position;
        if (end <= 0)
            return end;
        if (nameLength <= XmlNameCache.MaxNameLength)
        {
            ref byte start = ref MemoryMarshal.GetReference(unit);
            ref XmlNameCache.Entry name =
                ref _scratch!.Names!.Find(XmlNameCache.Load(ref start, position, nameLength, unit.Length));
            if (!_scratch.Names.TryMeet(ref name))
                return Refused(XmlError.NotWellFormed);
            kind = name.Kind;
        }

        position = XmlChars.SkipWhiteSpace(unit, end);
        if (position < unit.Length && unit[position] != '=')
            return Refused(XmlError.NotWellFormed);
        position = XmlChars.SkipWhiteSpace(unit, position + 1);
        if (position >= unit.Length)
            return Incomplete;
        return unit[position] is (byte)'\'' or (byte)'"' ? position + 1 : Refused(XmlError.NotWellFormed);
    }

    private int ParseLongName(ReadOnlySpan<byte> unit, int position, out int prefixLength, out XmlNameKind kind)
    {
        prefixLength = 0;
        kind = XmlNameKind.Plain;
        int length = XmlNames.LengthOf(unit[position..]);
        if (length > _limits.MaxNameBytes)
            return Refused(XmlError.LimitExceeded);
        if (position + length == unit.Length)
            return Incomplete;
        if (!XmlNames.TryRead(unit.Slice(position, length), out prefixLength, out kind))
            return Refused(XmlError.NotWellFormed);
        kind |= XmlNameKind.Uncached;
        return position + length;
    }

    // Returns the offset to go on at within the value.
    private static int PassValueStop(ReadOnlySpan<byte> unit, int position, byte stop, ref XmlNameKind kind)
    {
        if (stop == '<')
            return Refused(XmlError.NotWellFormed);
        if (stop is (byte)'\'' or (byte)'"')
            return position + 1;
        kind |= XmlNameKind.NeedsUnescape;
        return stop == '&' ? XmlReferences.Pass(unit, position) : position + 1;
    }

    private XmlError Open(ReadOnlySpan<byte> unit, XmlScratch scratch, TagUnderWay tag, XmlNameKind kinds)
    {
        int bindingCount = scratch.Bindings.Count;
        if (scratch.Names!.HasLostNames)
            kinds |= XmlNameKind.Uncached;
        if ((kinds & ~XmlNameKind.NeedsUnescape) != 0)
        {
            XmlError error = Resolve(unit, scratch, ref tag, kinds);
            if (error != XmlError.None)
            {
                scratch.Bindings.Truncate(bindingCount);
                return error;
            }
        }

        _usesStreamDefault |= tag.PrefixLength == 0 && tag.DefaultStart == 0;
        scratch.Push(new XmlOpenElement(
            tag.NameStart, tag.NameLength, tag.PrefixLength, bindingCount, tag.DefaultStart, tag.DefaultLength));
        return XmlError.None;
    }

    private XmlError Resolve(ReadOnlySpan<byte> unit, XmlScratch scratch, ref TagUnderWay tag, XmlNameKind kinds)
    {
        var resolver = new XmlTagResolver(unit, scratch, _limits, Scope)
        {
            DefaultStart = tag.DefaultStart,
            DefaultLength = tag.DefaultLength,
        };
        XmlError error = resolver.Resolve(unit.Slice(tag.NameStart, tag.PrefixLength), kinds);
        (tag.DefaultStart, tag.DefaultLength) = (resolver.DefaultStart, resolver.DefaultLength);
        _usesStreamPrefix |= resolver.UsesStreamPrefix;
        _namesServerContent |= resolver.NamesServerContent;
        return error;
    }

    /// <summary>
    /// Parses the end tag of the innermost element if it is just that and whole. Returns the offset behind it, or 0: then
    /// it may have white space in it, be cut or be wrong.
    /// </summary>
    private static int ParseEndTag(ReadOnlySpan<byte> unit, int tag, in XmlOpenElement element)
    {
        int name = tag + "</".Length;
        int end = name + element.NameLength;
        return end < unit.Length && unit[end] == '>' && AreSame(unit, name, element.NameStart, element.NameLength)
            ? end + 1
            : Incomplete;
    }

    // Two names, the first behind the second. The most are of up to eight bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreSame(ReadOnlySpan<byte> unit, int first, int second, int nameLength)
    {
        if (nameLength <= sizeof(ulong) && first <= unit.Length - sizeof(ulong))
        {
            ref byte start = ref MemoryMarshal.GetReference(unit);
            ulong difference = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, first)) ^
                Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, second));
            return (BitConverter.IsLittleEndian ? difference : BinaryPrimitives.ReverseEndianness(difference)) <<
                (8 * (sizeof(ulong) - nameLength)) == 0;
        }

        return unit.Slice(first, nameLength).SequenceEqual(unit.Slice(second, nameLength));
    }

    // The element of a start tag under way.
    private record struct TagUnderWay(int NameStart, int NameLength, int PrefixLength)
    {
        public int DefaultStart { get; set; }

        public int DefaultLength { get; set; }
    }
}
