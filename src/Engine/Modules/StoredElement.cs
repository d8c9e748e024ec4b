using Meerkat.Engine.Net;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Modules;

/// <summary>An element as it is kept: without anything of the stanza around it. Pure.</summary>
internal static class StoredElement
{
    /// <summary>The element with every namespace it uses declared within it.</summary>
    public static byte[] Of(XmlElementReader element)
    {
        var output = new ByteBuffer();
        XmlRewriter.WriteStandalone(element, Namespaces.Client, output);
        return output.WrittenSpan.ToArray();
    }
}
