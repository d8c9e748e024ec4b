using System.Text;
using Meerkat.Engine.Net;
using Meerkat.Engine.Tests.Net;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Xml;
using Xunit;

namespace Meerkat.Engine.Tests.Streams;

/// <summary>
/// A client without a socket: sends text, and reads what it is sent one header, element or closing tag at a time. One
/// thread.
/// </summary>
public sealed class TestClient(MemoryTransport transport, Connection connection)
{
    /// <summary>Long enough for a busy machine: only a test that fails waits for it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public const string Header =
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='example.org' version='1.0'";

    private readonly XmlStreamScanner _scanner = new(XmlLimits.Default with { MaxStanzaBytes = int.MaxValue });
    private byte[] _unread = [];
    private int _lastBarrier;

    public MemoryTransport Transport { get; } = transport;

    public Connection Connection { get; } = connection;

    /// <summary>The address that was bound.</summary>
    public string Jid { get; private set; } = "";

    public void Send(string xml) => Transport.Push(Encoding.UTF8.GetBytes(xml));

    /// <summary>The next unit of the server's stream.</summary>
    public async Task<string> ReceiveAsync()
    {
        while (true)
        {
            if (TryTakeUnit(out var unit)) return unit;

            byte[] more = await Transport.TakeSentAsync(1);
            _unread = [.. _unread, .. more];
        }
    }

    public async Task<string> RequestAsync(string xml)
    {
        Send(xml);
        return await ReceiveAsync();
    }

    /// <summary>Sends, expects all of this in the answer's order, and nothing else behind it.</summary>
    public async Task ExpectAsync(params string[] units)
    {
        foreach (var unit in units) Assert.Equal(unit, await ReceiveAsync());
    }

    /// <summary>
    /// Everything sent so far has been dealt with, as far as it is dealt with on this stream: returns what came meanwhile.
    /// </summary>
    public async Task<List<string>> DrainAsync()
    {
        var id = $"barrier-{++_lastBarrier}";
        Send($"<iq type='get' id='{id}' to='{TestServer.Domain}'><ping xmlns='urn:xmpp:ping'/></iq>");
        var units = new List<string>();
        while (true)
        {
            var unit = await ReceiveAsync();
            if (unit.Contains(id, StringComparison.Ordinal)) return units;

            units.Add(unit);
        }
    }

    public async Task ExpectNothingAsync() => Assert.Empty(await DrainAsync());

    /// <summary>Everything up to the end of the server's direction.</summary>
    public async Task<List<string>> ReceiveToEndAsync()
    {
        await Transport.WhenSendClosed();
        _unread = [.. _unread, .. Transport.TakeSent()];
        var units = new List<string>();
        while (TryTakeUnit(out var unit)) units.Add(unit);
        return units;
    }

    /// <summary>Sends a header and returns the features; the server's header is read before.</summary>
    public async Task<string> OpenAsync(string attributes = ">", string domain = TestServer.Domain)
    {
        Restart();
        Send(Header.Replace(TestServer.Domain, domain, StringComparison.Ordinal) + attributes);
        var header = await ReceiveAsync();
        Assert.Contains("<stream:stream", header, StringComparison.Ordinal);
        return await ReceiveAsync();
    }

    /// <summary>A new stream is about to begin on this connection.</summary>
    public void Restart() => _scanner.Reset();

    public async Task LoginAsync(Jid jid, string lang = "", string declarations = "")
    {
        var domain = Encoding.UTF8.GetString(jid.Domain);
        await OpenAsync($" from='{jid.Bare}'>", domain);
        await AuthenticateAsync(Encoding.UTF8.GetString(jid.Local), TestServer.Password);
        await OpenAsync((lang.Length == 0 ? "" : $" xml:lang='{lang}'") + declarations + ">", domain);
        await BindAsync(Encoding.UTF8.GetString(jid.Resource));
    }

    public async Task AuthenticateAsync(string user, string password)
    {
        var answer = await RequestAsync(Auth(user, password));
        Assert.StartsWith("<success", answer, StringComparison.Ordinal);
    }

    public async Task BindAsync(string resource)
    {
        var answer = await RequestAsync(
            $"<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>{resource}</resource></bind></iq>");
        Assert.Contains("type='result'", answer, StringComparison.Ordinal);
        Jid = answer[(answer.IndexOf("<jid>", StringComparison.Ordinal) + 5)..answer.IndexOf("</jid>", StringComparison.Ordinal)];
    }

    public static string Auth(string user, string password)
    {
        var message = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{password}"));
        return $"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{message}</auth>";
    }

    private bool TryTakeUnit(out string unit)
    {
        var result = _scanner.Scan(_unread);
        Assert.NotEqual(XmlScanStatus.Error, result.Status);
        unit = Encoding.UTF8.GetString(_unread.AsSpan()[result.Start..result.Consumed]);
        _unread = _unread[result.Consumed..];
        return result.Status != XmlScanStatus.NeedMore;
    }
}
