using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Tests.Xml;
using Meerkat.Parser.Xml;
using Xunit;

namespace Meerkat.Parser.Tests.Stanzas;

public sealed class StanzaHeaderTests
{
    [Fact]
    public void Attributes_and_payload_are_read()
    {
        StanzaHeader header = Read(
            "<iq from='a@b/c' id='x&amp;1' to=\"d@e\" type='get' xml:lang='pl'>\n <query xmlns='urn:q'/><b/></iq>");

        Assert.Equal(StanzaKind.Iq, header.Kind);
        Assert.Equal(StanzaType.Get, header.Type);
        Assert.Equal("a@b/c", header.From.ToString());
        Assert.Equal("d@e", header.To.ToString());
        Assert.Equal("x&1", header.Id.ToString());
        Assert.Equal("pl", header.Lang.ToString());
        Assert.Equal("query"u8, header.PayloadName);
        Assert.Equal("urn:q"u8, header.PayloadNamespace);
    }

    [Fact]
    public void Bare_stanza_has_nothing()
    {
        StanzaHeader header = Read("<presence/>");

        Assert.Equal(StanzaKind.Presence, header.Kind);
        Assert.Equal(StanzaType.None, header.Type);
        Assert.False(header.To.IsPresent);
        Assert.False(header.From.IsPresent);
        Assert.False(header.Id.IsPresent);
        Assert.False(header.Lang.IsPresent);
        Assert.True(header.PayloadName.IsEmpty);
        Assert.True(header.PayloadNamespace.IsEmpty);
        Assert.Equal(default, header.ToRange);
        Assert.Equal(default, header.FromRange);
    }

    [Theory]
    [InlineData("<message/>", StanzaKind.Message)]
    [InlineData("<c:iq xmlns:c='jabber:client'/>", StanzaKind.Iq)]
    [InlineData("<message xmlns='jabber:client'/>", StanzaKind.Message)]
    [InlineData("<message xmlns='jabber:server'/>", StanzaKind.None)]
    [InlineData("<stream:message/>", StanzaKind.None)]
    [InlineData("<Message/>", StanzaKind.None)]
    [InlineData("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>", StanzaKind.None)]
    public void Kind_is_by_name_and_namespace(string stanza, StanzaKind expected) =>
        Assert.Equal(expected, Read(stanza).Kind);

    [Theory]
    [InlineData("message", "normal", StanzaType.Normal)]
    [InlineData("message", "chat", StanzaType.Chat)]
    [InlineData("message", "groupchat", StanzaType.Groupchat)]
    [InlineData("message", "headline", StanzaType.Headline)]
    [InlineData("message", "error", StanzaType.Error)]
    [InlineData("message", "get", StanzaType.Unknown)]
    [InlineData("message", "", StanzaType.Unknown)]
    [InlineData("message", "ch&#97;t", StanzaType.Chat)]
    [InlineData("presence", "unavailable", StanzaType.Unavailable)]
    [InlineData("presence", "subscribe", StanzaType.Subscribe)]
    [InlineData("presence", "subscribed", StanzaType.Subscribed)]
    [InlineData("presence", "unsubscribe", StanzaType.Unsubscribe)]
    [InlineData("presence", "unsubscribed", StanzaType.Unsubscribed)]
    [InlineData("presence", "probe", StanzaType.Probe)]
    [InlineData("presence", "error", StanzaType.Error)]
    [InlineData("presence", "available", StanzaType.Unknown)]
    [InlineData("iq", "get", StanzaType.Get)]
    [InlineData("iq", "set", StanzaType.Set)]
    [InlineData("iq", "result", StanzaType.Result)]
    [InlineData("iq", "error", StanzaType.Error)]
    [InlineData("iq", "chat", StanzaType.Unknown)]
    [InlineData("other", "chat", StanzaType.None)]
    public void Type_is_by_kind(string kind, string type, StanzaType expected) =>
        Assert.Equal(expected, Read($"<{kind} type='{type}'/>").Type);

    [Theory]
    [InlineData("<message\n to = 'a'  from=\"b\" ><body/></message>", "\n to = 'a'", "  from=\"b\"", " ><body/></message>")]
    [InlineData("<message from='b' to='a'/>", " to='a'", " from='b'", "/>")]
    [InlineData("<c:message xmlns:c='jabber:client' c:to='x' to='a' />", " to='a'", "", " />")]
    public void Ranges_cut_attributes_out(string stanza, string to, string from, string end)
    {
        StanzaHeader header = Read(stanza);

        Assert.Equal(to, stanza[header.ToRange]);
        Assert.Equal(from, stanza[header.FromRange]);
        Assert.Equal(end.TrimStart(), stanza[header.StartTagEnd..]);
        Assert.EndsWith("message", stanza[..header.NameEnd], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<iq><a/></iq>", "a", "jabber:client")]
    [InlineData("<iq>t<![CDATA[<x/>]]><a xmlns='urn:a'/></iq>", "a", "urn:a")]
    [InlineData("<iq xmlns:p='urn:p'><p:a/></iq>", "a", "urn:p")]
    [InlineData("<iq xmlns:p='urn:p'><p:a xmlns:p='urn:&amp;'/></iq>", "a", "urn:&")]
    [InlineData("<iq><stream:a/></iq>", "a", "http://etherx.jabber.org/streams")]
    [InlineData("<iq>t</iq>", "", "")]
    public void Payload_is_the_first_child_element(string stanza, string name, string ns)
    {
        StanzaHeader header = Read(stanza);

        Assert.Equal(name, Samples.String(header.PayloadName));
        Assert.Equal(ns, Samples.String(header.PayloadNamespace));
    }

    private static StanzaHeader Read(string stanza)
    {
        XmlElementReader element = Samples.Read(stanza);
        return StanzaHeader.Read(element.OuterXml, StreamScope.Client, "jabber:client"u8);
    }
}
