using System.Buffers;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;
using Xunit;

namespace Meerkat.Parser.Tests.Xml;

[Collection(nameof(Allocations))]
public sealed class XmlAllocationTests
{
    private const int Rounds = 200;

    [Theory]
    [InlineData("<message to='juliet@example.com/balcony' type='chat' id='1'><body>Art thou &lt;not&gt; Romeo?</body></message>")]
    [InlineData("<presence xml:lang='pl'><show>away</show><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='n' ver='v'/></presence>")]
    [InlineData("<iq type='set' id='2'><p:query xmlns:p='jabber:iq:roster'><p:item jid='a@b' p:x='1' stream:y='2'/></p:query></iq>")]
    public void Stanza_path_allocates_nothing(string stanza)
    {
#if DEBUG
        Assert.Skip("Allocations are counted in Release builds.");
#endif
        byte[] input = Samples.Utf8(stanza);
        var output = new ArrayBufferWriter<byte>(1 << 20);
        XmlStreamScanner scanner = Samples.Opened(pool: new XmlScratchPool(1));
        for (int i = 0; i < Rounds; i++)
            Pass(scanner, input, output);

        using var noCollection = new NoCollection();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Rounds; i++)
            Pass(scanner, input, output);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
    }

    [Theory]
    [InlineData("<message to='juliet@example.com/balcony' type='chat' id='1'><body>Art thou &lt;not&gt; Romeo?\r\n</body></message>")]
    [InlineData("<iq type='set' id='2'><p:query xmlns:p='jabber:iq:roster'><p:item jid='a@b' p:x='1' stream:y='2'/></p:query></iq>")]
    [InlineData("<a name-of-more-than-sixteen-bytes='1' b='&amp;\n'><name-of-more-than-thirty-two-bytes-in-all/>漢<![CDATA[x]]></a>")]
    public void Handler_is_told_without_allocation(string stanza)
    {
#if DEBUG
        Assert.Skip("Allocations are counted in Release builds.");
#endif
        byte[] input = Samples.Utf8(stanza);
        XmlStreamScanner scanner = Samples.Opened(pool: new XmlScratchPool(1));
        var counter = default(ByteCounter);
        for (int i = 0; i < Rounds; i++)
            Tell(scanner, input, ref counter);

        using var noCollection = new NoCollection();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Rounds; i++)
            Tell(scanner, input, ref counter);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(counter.Count > 0);
        Assert.Equal(0, allocated);
    }

    /// <summary>More of them than may keep their name caches while they wait.</summary>
    [Fact]
    public void Many_scanners_fed_small_pieces_by_turns_allocate_nothing()
    {
#if DEBUG
        Assert.Skip("Allocations are counted in Release builds.");
#endif
        byte[] input = Samples.Utf8("<message to='juliet@example.com' id='1'><body>Art thou not Romeo?</body></message>");
        var pool = new XmlScratchPool(128);
        XmlStreamScanner[] scanners = [.. Enumerable.Range(0, 100).Select(_ => Samples.Opened(pool: pool))];
        FeedByTurns(scanners, input);

        using var noCollection = new NoCollection();
        long before = GC.GetAllocatedBytesForCurrentThread();
        int elements = FeedByTurns(scanners, input);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(scanners.Length, elements);
        Assert.Equal(0, allocated);
    }

    private static int FeedByTurns(XmlStreamScanner[] scanners, byte[] input)
    {
        int elements = 0;
        for (int length = 1; length <= input.Length; length++)
        {
            foreach (XmlStreamScanner scanner in scanners)
                elements += scanner.Scan(input.AsSpan(0, length)).Status == XmlScanStatus.Element ? 1 : 0;
        }

        return elements;
    }

    [Fact]
    public void Stream_with_the_common_header_allocates_nothing()
    {
#if DEBUG
        Assert.Skip("Allocations are counted in Release builds.");
#endif
        byte[] input = Samples.Utf8("<?xml version='1.0'?>" + Samples.Header);
        var scanner = new XmlStreamScanner(XmlLimits.Default, new XmlScratchPool(1));
        scanner.Scan(input);

        using var noCollection = new NoCollection();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Rounds; i++)
        {
            scanner.Reset();
            scanner.Scan(input);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Same(StreamScope.Client, scanner.Scope);
        Assert.Equal(0, allocated);
    }

    private static void Tell(XmlStreamScanner scanner, byte[] input, ref ByteCounter counter)
    {
        scanner.Scan(input.AsSpan(..(input.Length / 2)), ref counter);
        scanner.Scan(input, ref counter);
    }

    // What the server does with a stanza: scan in two pieces, route, read, answer, rewrite.
    private static void Pass(XmlStreamScanner scanner, byte[] input, ArrayBufferWriter<byte> output)
    {
        output.ResetWrittenCount();
        scanner.Scan(input.AsSpan(..(input.Length / 2)));
        XmlScanResult result = scanner.Scan(input);
        StanzaHeader header = StanzaHeader.Read(input.AsSpan(..result.Consumed), scanner.Scope, "jabber:client"u8);
        var element = new XmlElementReader(input, scanner.Scope);
        var writer = new XmlWriter(output);
        writer.Start("iq"u8);
        writer.Attribute("id"u8, header.Id);
        writer.Attribute("n"u8, 42);
        writer.Attribute("s"u8, "ż<");
        foreach (XmlElementReader child in element.Children)
        {
            writer.Element(child.LocalName, child.Namespace);
            writer.Text(child.Text);
            foreach (XmlAttribute attribute in child.Attributes)
                writer.Text(attribute.Value);
        }

        writer.End("iq"u8);
        XmlRewriter.WriteStandalone(element, "jabber:client"u8, output, Pool);
    }

    private static XmlScratchPool Pool { get; } = new(1);

    // Looks at all that it is told.
    private struct ByteCounter : IXmlHandler
    {
        public int Count { get; private set; }

        public void OnStartElement(scoped in XmlStartTag tag)
        {
            Count += tag.LocalName.Length + tag.Prefix.Length + tag.Namespace.Length;
            foreach (XmlTagAttribute attribute in tag.Attributes)
                Count += attribute.LocalName.Length + attribute.Prefix.Length + attribute.Namespace.Length + attribute.Value.Raw.Length;
        }

        public void OnEndElement(scoped in XmlEndTag tag) =>
            Count += tag.LocalName.Length + tag.Prefix.Length + tag.Namespace.Length;

        public void OnText(scoped ReadOnlySpan<byte> text) => Count += text.Length;
    }
}
