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

    private static Binding XmlPrefix { get; } = new("xml"u8, Namespaces.Xml);

    private static StreamScope[] Shared { get; } = [Client, Server, ServerDialback];

    /// <summary>The namespace bound to a prefix, or empty. <c>xml</c> is always bound.</summary>
    public ReadOnlySpan<byte> Resolve(ReadOnlySpan<byte> prefix) =>
        TryResolve(prefix, out XmlNamespace ns) ? ns.Name.Raw : default;

    internal bool TryResolve(ReadOnlySpan<byte> prefix, out XmlNamespace ns)
    {
        Binding? binding = prefix.SequenceEqual("xml"u8) ? XmlPrefix : Find(prefix);
        ns = binding is null ? default : new XmlNamespace(XmlValue.OfResolved(binding.Namespace), binding.Hash);
        return binding is not null;
    }

    /// <summary>Takes the declarations of a stream header's start tag, which the scanner has checked.</summary>
    internal static StreamScope FromHeader(ReadOnlySpan<byte> header, int start)
    {
        foreach (StreamScope scope in Shared)
        {
            if (scope.Matches(header, start))
                return scope;
        }

        ReadOnlySpan<byte> defaultNamespace = default;
        var bindings = new List<Binding>();
        var cursor = new XmlTagCursor(header, start);
        while (cursor.MoveNext())
        {
            ReadOnlySpan<byte> value = XmlValue.OfAttribute(cursor.Value).ToSpan();
            if (cursor.Name.SequenceEqual("xmlns"u8))
                defaultNamespace = value;
            else if (cursor.IsPrefixDeclaration)
                bindings.Add(new(cursor.Name["xmlns:".Length..], value));
        }

        return new StreamScope(RootNameOf(header, start), defaultNamespace, [.. bindings]);
    }

    private static ReadOnlySpan<byte> RootNameOf(ReadOnlySpan<byte> header, int start) =>
        header[(start + 1)..XmlTagCursor.NameEnd(header, start)];

    // Invariant: none of the shared scopes declares a prefix twice, and neither does a header.
    private bool Matches(ReadOnlySpan<byte> header, int start)
    {
        if (!RootName.SequenceEqual(RootNameOf(header, start)))
            return false;
        bool hasDefault = false;
        int prefixCount = 0;
        var cursor = new XmlTagCursor(header, start);
        while (cursor.MoveNext())
        {
            XmlValue value = XmlValue.OfAttribute(cursor.Value);
            if (cursor.Name.SequenceEqual("xmlns"u8))
                hasDefault = value.Equals(DefaultNamespace);
            else if (cursor.IsPrefixDeclaration)
            {
                if (Find(cursor.Name["xmlns:".Length..]) is not { } binding || !value.Equals(binding.Namespace))
                    return false;
                prefixCount++;
            }
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

        public ulong Hash { get; } = XmlHash.Of(ns);
    }
}
