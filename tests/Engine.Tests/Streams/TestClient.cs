using System.Text;
using Meerkat.Engine.Net;
using Meerkat.Engine.Tests.Net;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Engine.Tests.Streams;

/// <summary>A client without a socket. One thread.</summary>
public sealed class TestClient(MemoryTransport transport, Connection connection) : TestPeer(transport, connection)
{
    public const string Header =
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='example.org' version='1.0'";

    private int _lastBarrier;

    /// <summary>The address that was bound.</summary>
    public string Jid { get; private set; } = "";

    /// <summary>
    /// Everything sent so far has been dealt with, as far as it is dealt with on this stream: returns what came meanwhile.
    /// </summary>
    public async Task<List<string>> DrainAsync()
    {
        var id = $"barrier-{++_lastBarrier}";
        Send($"<iq type='get' id='{id}' to='{TestServer.Domain}'><ping xmlns='urn:xmpp:ping'/></iq>");
        return await ReceiveUpToAsync(id);
    }

    public async Task ExpectNothingAsync() => Assert.Empty(await DrainAsync());

    /// <summary>Sends a header and returns the features; the server's header is read before.</summary>
    public async Task<string> OpenAsync(string attributes = ">", string domain = TestServer.Domain)
    {
        Restart();
        Send(Header.Replace(TestServer.Domain, domain, StringComparison.Ordinal) + attributes);
        var header = await ReceiveAsync();
        Assert.Contains("<stream:stream", header, StringComparison.Ordinal);
        return await ReceiveAsync();
    }

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
}
