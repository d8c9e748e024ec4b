using System.Text;
using BenchmarkDotNet.Attributes;
using Meerkat.Engine.Blocking;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Perf.Benchmarks;

/// <summary>What modules do with a stanza on its way: blocklists, rules of offline messages, addresses that want preparing.</summary>
[MemoryDiagnoser]
public class ModuleBenchmark
{
    private const int Blocked = 1000;

    private readonly JidPreparer _jids = new();
    private readonly Jid _stranger = Jid.Parse("romeo@example.com/orchard");
    private readonly Jid _blocked = Jid.Parse("user7@elsewhere.example/orchard");
    private readonly byte[] _unprepared = Encoding.UTF8.GetBytes("Röméo@Example.org/Orchard");
    private readonly byte[] _message =
        "<message to='juliet@example.org' type='chat'><thread>t</thread><body>Art thou not Romeo?</body></message>"u8.ToArray();

    private Blocklist _blocklist = null!;

    [GlobalSetup]
    public void Setup()
    {
        BenchServer server = new();
        _blocklist = Blocklist.Of(
            server.Hosts.Default,
            Jid.Parse("juliet@example.org"),
            Enumerable.Range(0, Blocked).Select(i => Jid.Parse($"user{i}@elsewhere.example")))!;
    }

    [Benchmark]
    public int BlocklistOf1000LetsPass() => _blocklist.Blocks(_stranger) ? 1 : 0;

    [Benchmark]
    public int BlocklistOf1000Blocks() => _blocklist.Blocks(_blocked) ? 1 : 0;

    [Benchmark]
    public int OfflineRules() =>
        Engine.Modules.OfflineRules.IsStored(new XmlElementReader(_message, StreamScope.Client), StanzaType.Chat) ? 1 : 0;

    [Benchmark]
    public int PrepareAddressAgain() => _jids.TryParse(_unprepared, out JidView jid) ? jid.Utf8.Length : 0;
}
