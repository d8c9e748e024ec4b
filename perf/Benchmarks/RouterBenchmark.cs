using System.Text;
using BenchmarkDotNet.Attributes;
using Meerkat.Engine.Net;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sessions;
using Meerkat.Engine.Tests.Net;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Perf.Benchmarks;

/// <summary>The router and what is behind it, without a scanner: one operation is one stanza, decided on and sent.</summary>
[MemoryDiagnoser]
public class RouterBenchmark
{
    private readonly JidPreparer _jids = new();
    private BenchServer _server = null!;
    private Session _sender = null!;
    private MemoryTransport _recipient = null!;
    private byte[] _stanza = [];

    [Params("juliet@example.org/balcony", "juliet@example.org", "juliet@example.org/gone")]
    public string To { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _server = new BenchServer();
        _recipient = _server.Login("juliet@example.org/balcony");
        _server.Login("romeo@example.org/orchard");
        _sender = _server.Sessions.Find("romeo@example.org"u8)!.Sessions[0];
        _stanza = Encoding.UTF8.GetBytes($"<message to='{To}' type='chat' id='c1'><body>Art thou not Romeo?</body></message>");
    }

    [Benchmark]
    public int Dispatch()
    {
        StanzaHeader header = StanzaHeader.Read(_stanza, StreamScope.Client, Namespaces.Client);
        if (!_jids.TryParse(header.To, out JidView to)) return 0;

        Turn turn = _server.Turns.Begin();
        _server.Router.Dispatch(new Stanza
        {
            Header = header,
            Bytes = _stanza,
            From = JidView.Of(_sender.Jid),
            To = to,
            HasTo = true,
            Sender = _sender.Sender,
            Route = RouteContext.FromClient,
            Turn = turn,
            Stamp = _sender.Stamps.From,
        });
        turn.End();
        return _recipient.DropSent();
    }
}
