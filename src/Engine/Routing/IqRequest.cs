using Meerkat.Engine.Net;
using Meerkat.Engine.Sessions;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Routing;

/// <summary>
/// One IQ request that this server answers: a copy of the request and the payload of its reply. Belongs to its handler
/// until the handler's task completes.
/// </summary>
public sealed class IqRequest
{
    private readonly OwnedStanza _stanza;

    internal IqRequest(OwnedStanza stanza, Host host, ByteBuffer payload)
    {
        _stanza = stanza;
        ReplyPayload = payload;
        Host = host;
        Account = (stanza.To ?? stanza.From).Bare;
        Type = stanza.Header.Type;
    }

    /// <summary>The served host that the request is addressed to.</summary>
    public Host Host { get; }

    /// <summary>The full JID of who asks.</summary>
    public Jid From => _stanza.From;

    /// <summary>Whose data is asked for: the bare JID in <c>to</c>, or the asker's own account without one.</summary>
    public Jid Account { get; }

    /// <summary>True if who asks owns the account that is asked.</summary>
    public bool IsOwnAccount => Account.Utf8.SequenceEqual(From.BareUtf8);

    /// <summary>Get or Set.</summary>
    public StanzaType Type { get; }

    public StanzaSender Sender => _stanza.Sender;

    /// <summary>The session that asks, if it is a client of this server.</summary>
    public Session? Session => _stanza.Sender.Session;

    /// <summary>The whole IQ.</summary>
    public OwnedStanza Stanza => _stanza;

    /// <summary>The request's payload element. The router has made sure that there is exactly one.</summary>
    public XmlElementReader Payload
    {
        get
        {
            _stanza.Element.TryGetFirstChild(out var payload);
            return payload;
        }
    }

    /// <summary>A writer for the payload of the result.</summary>
    public XmlWriter Reply() => new(ReplyPayload);

    /// <summary>What is to be done in the same turn, once the reply is in the sender's outbox.</summary>
    public Action<Turn>? AfterReply { get; set; }

    /// <summary>What the handler wrote; pooled by the dispatcher.</summary>
    internal ByteBuffer ReplyPayload { get; }
}
