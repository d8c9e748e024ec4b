using System.Buffers;

namespace Meerkat.Parser.Xml;

/// <summary>
/// The value of an attribute, or the character data of an element, as it stands on the wire: references not yet
/// resolved. A view into the element's bytes.
/// </summary>
public readonly ref struct XmlValue
{
    /// <summary>False for an attribute that is not there. An empty value is present.</summary>
    public bool IsPresent => throw new NotImplementedException();

    /// <summary>The bytes between the quotes or tags, references, CDATA sections and (for text) child elements included.</summary>
    public ReadOnlySpan<byte> Raw => throw new NotImplementedException();

    /// <summary>True if the value is not simply <see cref="Raw"/>.</summary>
    public bool NeedsUnescape => throw new NotImplementedException();

    public bool IsEmpty => throw new NotImplementedException();

    /// <summary>True if the value, references resolved, equals these bytes. Allocates nothing.</summary>
    public bool Equals(ReadOnlySpan<byte> utf8) => throw new NotImplementedException();

    /// <summary>Resolves references into <paramref name="destination"/>, which needs at most <c>Raw.Length</c> bytes.</summary>
    public int Unescape(Span<byte> destination) => throw new NotImplementedException();

    /// <summary>Appends the resolved value.</summary>
    public void WriteTo(IBufferWriter<byte> output) => throw new NotImplementedException();

    /// <summary>The resolved value; allocates.</summary>
    public byte[] ToArray() => throw new NotImplementedException();

    /// <summary>The resolved value as a string; allocates. Empty if not present.</summary>
    public override string ToString() => throw new NotImplementedException();
}
