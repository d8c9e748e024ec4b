using System.Text;
using System.Xml.Linq;
using Meerkat.Conformance.Servers;

namespace Meerkat.Conformance.Runner;

/// <summary>
/// A scripted XMPP client: the negotiation that most scripts only need done, and the raw material for those that test it.
/// Owned by one test; not thread-safe. A component is one that negotiates otherwise.
/// </summary>
internal class Client : IAsyncDisposable
{
    protected static readonly XNamespace Streams = "http://etherx.jabber.org/streams";
    private static readonly XNamespace _tls = "urn:ietf:params:xml:ns:xmpp-tls";
    private static readonly XNamespace _sasl = "urn:ietf:params:xml:ns:xmpp-sasl";
    private static readonly XNamespace _bind = "urn:ietf:params:xml:ns:xmpp-bind";

    private readonly string _account;
    private XElement _features = new("none");
    private int _lastSyncId;

    public Client(ClientDeclaration declaration, string account, Endpoints server, XmppConnection connection)
    {
        Declaration = declaration;
        _account = account;
        Server = server;
        Connection = connection;
    }

    public ClientDeclaration Declaration { get; }

    /// <summary>The namespace of the stanzas on this stream.</summary>
    public virtual XNamespace Content => "jabber:client";

    public XmppConnection Connection { get; }

    /// <summary>The full JID as the script writes it; null until bound.</summary>
    public string? FullJid { get; protected set; }

    public bool IsBound => FullJid is not null && Connection.IsOpen;

    /// <summary>The initial response of SASL PLAIN for the client's account.</summary>
    public string PlainResponse => Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{_account}\0{Declaration.Password}"));

    protected Endpoints Server { get; }

    /// <summary>Who asks, where a stanza has to say so.</summary>
    protected virtual string From => "";

    /// <summary>A served domain.</summary>
    protected virtual string ServedDomain => Declaration.Domain;

    public virtual async Task ConnectAsync()
    {
        await OpenStreamAsync();
        if (!Declaration.StaysInPlaintext && _features.Element(_tls + "starttls") is not null)
        {
            await StartTlsAsync();
            await OpenStreamAsync();
        }

        await AuthenticateAsync();
        await OpenStreamAsync();
        await BindAsync();
    }

    public virtual async Task OpenConnectionAsync()
    {
        FullJid = null;
        await Connection.ConnectAsync(Declaration.UsesDirectTls ? Server.C2sTls : Server.C2s);
        if (Declaration.UsesDirectTls)
            await Connection.HandshakeTlsAsync(Declaration.Domain);
    }

    public virtual async Task OpenStreamAsync()
    {
        if (!Connection.IsOpen)
            await OpenConnectionAsync();
        var language = Declaration.Language is null ? "" : $" xml:lang='{Declaration.Language}'";
        await SendAsync($"<?xml version='1.0'?><stream:stream to='{Declaration.Domain}' version='1.0'{language} xmlns='jabber:client' xmlns:stream='{Streams}'>");
        await ExpectAsync(Streams + "stream");
        _features = await ExpectAsync(Streams + "features");
    }

    public async Task StartTlsAsync()
    {
        await SendAsync($"<starttls xmlns='{_tls}'/>");
        await ExpectAsync(_tls + "proceed");
        await Connection.HandshakeTlsAsync(Declaration.Domain);
    }

    public async Task AuthenticateAsync()
    {
        await SendAsync($"<auth xmlns='{_sasl}' mechanism='PLAIN'>{PlainResponse}</auth>");
        await ExpectAsync(_sasl + "success");
    }

    public async Task BindAsync()
    {
        var resource = Declaration.Resource is null ? "" : $"<resource>{Declaration.Resource}</resource>";
        await SendAsync($"<iq type='set' id='bind'><bind xmlns='{_bind}'>{resource}</bind></iq>");
        var result = await ExpectAsync(Content + "iq");
        NoteBinding(result);
        if (FullJid is null)
            throw new ScriptFailure($"{Declaration.Name} could not bind: {result}");
    }

    /// <summary>Remembers the full JID when the element is the answer to a bind request, whoever sent that.</summary>
    public void NoteBinding(XElement element) =>
        FullJid = element.Element(_bind + "bind")?.Element(_bind + "jid")?.Value ?? FullJid;

    public async Task DisconnectAsync()
    {
        await SendAsync("</stream:stream>");
        XElement element;
        do
            element = await Connection.ReceiveFromSocketAsync();
        while (element.Name != StreamFramer.StreamClosed && element.Name != XmppConnection.ConnectionClosed);
        await Connection.DisposeAsync();
    }

    public Task SendAsync(string text) => Connection.SendAsync(Encoding.UTF8.GetBytes(text), text);

    /// <summary>
    /// Everything that arrives before the answer to a ping sent now. Since a server handles and answers a client's stanzas in order
    /// (RFC 6120 §10.1), nothing is under way to or from this client's stream afterwards, and no time had to be waited for.
    /// </summary>
    public async Task<List<XElement>> ReadUntilQuietAsync()
    {
        var id = $"sync-{++_lastSyncId}";
        var received = new List<XElement>();
        await SendAsync($"<iq type='get' id='{id}'{From} to='{ServedDomain}'><ping xmlns='urn:xmpp:ping'/></iq>");
        while (true)
        {
            var element = await Connection.ReceiveFromSocketAsync();
            if (element.Name == Content + "iq" && element.Attribute("id")?.Value == id)
                return received;
            if (element.Name == XmppConnection.ConnectionClosed)
                throw new ScriptFailure($"{Declaration.Name}'s connection closed unexpectedly after: {string.Concat(received)}");
            received.Add(element);
        }
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();

    protected async Task<XElement> ExpectAsync(XName name)
    {
        var element = await Connection.ReceiveAsync();
        return element.Name == name ? element : throw new ScriptFailure($"{Declaration.Name} expected <{name}> and received {element}");
    }
}
