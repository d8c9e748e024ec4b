using System.Buffers;
using System.Text;

namespace Meerkat.Parser.Xml;

/// <summary>
/// The value of an attribute, or the character data of an element, as it stands on the wire: references not yet
/// resolved. A view into the element's bytes.
/// </summary>
public readonly ref struct XmlValue
{
    private readonly Kind _kind;

    private XmlValue(ReadOnlySpan<byte> raw, Kind kind)
    {
        Raw = raw;
        _kind = kind;
    }

    private enum Kind : byte
    {
        Absent,
        Attribute,
        Text,
        Resolved,
    }

    /// <summary>False for an attribute that is not there. An empty value is present.</summary>
    public bool IsPresent => _kind != Kind.Absent;

    /// <summary>The bytes between the quotes or tags, references, CDATA sections and (for text) child elements included.</summary>
    public ReadOnlySpan<byte> Raw { get; }

    /// <summary>True if the value is not simply <see cref="Raw"/>.</summary>
    public bool NeedsUnescape => _kind != Kind.Resolved && Raw.ContainsAny(XmlValueDecoder.Stops(_kind == Kind.Attribute));

    public bool IsEmpty => Raw.IsEmpty || (NeedsUnescape && !Decode().MoveNext());

    /// <summary>An attribute's value from the well-formed bytes between its quotes.</summary>
    public static XmlValue OfAttribute(ReadOnlySpan<byte> raw) => new(raw, Kind.Attribute);

    /// <summary>Character data from well-formed content: text, references, CDATA sections, elements to be skipped.</summary>
    public static XmlValue OfText(ReadOnlySpan<byte> raw) => new(raw, Kind.Text);

    /// <summary>Bytes that are the value as they stand.</summary>
    internal static XmlValue OfResolved(ReadOnlySpan<byte> value) => new(value, Kind.Resolved);

    /// <summary>True if the value, references resolved, is present and equals these bytes. Allocates nothing.</summary>
    public bool Equals(ReadOnlySpan<byte> utf8) =>
        NeedsUnescape ? EqualsUnescaped(utf8) : IsPresent && utf8.SequenceEqual(Raw);

    /// <summary>Resolves references into <paramref name="destination"/>, which needs at most <c>Raw.Length</c> bytes.</summary>
    public int Unescape(Span<byte> destination)
    {
        if (!NeedsUnescape)
        {
            Raw.CopyTo(destination);
            return Raw.Length;
        }

        int written = 0;
        XmlValueDecoder decoder = Decode();
        Span<byte> character = stackalloc byte[4];
        while (decoder.MoveNext())
        {
            ReadOnlySpan<byte> piece = decoder.Piece(character);
            piece.CopyTo(destination[written..]);
            written += piece.Length;
        }

        return written;
    }

    /// <summary>Appends the resolved value.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        if (!NeedsUnescape)
        {
            output.Write(Raw);
            return;
        }

        XmlValueDecoder decoder = Decode();
        Span<byte> character = stackalloc byte[4];
        while (decoder.MoveNext())
            output.Write(decoder.Piece(character));
    }

    /// <summary>The resolved value; allocates.</summary>
    public byte[] ToArray()
    {
        if (!NeedsUnescape)
            return Raw.ToArray();
        var resolved = new byte[UnescapedLength()];
        Unescape(resolved);
        return resolved;
    }

    /// <summary>The resolved value as a string; allocates. Empty if not present.</summary>
    public override string ToString() => Encoding.UTF8.GetString(ToSpan());

    /// <summary>True if both values are the same, references resolved.</summary>
    internal bool Equals(scoped XmlValue other)
    {
        if (!other.NeedsUnescape)
            return Equals(other.Raw);
        if (!NeedsUnescape)
            return other.Equals(Raw);
        return AreEqual(Decode(), other.Decode());
    }

    /// <summary>The resolved value; allocates only if it needs unescaping.</summary>
    internal ReadOnlySpan<byte> ToSpan() => NeedsUnescape ? ToArray() : Raw;

    private bool EqualsUnescaped(ReadOnlySpan<byte> utf8)
    {
        XmlValueDecoder decoder = Decode();
        Span<byte> character = stackalloc byte[4];
        while (decoder.MoveNext())
        {
            ReadOnlySpan<byte> piece = decoder.Piece(character);
            if (!utf8.StartsWith(piece))
                return false;
            utf8 = utf8[piece.Length..];
        }

        return utf8.IsEmpty;
    }

    private static bool AreEqual(scoped XmlValueDecoder left, scoped XmlValueDecoder right)
    {
        Span<byte> leftCharacter = stackalloc byte[4];
        Span<byte> rightCharacter = stackalloc byte[4];
        scoped ReadOnlySpan<byte> leftPiece = default;
        scoped ReadOnlySpan<byte> rightPiece = default;
        while (true)
        {
            if (leftPiece.IsEmpty && left.MoveNext())
                leftPiece = left.Piece(leftCharacter);
            if (rightPiece.IsEmpty && right.MoveNext())
                rightPiece = right.Piece(rightCharacter);
            int common = Math.Min(leftPiece.Length, rightPiece.Length);
            if (common == 0)
                return leftPiece.Length == rightPiece.Length;
            if (!leftPiece[..common].SequenceEqual(rightPiece[..common]))
                return false;
            leftPiece = leftPiece[common..];
            rightPiece = rightPiece[common..];
        }
    }

    internal XmlValueDecoder Decode() => new(Raw, _kind == Kind.Attribute);

    private int UnescapedLength()
    {
        int length = 0;
        XmlValueDecoder decoder = Decode();
        Span<byte> character = stackalloc byte[4];
        while (decoder.MoveNext())
            length += decoder.Piece(character).Length;
        return length;
    }
}
