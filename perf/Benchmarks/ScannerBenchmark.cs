using System.Text;
using BenchmarkDotNet.Attributes;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Perf.Benchmarks;

/// <summary>Framing and checking a stanza, and reading its header. One operation is one stanza.</summary>
[MemoryDiagnoser]
public class ScannerBenchmark
{
    private readonly XmlStreamScanner _scanner = new(XmlLimits.Default);
    private byte[] _stanza = [];

    [Params("chat", "presence", "roster of 100")]
    public string Stanza { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        string items = string.Concat(Enumerable.Range(0, 100).Select(
            i => $"<item jid='contact{i}@example.org' name='Contact {i}' subscription='both'><group>Friends</group></item>"));
        _stanza = Encoding.UTF8.GetBytes(Stanza switch
        {
            "chat" => "<message to='juliet@example.org/balcony' type='chat' id='c1'><body>Art thou not Romeo?</body></message>",
            "presence" => "<presence><show>away</show><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' "
                + "node='https://example.org' ver='q07IKJEyjvHSyhy//CH0CxmKi8w='/></presence>",
            _ => $"<iq type='result' id='r1'><query xmlns='jabber:iq:roster' ver='7'>{items}</query></iq>",
        });
        _scanner.Scan("<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"u8);
    }

    [Benchmark]
    public int Scan() => _scanner.Scan(_stanza).Consumed;

    [Benchmark]
    public int ReadHeader() => StanzaHeader.Read(_stanza, StreamScope.Client, Namespaces.Client).StartTagEnd;
}
