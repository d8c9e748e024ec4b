using System.Buffers;
using Meerkat.Parser.Stanzas;

namespace Meerkat.Parser.Xml;

/// <summary>
/// The slow path of forwarding: writes an element again so that it stands alone in a stream whose default namespace is
/// <c>jabber:client</c> and that declares no prefixes. Used for stanzas that lean on declarations of their stream header.
/// </summary>
public static class XmlRewriter
{
    /// <summary>Writes <paramref name="element"/> with every namespace it uses declared within it; a first-level element in
    /// <paramref name="contentNamespace"/> (the content namespace of its stream) is written unprefixed and undeclared.</summary>
    /// <remarks>
    /// All elements come out without a prefix, elements of the content namespace in <c>jabber:client</c>. Prefixed
    /// attributes stay as they are, and declarations of prefixes stay where they are.
    /// </remarks>
    public static void WriteStandalone(
        scoped XmlElementReader element, ReadOnlySpan<byte> contentNamespace, IBufferWriter<byte> output)
    {
        var writer = new XmlWriter(output);
        Write(element, contentNamespace, XmlValue.OfResolved(Namespaces.Client), ref writer);
    }

    // Recursion is as deep as the element, which XmlLimits.MaxDepth bounds.
    private static void Write(
        scoped XmlElementReader element, ReadOnlySpan<byte> contentNamespace, scoped XmlValue outerDefault,
        ref XmlWriter writer)
    {
        XmlValue ns = element.NamespaceValue;
        if (ns.Equals(contentNamespace))
            ns = XmlValue.OfResolved(Namespaces.Client);
        writer.Start(element.LocalName);
        if (!ns.Equals(outerDefault))
            writer.Attribute("xmlns"u8, ns);
        WriteAttributes(element, ref writer);

        ReadOnlySpan<byte> unit = element.Unit;
        int position = element.ContentStart;
        int innerEnd = position + element.InnerXml.Length;
        foreach (XmlElementReader child in element.Children)
        {
            WriteContent(unit[position..child.Start], ref writer);
            Write(child, contentNamespace, ns, ref writer);
            position = child.End;
        }

        WriteContent(unit[position..innerEnd], ref writer);
        writer.End(element.LocalName);
    }

    private static void WriteContent(scoped ReadOnlySpan<byte> content, ref XmlWriter writer)
    {
        // Nothing at all leaves the tag open, so that an empty element stays one.
        if (!content.IsEmpty)
            writer.Raw(content);
    }

    private static void WriteAttributes(scoped XmlElementReader element, ref XmlWriter writer)
    {
        foreach (XmlAttribute attribute in element.Attributes)
        {
            if (attribute.Name.SequenceEqual("xmlns"u8))
                continue;
            writer.Attribute(attribute.Name, attribute.Value);
            ReadOnlySpan<byte> prefix = attribute.Prefix;
            if (!prefix.IsEmpty && !attribute.IsNamespaceDeclaration && element.IsStreamPrefix(prefix) &&
                IsFirstWithPrefix(element, attribute))
                writer.Declare(prefix, element.Scope.Resolve(prefix));
        }
    }

    private static bool IsFirstWithPrefix(scoped XmlElementReader element, scoped XmlAttribute attribute)
    {
        foreach (XmlAttribute other in element.Attributes)
        {
            if (other.Prefix.SequenceEqual(attribute.Prefix))
                return other.Name.SequenceEqual(attribute.Name);
        }

        return false;
    }
}
