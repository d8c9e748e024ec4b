using Meerkat.Parser.Xml;

namespace Meerkat.Parser.Stanzas;

/// <summary>What routing needs to know of a stanza, read in one pass over its start tag and its first child's.</summary>
public readonly ref struct StanzaHeader
{
    private StanzaHeader(Attributes attributes, StanzaKind kind)
    {
        Kind = kind;
        Type = ReadType(kind, attributes.Type);
        To = attributes.To.Value;
        From = attributes.From.Value;
        Id = attributes.Id;
        Lang = attributes.Lang;
        ToRange = attributes.To.Range;
        FromRange = attributes.From.Range;
        NamespaceRange = attributes.DefaultNamespace.Range;
    }

    public StanzaKind Kind { get; }

    public StanzaType Type { get; }

    public XmlValue To { get; }

    public XmlValue From { get; }

    public XmlValue Id { get; }

    /// <summary><c>xml:lang</c></summary>
    public XmlValue Lang { get; }

    /// <summary>Local name of the first child element; empty if there is none.</summary>
    public ReadOnlySpan<byte> PayloadName { get; private init; }

    public ReadOnlySpan<byte> PayloadNamespace { get; private init; }

    /// <summary>Offset behind the element name in the start tag: where attributes may be written.</summary>
    public int NameEnd { get; private init; }

    /// <summary>Offset of the start tag's <c>&gt;</c>, or of its <c>/&gt;</c> in an empty element.</summary>
    public int StartTagEnd { get; private init; }

    /// <summary>Where the <c>to</c> attribute stands, from the white space in front of it to its closing quote; empty if absent.</summary>
    public Range ToRange { get; }

    /// <summary>Where the <c>from</c> attribute stands, as <see cref="ToRange"/>.</summary>
    public Range FromRange { get; }

    /// <summary>Where the <c>xmlns</c> attribute stands, as <see cref="ToRange"/>.</summary>
    public Range NamespaceRange { get; }

    /// <summary>Reads an element the scanner accepted. <see cref="Kind"/> is None if it is not a stanza of
    /// <paramref name="contentNamespace"/>.</summary>
    public static StanzaHeader Read(ReadOnlySpan<byte> element, StreamScope scope, ReadOnlySpan<byte> contentNamespace)
    {
        var attributes = default(Attributes);
        var cursor = new XmlTagCursor(element, 0);
        int nameEnd = cursor.Position;
        while (cursor.MoveNext())
            attributes.Take(cursor);

        XmlValue defaultNamespace = attributes.DefaultNamespace.Value.IsPresent
            ? attributes.DefaultNamespace.Value : XmlValue.OfResolved(scope.DefaultNamespace);
        ReadOnlySpan<byte> name = element[1..nameEnd];
        int colon = name.IndexOf((byte)':');
        XmlValue ns = colon < 0 ? defaultNamespace : new XmlElementReader(element, scope).NamespaceValue;
        StanzaKind kind = ns.Equals(contentNamespace) ? ReadKind(name[(colon + 1)..]) : StanzaKind.None;

        int payload = FindPayload(element, cursor.Position);
        return new StanzaHeader(attributes, kind)
        {
            NameEnd = nameEnd,
            StartTagEnd = cursor.Position,
            PayloadName = payload == 0 ? default : LocalNameAt(element, payload),
            PayloadNamespace = payload == 0 ? default : NamespaceAt(element, payload, scope, defaultNamespace),
        };
    }

    // The offset of the first child's start tag, or 0.
    private static int FindPayload(ReadOnlySpan<byte> element, int startTagEnd)
    {
        if (element[startTagEnd] == '/')
            return 0;
        int tag = XmlSkip.ToTag(element, startTagEnd + 1);
        return element[tag + 1] == '/' ? 0 : tag;
    }

    private static ReadOnlySpan<byte> LocalNameAt(ReadOnlySpan<byte> element, int tag)
    {
        ReadOnlySpan<byte> name = element[(tag + 1)..XmlTagCursor.NameEnd(element, tag)];
        return name[(name.IndexOf((byte)':') + 1)..];
    }

    private static ReadOnlySpan<byte> NamespaceAt(
        ReadOnlySpan<byte> element, int tag, StreamScope scope, XmlValue outerDefault)
    {
        // A prefix may be declared in either tag or in the stream header: the reader knows where to look.
        var cursor = new XmlTagCursor(element, tag);
        if (element[tag..cursor.Position].Contains((byte)':'))
            return new XmlElementReader(element, scope).Child(tag).Namespace;
        while (cursor.MoveNext())
        {
            if (cursor.Name.SequenceEqual("xmlns"u8))
                return XmlValue.OfAttribute(cursor.Value).ToSpan();
        }

        return outerDefault.ToSpan();
    }

    private static StanzaKind ReadKind(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("message"u8) => StanzaKind.Message,
        _ when name.SequenceEqual("presence"u8) => StanzaKind.Presence,
        _ when name.SequenceEqual("iq"u8) => StanzaKind.Iq,
        _ => StanzaKind.None,
    };

    private static StanzaType ReadType(StanzaKind kind, scoped XmlValue value)
    {
        if (!value.IsPresent || kind == StanzaKind.None)
            return StanzaType.None;
        if (value.Equals("error"u8))
            return StanzaType.Error;
        return kind switch
        {
            StanzaKind.Message => ReadMessageType(value),
            StanzaKind.Presence => ReadPresenceType(value),
            _ => ReadIqType(value),
        };
    }

    private static StanzaType ReadMessageType(scoped XmlValue value)
    {
        if (value.Equals("chat"u8))
            return StanzaType.Chat;
        if (value.Equals("groupchat"u8))
            return StanzaType.Groupchat;
        if (value.Equals("headline"u8))
            return StanzaType.Headline;
        return value.Equals("normal"u8) ? StanzaType.Normal : StanzaType.Unknown;
    }

    private static StanzaType ReadPresenceType(scoped XmlValue value)
    {
        if (value.Equals("unavailable"u8))
            return StanzaType.Unavailable;
        if (value.Equals("subscribe"u8))
            return StanzaType.Subscribe;
        if (value.Equals("subscribed"u8))
            return StanzaType.Subscribed;
        if (value.Equals("unsubscribe"u8))
            return StanzaType.Unsubscribe;
        if (value.Equals("unsubscribed"u8))
            return StanzaType.Unsubscribed;
        return value.Equals("probe"u8) ? StanzaType.Probe : StanzaType.Unknown;
    }

    private static StanzaType ReadIqType(scoped XmlValue value)
    {
        if (value.Equals("get"u8))
            return StanzaType.Get;
        if (value.Equals("set"u8))
            return StanzaType.Set;
        return value.Equals("result"u8) ? StanzaType.Result : StanzaType.Unknown;
    }

    private ref struct Attributes
    {
        public Placed To;
        public Placed From;
        public XmlValue Id;
        public XmlValue Lang;
        public XmlValue Type;
        public Placed DefaultNamespace;

        public void Take(XmlTagCursor cursor)
        {
            ReadOnlySpan<byte> name = cursor.Name;
            if (name.SequenceEqual("to"u8))
                To = new Placed(cursor);
            else if (name.SequenceEqual("from"u8))
                From = new Placed(cursor);
            else if (name.SequenceEqual("id"u8))
                Id = XmlValue.OfAttribute(cursor.Value);
            else if (name.SequenceEqual("type"u8))
                Type = XmlValue.OfAttribute(cursor.Value);
            else if (name.SequenceEqual("xml:lang"u8))
                Lang = XmlValue.OfAttribute(cursor.Value);
            else if (name.SequenceEqual("xmlns"u8))
                DefaultNamespace = new Placed(cursor);
        }
    }

    private readonly ref struct Placed(XmlTagCursor cursor)
    {
        public XmlValue Value { get; } = XmlValue.OfAttribute(cursor.Value);

        public Range Range { get; } = cursor.Start..cursor.Position;
    }
}
