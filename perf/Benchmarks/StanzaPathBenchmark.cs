using System.Text;
using BenchmarkDotNet.Attributes;
using Meerkat.Engine.Tests.Net;

namespace Meerkat.Perf.Benchmarks;

/// <summary>
/// From bytes received to bytes sent: connection, scanner, header, router, modules, outbox. One operation is one stanza, delivered
/// to whoever gets it.
/// </summary>
[MemoryDiagnoser]
public class StanzaPathBenchmark
{
    private const string Romeo = "romeo@example.org/orchard";
    private const string Juliet = "juliet@example.org/balcony";
    private const int Contacts = 100;

    private MemoryTransport _sender = null!;
    private MemoryTransport[] _recipients = [];
    private byte[] _stanza = [];

    [Params(
        "chat to a resource", "chat to an account", "request to a resource", "chat, both block others", "blocked chat", "ping of the server",
        "error to a resource", "presence to 100 contacts")]
    public string Stanza { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        BenchServer server = new();
        _stanza = Encoding.UTF8.GetBytes(TextOf(Stanza));
        if (Stanza == "chat, both block others")
        {
            foreach (string account in (string[])["romeo@example.org", "juliet@example.org"])
                server.Block(account, "tybalt@example.org", "paris@example.org/tomb", "elsewhere.example");
        }

        if (Stanza == "blocked chat") server.Block("juliet@example.org", "romeo@example.org");
        if (Stanza.StartsWith("presence", StringComparison.Ordinal))
        {
            for (int i = 0; i < Contacts; i++) server.Befriend("romeo@example.org", $"contact{i}@example.org");
            _recipients = [.. Enumerable.Range(0, Contacts).Select(i => server.Login($"contact{i}@example.org/r"))];
        }

        MemoryTransport juliet = server.Login(Juliet);
        _sender = server.Login(Romeo);
        if (Stanza is "ping of the server" or "blocked chat") _recipients = [_sender];
        else if (_recipients.Length == 0) _recipients = [juliet];
        // What the login still had under way on another thread.
        for (int i = 0; i < 100; i++) Pass();
    }

    /// <summary>Returns the bytes sent.</summary>
    [Benchmark]
    public int Pass()
    {
        _sender.Push(_stanza);
        int sent = 0;
        foreach (MemoryTransport recipient in _recipients) sent += Take(recipient);
        if (_recipients[0] != _sender) _sender.DropSent();
        return sent;
    }

    private static int Take(MemoryTransport recipient)
    {
        int sent = recipient.DropSent();
        return sent > 0 ? sent : Await(recipient);
    }

    // Another thread has the connection's turn, which happens at the beginning only.
    private static int Await(MemoryTransport recipient)
    {
        int sent = 0;
        SpinWait.SpinUntil(() => (sent = recipient.DropSent()) > 0, TimeSpan.FromSeconds(30));
        return sent;
    }

    private static string TextOf(string stanza) => stanza switch
    {
        "chat to an account" => "<message to='juliet@example.org' type='chat' id='c1'><body>Art thou not Romeo?</body></message>",
        "request to a resource" =>
            $"<iq to='{Juliet}' type='get' id='q1'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>",
        "ping of the server" => "<iq to='example.org' type='get' id='p1'><ping xmlns='urn:xmpp:ping'/></iq>",
        "error to a resource" => $"<message to='{Juliet}' type='error' id='e1'><body>Art thou not Romeo?</body></message>",
        "presence to 100 contacts" => "<presence><show>away</show><status>Out</status></presence>",
        _ => $"<message to='{Juliet}' type='chat' id='c1'><body>Art thou not Romeo?</body></message>",
    };
}
