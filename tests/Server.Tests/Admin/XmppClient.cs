using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Meerkat.Server.Tests.Admin;

/// <summary>A client over a real socket: logs in with PLAIN, and waits for texts in what it is sent. One per test.</summary>
internal sealed class XmppClient : IDisposable
{
    private const string Header = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='{0}' version='1.0'>";

    // Only a test that fails waits so long.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly TcpClient _connection = new();
    private string _received = "";

    private XmppClient()
    {
    }

    /// <summary>Bound and available.</summary>
    public static async Task<XmppClient> LoginAsync(IPEndPoint server, string jid, string password)
    {
        var client = new XmppClient();
        await client._connection.ConnectAsync(server);
        var (user, domain, resource) = (jid.Split('@')[0], jid.Split('@', '/')[1], jid.Split('/')[1]);
        var header = Header.Replace("{0}", domain, StringComparison.Ordinal);
        await client.SendAsync(header);
        await client.WaitForAsync("</stream:features>");
        var plain = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{password}"));
        await client.SendAsync($"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{plain}</auth>");
        await client.WaitForAsync("<success");
        await client.SendAsync(header);
        await client.WaitForAsync("</stream:features>");
        await client.SendAsync($"<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>{resource}</resource></bind></iq>");
        await client.WaitForAsync("</iq>");
        await client.SendAsync("<presence/>");
        await client.WaitForAsync("<presence ");
        return client;
    }

    /// <summary>An external component (XEP-0114) that is connected.</summary>
    public static async Task<XmppClient> ConnectComponentAsync(IPEndPoint server, string domain, string password)
    {
        const string StartOfId = " id='";
        var component = new XmppClient();
        await component._connection.ConnectAsync(server);
        await component.SendAsync(Header.Replace("jabber:client", "jabber:component:accept", StringComparison.Ordinal)
            .Replace("{0}", domain, StringComparison.Ordinal));
        await component.WaitForAsync(StartOfId);
        var id = (await component.WaitForAsync("'"))[..^1];
        await component.SendAsync($"<handshake>{Sha1(id + password)}</handshake>");
        await component.WaitForAsync("<handshake");
        return component;
    }

    public Task SendAsync(string xml) => _connection.GetStream().WriteAsync(Encoding.UTF8.GetBytes(xml)).AsTask();

    /// <summary>Reads until this text has come; returns all up to it, and forgets it.</summary>
    public async Task<string> WaitForAsync(string text)
    {
        var buffer = new byte[4096];
        int found;
        while ((found = _received.IndexOf(text, StringComparison.Ordinal)) < 0)
        {
            var count = await _connection.GetStream().ReadAsync(buffer).AsTask().WaitAsync(_patience);
            if (count == 0) throw new InvalidOperationException($"'{text}' did not come before the end, but: {_received}");
            _received += Encoding.UTF8.GetString(buffer, 0, count);
        }

        var taken = _received[..(found + text.Length)];
        _received = _received[taken.Length..];
        return taken;
    }

    public void Dispose() => _connection.Dispose();

    [SuppressMessage("Security", "CA5350", Justification = "XEP-0114 §3 asks for SHA-1.")]
    private static string Sha1(string text) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text)));
}
