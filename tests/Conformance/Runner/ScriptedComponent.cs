using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Meerkat.Conformance.Servers;

namespace Meerkat.Conformance.Runner;

/// <summary>A scripted external component (XEP-0114). Owned by one test; not thread-safe.</summary>
internal sealed class ScriptedComponent(ClientDeclaration declaration, Endpoints server, XmppConnection connection)
    : Client(declaration, declaration.Domain, server, connection)
{
    private string _streamId = "";

    public override XNamespace Content => "jabber:component:accept";

    protected override string From => $" from='{FullJid}'";

    protected override string ServedDomain => "localhost";

    public override async Task ConnectAsync()
    {
        await OpenStreamAsync();
        var proof = CryptographicOperations.HashData(HashAlgorithmName.SHA1, Encoding.UTF8.GetBytes(_streamId + Declaration.Password));
        await SendAsync($"<handshake>{Convert.ToHexStringLower(proof)}</handshake>");
        await ExpectAsync(Content + "handshake");
        FullJid = Declaration.IsSubdomain ? $"{Declaration.Domain}.{ServedDomain}" : Declaration.Domain;
    }

    public override async Task OpenConnectionAsync()
    {
        FullJid = null;
        await Connection.ConnectAsync(Server.Components ?? throw new ScriptFailure("the server takes no components"));
    }

    public override async Task OpenStreamAsync()
    {
        if (!Connection.IsOpen)
            await OpenConnectionAsync();
        var subdomain = Declaration.IsSubdomain ? " is_subdomain='true'" : "";
        await SendAsync($"<stream:stream to='{Declaration.Domain}'{subdomain} xmlns='{Content}' xmlns:stream='{Streams}'>");
        _streamId = (await ExpectAsync(Streams + "stream")).Attribute("id")?.Value ?? "";
    }
}
