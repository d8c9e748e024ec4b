namespace Meerkat.Parser.Stanzas;

/// <summary>The namespace names that more than one file needs. A XEP's own namespace stands in its module.</summary>
public static class Namespaces
{
    public static ReadOnlySpan<byte> Client => "jabber:client"u8;

    public static ReadOnlySpan<byte> Server => "jabber:server"u8;

    /// <summary>The content namespace of external components (XEP-0114).</summary>
    public static ReadOnlySpan<byte> Component => "jabber:component:accept"u8;

    public static ReadOnlySpan<byte> Streams => "http://etherx.jabber.org/streams"u8;

    public static ReadOnlySpan<byte> StreamErrors => "urn:ietf:params:xml:ns:xmpp-streams"u8;

    public static ReadOnlySpan<byte> StanzaErrors => "urn:ietf:params:xml:ns:xmpp-stanzas"u8;

    public static ReadOnlySpan<byte> Tls => "urn:ietf:params:xml:ns:xmpp-tls"u8;

    public static ReadOnlySpan<byte> Sasl => "urn:ietf:params:xml:ns:xmpp-sasl"u8;

    public static ReadOnlySpan<byte> Bind => "urn:ietf:params:xml:ns:xmpp-bind"u8;

    public static ReadOnlySpan<byte> Session => "urn:ietf:params:xml:ns:xmpp-session"u8;

    public static ReadOnlySpan<byte> Roster => "jabber:iq:roster"u8;

    public static ReadOnlySpan<byte> DiscoInfo => "http://jabber.org/protocol/disco#info"u8;

    public static ReadOnlySpan<byte> DiscoItems => "http://jabber.org/protocol/disco#items"u8;

    public static ReadOnlySpan<byte> Delay => "urn:xmpp:delay"u8;

    public static ReadOnlySpan<byte> Xml => "http://www.w3.org/XML/1998/namespace"u8;

    public static ReadOnlySpan<byte> Xmlns => "http://www.w3.org/2000/xmlns/"u8;
}
