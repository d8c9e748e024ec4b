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

    /// <summary>The namespace bound to a prefix, or empty. <c>xml</c> is always bound.</summary>
    public ReadOnlySpan<byte> Resolve(ReadOnlySpan<byte> prefix)
    {
        if (prefix.SequenceEqual("xml"u8))
            return Namespaces.Xml;
        foreach (Binding binding in _bindings)
        {
            if (prefix.SequenceEqual(binding.Prefix))
                return binding.Namespace;
        }

        return default;
    }

    /// <summary>Takes the declarations of a stream header's start tag, which the scanner has checked.</summary>
    internal static StreamScope FromHeader(ReadOnlySpan<byte> header, int start)
    {
        var name = header[(start + 1)..XmlTagCursor.NameEnd(header, start)];
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

        var scope = new StreamScope(name, defaultNamespace, [.. bindings]);
        return scope.Matches(Client) ? Client :
            scope.Matches(Server) ? Server :
            scope.Matches(ServerDialback) ? ServerDialback : scope;
    }

    private bool Matches(StreamScope other)
    {
        if (_bindings.Length != other._bindings.Length || !RootName.SequenceEqual(other.RootName) ||
            !DefaultNamespace.SequenceEqual(other.DefaultNamespace))
            return false;
        foreach (Binding binding in _bindings)
        {
            if (!other.Resolve(binding.Prefix).SequenceEqual(binding.Namespace))
                return false;
        }

        return true;
    }

    private sealed class Binding(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> ns)
    {
        public byte[] Prefix { get; } = prefix.ToArray();

        public byte[] Namespace { get; } = ns.ToArray();
    }
}
