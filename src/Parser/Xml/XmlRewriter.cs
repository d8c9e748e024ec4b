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
    /// All elements come out without a prefix, those of the content namespace in <c>jabber:client</c>. Prefixed attributes
    /// stay as they are, and so do declarations of prefixes, since text and values may refer to them. Without a
    /// <paramref name="pool"/> it allocates its tables.
    /// </remarks>
    public static void WriteStandalone(
        scoped XmlElementReader element, ReadOnlySpan<byte> contentNamespace, IBufferWriter<byte> output,
        XmlScratchPool? pool = null)
    {
        XmlScratch scratch = pool?.Rent() ?? new XmlScratch();
        var copier = new ElementCopier(element, contentNamespace, scratch.Bindings, output);
        copier.Copy(element.Start, element.DefaultNamespaceValue, XmlValue.OfResolved(Namespaces.Client));
        pool?.Return(scratch);
    }

    private ref struct ElementCopier(
        XmlElementReader root, ReadOnlySpan<byte> contentNamespace, XmlNamespaceBindings bindings,
        IBufferWriter<byte> output)
    {
        private readonly XmlElementReader _root = root;
        private readonly ReadOnlySpan<byte> _unit = root.Unit;
        private readonly ReadOnlySpan<byte> _contentNamespace = contentNamespace;
        private XmlWriter _writer = new(output);

        // Copies the element whose start tag is at start and returns the offset behind it. The default namespaces are
        // those around the element, there and here. Recurses as deep as elements nest, which XmlLimits.MaxDepth bounds.
        public int Copy(int start, XmlValue sourceDefault, XmlValue targetDefault)
        {
            int bindingCount = bindings.Count;
            Declare(start, ref sourceDefault);
            ReadOnlySpan<byte> name = _unit[(start + 1)..XmlTagCursor.NameEnd(_unit, start)];
            int colon = name.IndexOf((byte)':');
            XmlValue ns = colon < 0 ? sourceDefault : Resolve(name[..colon]);
            if (ns.Equals(_contentNamespace))
                ns = XmlValue.OfResolved(Namespaces.Client);

            name = name[(colon + 1)..];
            _writer.Start(name);
            if (!ns.Equals(targetDefault))
                _writer.Attribute("xmlns"u8, ns);
            CopyAttributes(start);
            int end = CopyContent(XmlSkip.Tag(_unit, start), sourceDefault, ns);
            _writer.End(name);
            bindings.Truncate(bindingCount);
            return end;
        }

        private void Declare(int start, ref XmlValue sourceDefault)
        {
            var cursor = new XmlTagCursor(_unit, start);
            while (cursor.MoveNext())
            {
                if (cursor.Name.SequenceEqual("xmlns"u8))
                    sourceDefault = XmlValue.OfAttribute(cursor.Value);
                else if (cursor.IsPrefixDeclaration)
                    bindings.Add(_unit, cursor.NameStart + 6, cursor.NameLength - 6, cursor.ValueStart, cursor.ValueLength);
            }
        }

        private int CopyContent(int position, XmlValue sourceDefault, XmlValue targetDefault)
        {
            // An empty element, or a stream header.
            if (_unit[position - 2] == '/' || position == _unit.Length)
                return position;
            while (true)
            {
                int tag = XmlSkip.ToTag(_unit, position);

                // Raw closes the start tag, which must stay open if there is nothing.
                if (tag > position)
                    _writer.Raw(_unit[position..tag]);
                if (_unit[tag + 1] == '/')
                    return XmlSkip.Tag(_unit, tag);
                position = Copy(tag, sourceDefault, targetDefault);
            }
        }

        private void CopyAttributes(int start)
        {
            int declared = bindings.Count;
            var cursor = new XmlTagCursor(_unit, start);
            while (cursor.MoveNext())
            {
                ReadOnlySpan<byte> name = cursor.Name;
                if (name.SequenceEqual("xmlns"u8))
                    continue;
                _writer.Attribute(name, XmlValue.OfAttribute(cursor.Value));
                int colon = name.IndexOf((byte)':');
                if (colon > 0 && !cursor.IsPrefixDeclaration)
                    DeclareOutside(cursor.NameStart, colon);
            }

            bindings.Truncate(declared);
        }

        // A prefix that is declared outside of the element is declared on the tag that uses it, once.
        private void DeclareOutside(int prefixStart, int prefixLength)
        {
            ReadOnlySpan<byte> prefix = _unit.Slice(prefixStart, prefixLength);
            if (prefix.SequenceEqual("xml"u8) || bindings.TryResolve(_unit, prefix, out _))
                return;
            _writer.Declare(prefix, ResolveOutside(prefix));
            bindings.Add(_unit, prefixStart, prefixLength, prefixStart, 0);
        }

        private readonly XmlValue Resolve(ReadOnlySpan<byte> prefix) =>
            bindings.TryResolve(_unit, prefix, out XmlValue ns) ? ns : ResolveOutside(prefix);

        private readonly XmlValue ResolveOutside(ReadOnlySpan<byte> prefix) => _root.Start == 0
            ? XmlValue.OfResolved(_root.Scope.Resolve(prefix))
            : _root.ResolvePrefix(prefix);
    }
}
