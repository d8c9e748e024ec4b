using System.Buffers;

namespace Meerkat.Parser.Xml;

/// <summary>
/// The slow path of forwarding: writes an element again so that it stands alone in a stream whose default namespace is
/// <c>jabber:client</c> and that declares no prefixes. Used for stanzas that lean on declarations of their stream header.
/// </summary>
public static class XmlRewriter
{
    /// <summary>Writes <paramref name="element"/> with every namespace it uses declared within it; a first-level element in
    /// <paramref name="contentNamespace"/> (the content namespace of its stream) is written unprefixed and undeclared.</summary>
    public static void WriteStandalone(
        scoped XmlElementReader element, ReadOnlySpan<byte> contentNamespace, IBufferWriter<byte> output) =>
        throw new NotImplementedException();
}
