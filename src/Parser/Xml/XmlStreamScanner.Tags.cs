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

    // The cache takes words to begin with their lowest byte, and all names that fit in it to be allowed.
    private readonly bool _hasUsualTags = BitConverter.IsLittleEndian && limits.MaxNameBytes >= XmlNameCache.MaxNameLength;

    /// <summary>
    /// Parses the start tag at an offset and makes its element the innermost one. Returns the offset behind the tag.
    /// </summary>
    private int ParseStartTag(ReadOnlySpan<byte> unit, int tag)
    {
        XmlScratch scratch = _scratch!;
        if (scratch.Names is null)
            GiveNames(scratch);
        int end = XmlUsualTag.Unusual;
        if (_hasUsualTags)
            end = XmlUsualTag.Parse(
                ref MemoryMarshal.GetReference(unit), unit.Length, tag + 1, scratch, _limits.MaxValueBytes);
        if (end == XmlUsualTag.Unusual)
        {
            end = ParseUnusualTag(unit, tag + 1);
            if (end <= 0)
                return end;
        }

        ref XmlOpenElement element = ref scratch.Pending;
        if (scratch.AttributeCount > _limits.MaxAttributes)
            return Refused(XmlError.LimitExceeded);
        if ((scratch.Kinds & ~XmlNameKind.NeedsUnescape) != 0)
        {
            XmlError error = _phase != Phase.Open && TryShareScope(unit, scratch) ? XmlError.None : Resolve(unit, scratch);
            if (error != XmlError.None)
                return Refused(error);
        }

        _usesStreamDefault |= element.PrefixLength == 0 && element.Default.Start == 0;
        scratch.OpenElement();
        _tagEnd = end;
        return end;
    }

    private void GiveNames(XmlScratch scratch)
    {
        if (_pool is null)
            scratch.Names = new XmlNameCache();
        else
            _pool.GiveNames(scratch);
    }

    private int ParseUnusualTag(ReadOnlySpan<byte> unit, int position)
    {
        XmlScratch scratch = _scratch!;
        XmlNameCache names = scratch.Names!;
        names.Tag++;
        ref XmlOpenElement element = ref scratch.BeginElement();
        XmlNameKind kind = XmlNameKind.Plain;
        element.NameStart = position;
        position = ParseName(unit, position, ref element.PrefixLength, ref kind);
        if (position <= 0)
            return position;
        element.NameLength = position - element.NameStart;

        // Namespaces 1.0 §3: elements must not have the prefix xmlns. An element called xmlns is like any other.
        if ((kind & XmlNameKind.PrefixDeclaration) != 0)
            return Refused(XmlError.NotWellFormed);
        scratch.Kinds = kind & XmlNameKind.Prefixed;
        names.Tag++;
        position = ParseAttributes(unit, position, scratch);
        if (names.HasLostNames)
            scratch.Kinds |= XmlNameKind.Uncached;
        return position;
    }

    private int ParseAttributes(ReadOnlySpan<byte> unit, int position, XmlScratch scratch)
    {
        while (true)
        {
            int behind = position;
            position = XmlChars.SkipWhiteSpace(unit, position);
            if (position == unit.Length)
                return Incomplete;
            if (unit[position] == '>')
                return position + 1;
            if (unit[position] == '/')
                return EndEmptyTag(unit, position + 1);
            if (position == behind)
                return Refused(XmlError.NotWellFormed);
            position = ParseAttribute(unit, position, scratch, ref scratch.NextAttribute());
            if (position <= 0)
                return position;
        }
    }

    private int ParseAttribute(ReadOnlySpan<byte> unit, int position, XmlScratch scratch, ref XmlAttributeSpan attribute)
    {
        attribute.NameStart = position;
        attribute.Kind = XmlNameKind.Plain;
        position = ParseAttributeName(unit, position, ref attribute);
        if (position <= 0)
            return position;
        attribute.ValueStart = position;
        position = PassValue(unit, position, ref attribute.Kind);
        if (position <= 0)
            return position;
        attribute.ValueLength = position - attribute.ValueStart;
        scratch.AddAttribute();
        if (attribute.Kind == XmlNameKind.DefaultDeclaration &&
            !XmlTagResolver.IsNotable(unit.Slice(attribute.ValueStart, attribute.ValueLength)))
            scratch.Pending.Default = new XmlDefaultNamespace(attribute.ValueStart, attribute.ValueLength);
        else
            scratch.Kinds |= attribute.Kind;
        return attribute.ValueLength > _limits.MaxValueBytes ? Refused(XmlError.LimitExceeded) : position + 1;
    }

    private static int EndEmptyTag(ReadOnlySpan<byte> unit, int position)
    {
        if (position == unit.Length)
            return Incomplete;
        return unit[position] == '>' ? position + 1 : Refused(XmlError.NotWellFormed);
    }

    private static int Refused(XmlError error) => -(int)error;

    // Returns the offset behind the opening quote.
    private int ParseAttributeName(ReadOnlySpan<byte> unit, int position, ref XmlAttributeSpan attribute)
    {
        position = ParseName(unit, position, ref attribute.PrefixLength, ref attribute.Kind);
        if (position <= 0)
            return position;
        attribute.NameLength = position - attribute.NameStart;
        if ((attribute.Kind & XmlNameKind.Uncached) == 0)
        {
            XmlNameCache names = _scratch!.Names!;
            ref XmlNameCache.Entry name = ref names.Find(unit.Slice(attribute.NameStart, attribute.NameLength));
            if (name.Tag == names.Tag)
                return Refused(XmlError.NotWellFormed);
            name.Tag = names.Tag;
        }

        position = XmlChars.SkipWhiteSpace(unit, position);
        if (position < unit.Length && unit[position] != '=')
            return Refused(XmlError.NotWellFormed);
        position = XmlChars.SkipWhiteSpace(unit, position + 1);
        if (position >= unit.Length)
            return Incomplete;
        return unit[position] is (byte)'\'' or (byte)'"' ? position + 1 : Refused(XmlError.NotWellFormed);
    }

    private int ParseName(ReadOnlySpan<byte> unit, int position, ref int prefixLength, ref XmlNameKind kind)
    {
        ReadOnlySpan<byte> name = unit.Slice(position, XmlNames.LengthOf(unit[position..]));
        position += name.Length;
        if (name.Length > _limits.MaxNameBytes)
            return Refused(XmlError.LimitExceeded);
        if (position == unit.Length)
            return Incomplete;
        if ((uint)(name.Length - 1) >= XmlNameCache.MaxNameLength)
        {
            bool isName = XmlNames.TryRead(name, out prefixLength, out kind);
            kind |= XmlNameKind.Uncached;
            return isName ? position : Refused(XmlError.NotWellFormed);
        }

        ref XmlNameCache.Entry entry = ref _scratch!.Names!.Find(name);
        if (Unsafe.IsNullRef(ref entry))
            return Refused(XmlError.NotWellFormed);
        prefixLength = entry.PrefixLength;
        kind = entry.Kind;
        return position;
    }

    // Returns the offset of the closing quote.
    private static int PassValue(ReadOnlySpan<byte> unit, int position, ref XmlNameKind kind)
    {
        ref byte start = ref MemoryMarshal.GetReference(unit);
        byte quote = unit[position - 1];
        while (true)
        {
            ulong stops = XmlStops.Find<XmlValueStops>(ref start, position, unit.Length);
            if (stops == 0)
            {
                position += XmlStops.WindowLength;
                if (position >= unit.Length)
                    return Incomplete;
                continue;
            }

            position += BitOperations.TrailingZeroCount(stops);
            byte stop = unit[position];
            if (stop == quote)
                return position;
            if (stop == '<')
                return Refused(XmlError.NotWellFormed);
            if (stop is not ((byte)'\'' or (byte)'"'))
                kind |= XmlNameKind.NeedsUnescape;
            position = stop == '&' ? XmlReferences.Pass(unit, position, out _) : position + 1;
            if (position <= 0)
                return position;
        }
    }

    // Whose declarations are the usual ones needs no further check of them.
    private bool TryShareScope(ReadOnlySpan<byte> unit, XmlScratch scratch)
    {
        if ((scratch.Kinds & XmlNameKind.Uncached) != 0)
            return false;
        foreach (ref readonly XmlAttributeSpan attribute in scratch.Attributes)
        {
            if ((attribute.Kind & XmlNameKind.Prefixed) != 0)
                return false;
        }

        ref readonly XmlOpenElement root = ref scratch.Pending;
        StreamScope? scope = StreamScope.FindShared(unit, unit.Slice(root.NameStart, root.NameLength), scratch.Attributes);
        Scope = scope ?? Scope;
        return scope is not null;
    }

    private XmlError Resolve(ReadOnlySpan<byte> unit, XmlScratch scratch)
    {
        // The usual one of these: <stream:features>
        if (scratch.Kinds == XmlNameKind.Prefixed && scratch.AttributeCount == 0 && scratch.Bindings.Count == 0)
        {
            ReadOnlySpan<byte> prefix = scratch.Pending.Prefix(ref MemoryMarshal.GetReference(unit));
            _usesStreamPrefix = true;
            return Scope.TryResolve(prefix, out _) ? XmlError.None : XmlError.NotWellFormed;
        }

        var resolver = new XmlTagResolver(unit, scratch, _limits, Scope);
        XmlError error = resolver.Resolve(scratch.Kinds);
        if (error != XmlError.None)
            scratch.Bindings.Truncate(scratch.Pending.BindingCount);
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
        if (BitConverter.IsLittleEndian && nameLength <= sizeof(ulong) && first <= unit.Length - sizeof(ulong))
        {
            ref byte start = ref MemoryMarshal.GetReference(unit);
            ulong difference = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, first)) ^
                Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, second));
            return difference << (8 * (sizeof(ulong) - nameLength)) == 0;
        }

        return unit.Slice(first, nameLength).SequenceEqual(unit.Slice(second, nameLength));
    }
}
