using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Streams;

/// <summary>What a client's or a component's stream header says, checked against RFC 6120 §4.7 and §4.8.</summary>
internal readonly ref struct StreamHeader
{
    public XmlValue To { get; private init; }

    public XmlValue From { get; private init; }

    /// <summary><c>xml:lang</c>, which later stanzas inherit.</summary>
    public XmlValue Lang { get; private init; }

    /// <summary>A component wants to have the name below every served host: an extension of MongooseIM's.</summary>
    public bool IsSubdomain { get; private init; }

    /// <summary>The error to answer with, or None.</summary>
    public StreamError Error { get; private init; }

    public static StreamHeader Read(ReadOnlySpan<byte> tag, StreamScope scope)
    {
        var root = new XmlElementReader(tag, scope);
        return new StreamHeader
        {
            To = root.Attribute("to"u8),
            From = root.Attribute("from"u8),
            Lang = root.Attribute("xml:lang"u8),
            Error = Check(root, scope, Namespaces.Client) is var error and not StreamError.None
                ? error
                : CheckVersion(root.Attribute("version"u8)),
        };
    }

    /// <summary>XEP-0114 §3: no version is expected, nor who it is from.</summary>
    public static StreamHeader ReadOfComponent(ReadOnlySpan<byte> tag, StreamScope scope)
    {
        var root = new XmlElementReader(tag, scope);
        return new StreamHeader
        {
            To = root.Attribute("to"u8),
            IsSubdomain = root.Attribute("is_subdomain"u8).Equals("true"u8),
            Error = Check(root, scope, Namespaces.Component),
        };
    }

    private static StreamError Check(XmlElementReader root, StreamScope scope, ReadOnlySpan<byte> contentNamespace)
    {
        // §4.8.1, §4.9.3.10
        if (!root.Namespace.SequenceEqual(Namespaces.Streams)) return StreamError.InvalidNamespace;
        // §4.9.3.1: not a stream at all.
        if (!root.LocalName.SequenceEqual("stream"u8)) return StreamError.BadFormat;
        // §4.8.5: no other prefix has ever been in use.
        if (!root.Prefix.SequenceEqual("stream"u8)) return StreamError.BadNamespacePrefix;
        // §4.8.2: the content namespace is the default one, or bound to a prefix (then the default must not say otherwise).
        return scope.DefaultNamespace.SequenceEqual(contentNamespace) ? StreamError.None : StreamError.InvalidNamespace;
    }

    /// <summary>§4.7.5: major and minor are numbers, compared as numbers. No version means 0.9, which is not supported.</summary>
    private static StreamError CheckVersion(XmlValue version)
    {
        if (!version.IsPresent) return StreamError.UnsupportedVersion;

        var text = version.Raw;
        var dot = text.IndexOf((byte)'.');
        if (dot <= 0 || dot == text.Length - 1) return StreamError.UnsupportedVersion;
        if (text[..dot].ContainsAnyExceptInRange((byte)'0', (byte)'9')) return StreamError.UnsupportedVersion;
        if (text[(dot + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9')) return StreamError.UnsupportedVersion;

        return text[..dot].TrimStart((byte)'0').IsEmpty ? StreamError.UnsupportedVersion : StreamError.None;
    }
}
