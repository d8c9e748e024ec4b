using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Meerkat.Engine.Net;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Tls;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Streams;

/// <summary>
/// Takes a stream from its first header to a bound resource: STARTTLS, SASL, binding (RFC 6120 §4.3, §5, §6, §7). Belongs to
/// its stream's turn, and is dropped when a resource is bound.
/// </summary>
internal sealed class Negotiator(ClientStreams streams, XmppStream stream, Connection connection)
{
    // RFC 5646 §4.4.1 has 35 characters do; it is stamped on every stanza, so it may not be just anything.
    private const int MaxLangBytes = 64;

    private readonly SaslNegotiator _sasl = new(streams, stream);
    private Host _host = streams.Hosts.Default;
    private Jid? _account;
    private byte[] _lang = [];

    // Null before the first question after TLS was established.
    private TlsChannelBindings? _bindings;

    /// <summary>The client's stream header: answered with ours and what the client may do next.</summary>
    public void OnHeader(Turn turn, ReadOnlySpan<byte> tag)
    {
        var header = StreamHeader.Read(tag, stream.Scanner.Scope);
        var error = Admit(in header);
        SendHeader(turn, in header);
        if (error != StreamError.None)
        {
            stream.Fail(turn, error);
            return;
        }

        _lang = header.Lang.IsPresent && header.Lang.Raw.Length <= MaxLangBytes ? header.Lang.ToArray() : [];
        SendFeatures(turn);
        stream.MoveTo(_account is null ? StreamState.Negotiating : StreamState.Binding);
    }

    public void OnElement(Turn turn, ReadOnlySpan<byte> bytes)
    {
        var element = new XmlElementReader(bytes, stream.Scanner.Scope);
        switch (stream.State)
        {
            case StreamState.Negotiating when element.Is("starttls"u8, Namespaces.Tls):
                StartTls(turn);
                break;
            case StreamState.Negotiating or StreamState.Authenticating
                when element.Namespace.SequenceEqual(Namespaces.Sasl):
                _sasl.OnElement(turn, element, this);
                break;
            case StreamState.Negotiating when TryHandleIq(turn, bytes):
                break;
            case StreamState.Binding:
                streams.Binder.OnElement(turn, stream, this, bytes);
                break;
            default:
                // RFC 6120 §4.9.3.12: nothing else before authentication.
                stream.Fail(turn, StreamError.NotAuthorized);
                break;
        }
    }

    /// <summary>When the connection was accepted, as <see cref="Stopwatch"/> counts.</summary>
    public long OpenedAt { get; } = Stopwatch.GetTimestamp();

    public Host Host => _host;

    /// <summary>The account that was authenticated; null before.</summary>
    public Jid? Account => _account;

    /// <summary>How figures call the mechanism that did it.</summary>
    public string Mechanism { get; private set; } = SaslMechanisms.UnknownLabel;

    /// <summary>The stream's <c>xml:lang</c>; empty if it has none.</summary>
    public ReadOnlySpan<byte> Lang => _lang;

    /// <summary>SASL succeeded: a new stream begins (RFC 6120 §6.4.6).</summary>
    public void Authenticated(Jid account, string mechanism)
    {
        _account = account;
        Mechanism = mechanism;
        stream.Restart();
        stream.MoveTo(StreamState.AwaitingHeader);
    }

    /// <summary>True until TLS is in place, where the operator requires it.</summary>
    public bool MustStartTls => !connection.IsTls && streams.Options.StartTls == StartTlsPolicy.Required;

    /// <summary>What SASL mechanisms this stream may be offered now.</summary>
    public SaslConditions Conditions() => new()
    {
        IsEncrypted = connection.IsTls,
        IsPlainAllowedUnencrypted = streams.Options.AllowPlainWithoutTls,
        ChannelBindings = connection.Tls is { } tls ? _bindings ??= new TlsChannelBindings(tls) : ChannelBindings.None,
        Methods = stream.Methods,
        PeerCertificate = VerifiedCertificate(connection.Tls),
        ConnectionId = connection.Id,
        Address = connection.RemoteAddress,
        Access = streams.Access,
    };

    /// <summary>The connection is gone before a resource was bound.</summary>
    public void Abandon() => _sasl.EndExchange();

    private static X509Certificate2? VerifiedCertificate(TlsSession? tls) =>
        tls?.PeerVerdict.State == PeerCertificateState.Verified ? tls.PeerCertificate : null;

    /// <summary>Which host the stream is for, or what is wrong with the header.</summary>
    private StreamError Admit(in StreamHeader header)
    {
        if (header.Error != StreamError.None) return header.Error;
        // RFC 6120 §4.7.2 makes 'to' a must for clients.
        if (!header.To.IsPresent) return StreamError.ImproperAddressing;
        if (!streams.Jids.TryParse(header.To, out var to) || !to.IsBare || to.HasLocal) return StreamError.HostUnknown;
        if (streams.Hosts.Find(to.Domain) is not { } host) return StreamError.HostUnknown;
        // The account belongs to the host it authenticated with.
        if (_account is not null && host != _host) return StreamError.NotAuthorized;

        _host = host;
        return StreamError.None;
    }

    private void SendHeader(Turn turn, in StreamHeader header)
    {
        var to = streams.Jids.TryParse(header.From, out var claimed) ? claimed.Bare : [];
        turn.Scratch.Clear();
        StreamFrames.WriteHeader(turn.Scratch, _host.Domain.Utf8, to);
        stream.Append(turn, turn.Scratch.WrittenSpan);
        stream.HeaderSent();
    }

    private void SendFeatures(Turn turn)
    {
        turn.Scratch.Clear();
        FeatureWriter.Write(turn.Scratch, streams, _host, Phase(), Conditions());
        stream.Append(turn, turn.Scratch.WrittenSpan);
    }

    private StreamPhase Phase()
    {
        if (_account is not null) return StreamPhase.BeforeBinding;

        return MustStartTls ? StreamPhase.BeforeTls : StreamPhase.BeforeAuthentication;
    }

    /// <summary>RFC 6120 §5.4.2</summary>
    private void StartTls(Turn turn)
    {
        if (connection.IsTls || streams.Tls is not { } tls)
        {
            stream.Append(turn, "<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"u8);
            stream.Close(turn, CloseReason.Finished);
            return;
        }

        stream.Append(turn, "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"u8);
        stream.Restart();
        stream.MoveTo(StreamState.TlsHandshake);
        // The client may name no server in its ClientHello; here it has.
        connection.StartTls(turn, tls.Context.ForDomain(_host.Domain.ToString()));
    }

    /// <summary>XEP-0077 §3.1: a host may answer IQs of clients that have no account yet.</summary>
    private bool TryHandleIq(Turn turn, ReadOnlySpan<byte> bytes)
    {
        var header = StanzaHeader.Read(bytes, stream.Scanner.Scope, Namespaces.Client);
        if (header.Kind != StanzaKind.Iq || MustStartTls) return false;

        var handler = _host.PreAuthenticationIqs.Find(header.Type, header.PayloadName, header.PayloadNamespace);
        if (handler is null) return false;

        streams.Iqs.Run(
            new Stanza
            {
                Header = header,
                Bytes = bytes,
                From = JidView.Of(_host.Domain),
                To = JidView.Of(_host.Domain),
                HasTo = true,
                Sender = stream,
                Route = RouteContext.Unauthenticated,
                Turn = turn,
                Stamp = [],
            },
            _host,
            handler);
        return true;
    }
}
