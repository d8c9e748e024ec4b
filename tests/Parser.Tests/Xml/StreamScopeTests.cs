using Meerkat.Parser.Xml;
using Xunit;

namespace Meerkat.Parser.Tests.Xml;

public sealed class StreamScopeTests
{
    [Theory]
    [InlineData("<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='a'>")]
    [InlineData("<stream:stream xmlns:stream=\"http://etherx.jabber.org/streams\" to='b' xmlns=\"jabber:client\">")]
    public void Common_client_header_shares_one_scope(string header) =>
        Assert.Same(StreamScope.Client, Samples.Opened(header).Scope);

    [Fact]
    public void Common_server_headers_share_scopes()
    {
        const string Attributes = "xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams'";

        Assert.Same(StreamScope.Server, Samples.Opened($"<stream:stream {Attributes}>").Scope);
        Assert.Same(
            StreamScope.ServerDialback,
            Samples.Opened($"<stream:stream {Attributes} xmlns:db='jabber:server:dialback'>").Scope);
    }

    [Theory]
    [InlineData("<stream:stream xmlns='jabber:client' xmlns:stream='urn:other'>")]
    [InlineData("<stream:stream xmlns='urn:other' xmlns:stream='http://etherx.jabber.org/streams'>")]
    [InlineData("<stream:stream xmlns:stream='http://etherx.jabber.org/streams'>")]
    [InlineData("<stream:x xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>")]
    [InlineData("<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' xmlns:a='b'>")]
    public void Other_header_has_a_scope_of_its_own(string header)
    {
        StreamScope scope = Samples.Opened(header).Scope;

        Assert.NotSame(StreamScope.Client, scope);
    }

    [Fact]
    public void Scope_resolves_what_the_header_declares()
    {
        StreamScope scope = Samples.Opened("<p:s xmlns='urn:&amp;d' xmlns:p='urn:p' xmlns:żó='urn:&#x17C;'>").Scope;

        Assert.Equal("urn:&d"u8, scope.DefaultNamespace);
        Assert.Equal("urn:p"u8, scope.Resolve("p"u8));
        Assert.Equal("urn:ż"u8, scope.Resolve("żó"u8));
        Assert.Equal("http://www.w3.org/XML/1998/namespace"u8, scope.Resolve("xml"u8));
        Assert.True(scope.Resolve("q"u8).IsEmpty);
    }

    [Fact]
    public void Reset_forgets_the_scope()
    {
        XmlStreamScanner scanner = Samples.Opened("<p:s xmlns:p='urn:p'>");

        scanner.Reset();

        Assert.True(scanner.Scope.Resolve("p"u8).IsEmpty);
    }

    [Fact]
    public void Scope_does_not_look_at_the_header_again()
    {
        byte[] header = Samples.Utf8("<p:s xmlns='urn:d' xmlns:p='urn:p'>");
        var scanner = new XmlStreamScanner(XmlLimits.Default);
        scanner.Scan(header);

        header.AsSpan().Clear();

        Assert.Equal("urn:d"u8, scanner.Scope.DefaultNamespace);
        Assert.Equal("urn:p"u8, scanner.Scope.Resolve("p"u8));
        Assert.Equal(XmlScanStatus.StreamEnd, scanner.Scan("</p:s>"u8).Status);
    }
}
