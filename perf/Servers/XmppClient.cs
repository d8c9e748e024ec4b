using System.Net;
using System.Net.Security;
using System.Text;

namespace Meerkat.Perf.Servers;

/// <summary>User 0 over TLS, by PLAIN: one thing after the other. One thread at a time.</summary>
internal sealed class XmppClient : IAsyncDisposable
{
    public static readonly byte[] Header = Encoding.UTF8.GetBytes(
        "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' "
        + "to='localhost' version='1.0'>");

    private const int PatienceMs = 60_000;

    private readonly SslStream _tls;
    private readonly byte[] _buffer = new byte[8192];
    private readonly StringBuilder _received = new();

    private XmppClient(SslStream tls) => _tls = tls;

    /// <exception cref="IOException">The server does not want it.</exception>
    public static async Task<XmppClient> LogInAsync(IPEndPoint target, string resource)
    {
        var client = new XmppClient(await HandshakeClient.ConnectAsync(target, null));
        try
        {
            client._tls.ReadTimeout = PatienceMs;
            client.LogIn(resource);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    public void Send(string text) => _tls.Write(Encoding.UTF8.GetBytes(text));

    /// <exception cref="IOException">The server has closed the connection, or says nothing for a long time.</exception>
    public void ReadUntil(string text)
    {
        while (!_received.ToString().Contains(text, StringComparison.Ordinal))
        {
            int count = _tls.Read(_buffer);
            if (count == 0)
                throw new IOException($"The server has closed the connection after: {_received}");
            _received.Append(Encoding.UTF8.GetString(_buffer, 0, count));
        }

        _received.Clear();
    }

    public ValueTask DisposeAsync() => _tls.DisposeAsync();

    private void LogIn(string resource)
    {
        Send(Encoding.UTF8.GetString(Header));
        ReadUntil("</stream:features>");
        string password = Convert.ToBase64String("\0user0\0secret"u8);
        Send($"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{password}</auth>");
        ReadUntil("<success");
        Send(Encoding.UTF8.GetString(Header));
        ReadUntil("</stream:features>");
        Send("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
            + $"<resource>{resource}</resource></bind></iq>");
        ReadUntil("</iq>");
    }
}
