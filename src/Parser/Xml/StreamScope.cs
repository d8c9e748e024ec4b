using System.Runtime.CompilerServices;
using Meerkat.Parser.Stanzas;

namespace Meerkat.Parser.Xml;

/// <summary>
/// The namespace declarations of a stream header, in force for every element of the stream. Immutable; the common
/// headers share one instance each.
/// </summary>
public sealed class StreamScope
{
    // A header has a handful of declarations at most (XmlLimits.MaxHeaderBytes), so a scan beats a table.
    private readonly Binding[] _bindings;
    private readonly byte[] _defaultNamespace;
    private readonly byte[] _rootName;

    private StreamScope(ReadOnlySpan<byte> rootName, ReadOnlySpan<byte> defaultNamespace, Binding[] bindings)
    {
        _rootName = rootName.ToArray();
        _defaultNamespace = defaultNamespace.ToArray();
        _bindings = bindings;
    }

    /// <summary>Default namespace <c>jabber:client</c>, prefix <c>stream</c> bound to the streams namespace.</summary>
    public static StreamScope Client { get; } = new("stream:stream"u8, Namespaces.Client, [StreamPrefix]);

    /// <summary>Default namespace <c>jabber:server</c>, prefix <c>stream</c> bound to the streams namespace.</summary>
    public static StreamScope Server { get; } = new("stream:stream"u8, Namespaces.Server, [StreamPrefix]);

    /// <summary>As <see cref="Server"/>, with prefix <c>db</c> bound for dialback (XEP-0220).</summary>
    public static StreamScope ServerDialback { get; } =
        new("stream:stream"u8, Namespaces.Server, [StreamPrefix, new("db"u8, "jabber:server:dialback"u8)]);

    /// <summary>No declarations: what holds before a header, and for elements that stand alone.</summary>
    public static StreamScope Empty { get; } = new(default, default, []);

    public ReadOnlySpan<byte> DefaultNamespace => _defaultNamespace;

    /// <summary>The qualified name of the root element, for its end tag.</summary>
    internal ReadOnlySpan<byte> RootName => _rootName;

    private static Binding StreamPrefix => new("stream"u8, Namespaces.Streams);

    private static StreamScope[] Shared { get; } = [Client, Server, ServerDialback];

    /// <summary>The namespace bound to a prefix, or empty. <c>xml</c> is always bound.</summary>
    public ReadOnlySpan<byte> Resolve(ReadOnlySpan<byte> prefix) =>
        TryResolve(prefix, out ReadOnlySpan<byte> ns) ? ns : default;

    internal bool TryResolve(ReadOnlySpan<byte> prefix, out ReadOnlySpan<byte> ns)
    {
        Binding? binding = Find(prefix);
        bool isXml = binding is null && prefix.SequenceEqual("xml"u8);
        ns = isXml ? Namespaces.Xml : binding?.Namespace;
        return isXml || binding is not null;
    }

    /// <summary>The shared scope that declares what a stream header's start tag does, if there is one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static StreamScope? FindShared(
        ReadOnlySpan<byte> header, ReadOnlySpan<byte> rootName, ReadOnlySpan<XmlAttributeSpan> attributes)
    {
        foreach (StreamScope scope in Shared)
        {
            if (scope.Matches(header, rootName, attributes))
                return scope;
        }

        return null;
    }

    /// <summary>Takes the name and the declarations of a stream header's start tag, which the scanner has checked.</summary>
    internal static StreamScope FromHeader(
        ReadOnlySpan<byte> header, ReadOnlySpan<byte> rootName, ReadOnlySpan<XmlAttributeSpan> attributes)
    {
        ReadOnlySpan<byte> defaultNamespace = default;
        var bindings = new List<Binding>();
        foreach (ref readonly XmlAttributeSpan attribute in attributes)
        {
            ReadOnlySpan<byte> value = attribute.Value(header).ToSpan();
            if ((attribute.Kind & XmlNameKind.DefaultDeclaration) != 0)
                defaultNamespace = value;
            else if ((attribute.Kind & XmlNameKind.PrefixDeclaration) != 0)
                bindings.Add(new(attribute.LocalName(header), value));
        }

        return new StreamScope(rootName, defaultNamespace, [.. bindings]);
    }

    // Invariant: none of the shared scopes declares a prefix twice, and neither does a header.
    private bool Matches(
        ReadOnlySpan<byte> header, ReadOnlySpan<byte> rootName, ReadOnlySpan<XmlAttributeSpan> attributes)
    {
        if (!rootName.SequenceEqual(_rootName))
            return false;
        bool hasDefault = false;
        int prefixCount = 0;
        foreach (ref readonly XmlAttributeSpan attribute in attributes)
        {
            if (!attribute.IsDeclaration)
                continue;
            bool isDefault = (attribute.Kind & XmlNameKind.DefaultDeclaration) != 0;
            hasDefault |= isDefault;
            prefixCount += isDefault ? 0 : 1;
            ReadOnlySpan<byte> declared = isDefault ? _defaultNamespace : Find(attribute.LocalName(header))?.Namespace;
            if (declared.IsEmpty || (attribute.Kind & XmlNameKind.NeedsUnescape) != 0 ||
                !declared.SequenceEqual(header.Slice(attribute.ValueStart, attribute.ValueLength)))
                return false;
        }

        return hasDefault && prefixCount == _bindings.Length;
    }

    private Binding? Find(ReadOnlySpan<byte> prefix)
    {
        foreach (Binding binding in _bindings)
        {
            if (prefix.SequenceEqual(binding.Prefix))
                return binding;
        }

        return null;
    }

    private sealed class Binding(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> ns)
    {
        public byte[] Prefix { get; } = prefix.ToArray();

        public byte[] Namespace { get; } = ns.ToArray();
    }
}
