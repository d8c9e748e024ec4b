using System.Buffers;
using Meerkat.Parser.Xml;
using Xunit;

namespace Meerkat.Parser.Tests.Xml;

public sealed class XmlRewriterTests
{
    private const string Odd = "<s:stream xmlns='urn:d' xmlns:c='jabber:client' xmlns:s='urn:s' xmlns:q='urn:q&apos;'>";

    private static readonly string _server = Samples.Header.Replace("client", "server", StringComparison.Ordinal);

    [Theory]
    [InlineData("<c:message to='a'><c:body>hi</c:body></c:message>", "<message to='a'><body>hi</body></message>")]
    [InlineData("<c:iq><x/></c:iq>", "<iq><x xmlns='urn:d'/></iq>")]
    [InlineData("<c:iq><x><y/><c:z/></x></c:iq>", "<iq><x xmlns='urn:d'><y/><z xmlns='jabber:client'/></x></iq>")]
    [InlineData("<s:error/>", "<error xmlns='urn:s'/>")]
    [InlineData("<c:iq q:a='1' q:b='2'/>", "<iq q:a='1' xmlns:q='urn:q&apos;' q:b='2'/>")]
    [InlineData("<c:iq><c:a q:b=''/><c:d q:b=''/></c:iq>", "<iq><a q:b='' xmlns:q='urn:q&apos;'/><d q:b='' xmlns:q='urn:q&apos;'/></iq>")]
    [InlineData("<c:iq><q:x/></c:iq>", "<iq><x xmlns='urn:q&apos;'/></iq>")]
    [InlineData("<c:iq xml:lang='pl'/>", "<iq xml:lang='pl'/>")]
    [InlineData("<c:iq xmlns:p='urn:p' p:a=''><p:b p:c=''/></c:iq>", "<iq xmlns:p='urn:p' p:a=''><b xmlns='urn:p' p:c=''/></iq>")]
    [InlineData("<c:iq><b xmlns=''><c/></b></c:iq>", "<iq><b xmlns=''><c/></b></iq>")]
    [InlineData("<c:iq><a xmlns='jabber:client'/></c:iq>", "<iq><a/></iq>")]
    [InlineData("<c:m> a&amp;<![CDATA[<x>]]><c:b ></c:b >\r</c:m>", "<m> a&amp;<![CDATA[<x>]]><b/>\r</m>")]
    [InlineData("<c:m a=\"it's\n\"/>", "<m a='it&apos;s '/>")]
    public void Element_stands_alone(string element, string expected) =>
        Assert.Equal(expected, Rewrite(element, Odd, "jabber:client"));

    [Theory]
    [InlineData("<message><body>hi</body></message>", "<message><body>hi</body></message>")]
    [InlineData("<message xmlns='jabber:server'/>", "<message/>")]
    [InlineData("<p:iq xmlns:p='jabber:server'><x xmlns='urn:x'><p:y/></x></p:iq>", "<iq xmlns:p='jabber:server'><x xmlns='urn:x'><y xmlns='jabber:client'/></x></iq>")]
    public void Content_namespace_becomes_that_of_clients(string element, string expected) =>
        Assert.Equal(expected, Rewrite(element, _server, "jabber:server"));

    [Theory]
    [InlineData("<c:iq><x a='1' q:a='2'><c:y>t</c:y></x><s:z xmlns:s='urn:z'><s:w q:v=''/></s:z></c:iq>")]
    [InlineData("<a xmlns:q='urn:1'><q:b xmlns:q='urn:2' q:c=''><q:d/></q:b><q:e/></a>")]
    public void Rewritten_element_means_the_same(string element)
    {
        string rewritten = Rewrite(element, Odd, "jabber:client");

        Assert.Equal(Expanded(Samples.Read(element, Odd)), Expanded(Samples.Read(rewritten)));
        XmlStreamScanner scanner = Samples.Opened();
        scanner.Scan(Samples.Utf8(rewritten));
        Assert.False(scanner.UsesStreamPrefixes);
    }

    [Fact]
    public void Child_is_rewritten_with_what_is_declared_around_it()
    {
        XmlElementReader element = Samples.Read("<a xmlns:p='urn:p' xmlns='urn:a'><b p:c=''><p:d/></b></a>");
        Assert.True(element.TryGetFirstChild(out XmlElementReader child));
        var output = new ArrayBufferWriter<byte>();

        XmlRewriter.WriteStandalone(child, "jabber:client"u8, output);

        Assert.Equal(
            "<b xmlns='urn:a' p:c='' xmlns:p='urn:p'><d xmlns='urn:p'/></b>", Samples.String(output.WrittenSpan));
    }

    private static string Rewrite(string element, string header, string contentNamespace)
    {
        var output = new ArrayBufferWriter<byte>();
        var pool = new XmlScratchPool(1);
        XmlRewriter.WriteStandalone(Samples.Read(element, header), Samples.Utf8(contentNamespace), output, pool);
        Assert.Equal(0, pool.RentedCount);
        return Samples.String(output.WrittenSpan);
    }

    // The element with expanded names: {namespace}local.
    private static string Expanded(XmlElementReader element)
    {
        string result = $"({{{Samples.String(element.Namespace)}}}{Samples.String(element.LocalName)}";
        foreach (XmlAttribute attribute in element.Attributes)
        {
            if (!attribute.IsNamespaceDeclaration)
                result += $" {{{Samples.String(attribute.Namespace)}}}{Samples.String(attribute.LocalName)}={attribute.Value.ToString()}";
        }

        result += " " + element.Text.ToString();
        foreach (XmlElementReader child in element.Children)
            result += Expanded(child);
        return result + ")";
    }
}
