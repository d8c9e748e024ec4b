using System.Security.Cryptography;
using System.Text;
using Meerkat.Engine.Components;
using Meerkat.Engine.Net;
using Meerkat.Engine.Tests.Net;
using Xunit;

namespace Meerkat.Engine.Tests.Streams;

/// <summary>An external component without a socket. One thread.</summary>
public sealed class TestComponent(MemoryTransport transport, Connection connection) : TestPeer(transport, connection)
{
    public const string Password = "c0mp0nent";

    private int _lastBarrier;

    public static ComponentSettings Settings { get; } = new() { Password = new Secret(Password) };

    /// <summary>What it is called in its header.</summary>
    public string Domain { get; private set; } = "";

    public static string Header(string domain, string attributes = "") =>
        "<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept' "
        + $"xmlns:stream='http://etherx.jabber.org/streams' to='{domain}'{attributes}>";

    /// <summary>The proof for the stream that the server's header begins.</summary>
    public static string Handshake(string serverHeader, string password = Password)
    {
        var id = serverHeader[(serverHeader.IndexOf(" id='", StringComparison.Ordinal) + 5)..];
        var proof = CryptographicOperations.HashData(HashAlgorithmName.SHA1, Encoding.UTF8.GetBytes(id[..id.IndexOf('\'', StringComparison.Ordinal)] + password));
        return $"<handshake>{Convert.ToHexStringLower(proof)}</handshake>";
    }

    /// <summary>Sends its header, and returns the server's.</summary>
    public Task<string> OpenAsync(string domain, string attributes = "")
    {
        Domain = domain;
        return RequestAsync(Header(domain, attributes));
    }

    public async Task JoinAsync(string domain, string attributes = "", string password = Password)
    {
        var header = await OpenAsync(domain, attributes);
        Assert.Equal("<handshake/>", await RequestAsync(Handshake(header, password)));
    }

    /// <summary>Everything sent so far has been dealt with: returns what came meanwhile.</summary>
    /// <param name="from">An address of the component's, if not its name.</param>
    public async Task<List<string>> DrainAsync(string? from = null)
    {
        var id = $"barrier-{++_lastBarrier}";
        Send($"<iq type='get' id='{id}' from='{from ?? Domain}' to='{TestServer.Domain}'><ping xmlns='urn:xmpp:ping'/></iq>");
        return await ReceiveUpToAsync(id);
    }

    public async Task ExpectNothingAsync(string? from = null) => Assert.Empty(await DrainAsync(from));
}
