using Meerkat.Engine.Modules;
using Meerkat.Engine.Net;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Streams;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.Engine.Components;

/// <summary>
/// One component's XML stream over one connection (XEP-0114), from its header to the closing tag. Touched on its own turn
/// only, but for what a foreign thread may do: deliver, reply, resume, drive it out, ask for the farewell.
/// </summary>
[Xep("0114", "1.6")]
public sealed class ComponentStream : XmlStream
{
    // How long the end of a connection may be on its way when its component is back already. Deadlines are exact to a second.
    private static readonly TimeSpan _domainTimeout = TimeSpan.FromSeconds(1);

    private readonly ComponentStreams _streams;
    private readonly ComponentSettings _settings;

    private ComponentState _state;
    private byte[] _streamId = [];

    // Stanzas may be in the outbox.
    private bool _wasEstablished;

    // What the component called itself in its header. Written on the own turn before Close, read for the farewell.
    private volatile Jid? _name;

    internal ComponentStream(
        ComponentStreams streams, ComponentSettings settings, Connection connection, ComponentState initialState)
        : base(connection, new XmlStreamScanner(settings.Xml, streams.Scratch), streams.Metrics)
    {
        _streams = streams;
        _settings = settings;
        _state = initialState;
        // A TLS handshake has a time limit of its own.
        if (initialState == ComponentState.AwaitingHeader) connection.SetDeadline(settings.StateTimeout);
    }

    /// <summary>The domains it has, or is to have once it has shown that it knows the password.</summary>
    internal IReadOnlyList<Jid> Domains { get; private set; } = [];

    internal bool DrivesOutOthers => _settings.Conflict == ComponentConflictPolicy.KickOld;

    /// <summary>False once it has waited long enough for a domain that is taken.</summary>
    internal bool MayWait { get; private set; } = true;

    internal bool IsHidden => _settings.IsHidden;

    internal IAccessRule Access => _settings.Access;

    private protected override bool IsReading =>
        _state is not (ComponentState.TlsHandshake or ComponentState.Closing or ComponentState.Closed);

    public override int OnReceived(Turn turn, ReadOnlySpan<byte> unread)
    {
        var consumed = base.OnReceived(turn, unread);
        _streams.Metrics.Components.BytesReceived.Add(consumed);
        // As an element it would have no end, and so never be told.
        if (IsReading && _state != ComponentState.AwaitingHeader && BeginsStream(unread[consumed..])) FailSecondHeader(turn);
        return consumed;
    }

    public override void OnTlsEstablished(Turn turn) => Await(ComponentState.AwaitingHeader);

    public override void OnResumed(Turn turn)
    {
        if (_state == ComponentState.AwaitingDomain) Join(turn);
    }

    public override void OnDeadline(Turn turn)
    {
        switch (_state)
        {
            case ComponentState.AwaitingHeader or ComponentState.AwaitingHandshake:
                Close(turn, CloseReason.Timeout);
                break;
            case ComponentState.AwaitingDomain:
                // One last time; if it waits no more, it is resumed already.
                MayWait = false;
                if (_streams.Registry.StopWaiting(this)) Resume();
                break;
        }
    }

    public override void OnClosed(Turn turn, CloseReason reason, UnsentBytes unsent)
    {
        _state = ComponentState.Closed;
        Scanner.Reset();
        _streams.Registry.Leave(this);
        if (!_wasEstablished) return;

        // First, so that who sees it gone sees what it left behind too.
        _streams.UnsentBounces.BounceAll(unsent);
        _streams.Metrics.Components.Connected.Add(-1);
        ComponentLog.Ended(_streams.Logger, _name!, reason);
    }

    /// <summary>Hands it a stanza; false if it is closing, or reads too slowly and closes now. Any turn.</summary>
    internal bool Deliver(in Stanza stanza)
    {
        var bytes = ComponentOutbound.Of(in stanza);
        if (!Connection.Append(stanza.Turn, in bytes)) return false;

        _streams.Metrics.Components.BytesSent.Add(bytes.Length);
        return true;
    }

    /// <summary>True if the component may write in the name of this address.</summary>
    // By the registry, since a component may have a domain for every host.
    internal bool MayWriteAs(JidView from) => !_settings.ChecksFrom || _streams.Registry.Find(from.Domain) == this;

    /// <summary>The domains are its own now, and nobody can have written to them yet. Own turn, by the registry.</summary>
    internal void Welcome(Turn turn) => Append(turn, "<handshake/>"u8);

    /// <summary>Another connection has taken its domains. Any turn.</summary>
    internal void DriveOut(Turn turn) => Connection.Close(turn, CloseReason.Replaced);

    internal override void Close(Turn turn, CloseReason reason)
    {
        _state = ComponentState.Closing;
        Connection.Close(turn, reason);
        // Behind it, so that who joins next finds nothing of this one in the way.
        _streams.Registry.Leave(this);
    }

    private protected override void OnHeader(Turn turn, ReadOnlySpan<byte> tag)
    {
        var error = Admit(StreamHeader.ReadOfComponent(tag, Scanner.Scope));
        if (error != StreamError.None)
        {
            Fail(turn, error);
            return;
        }

        _streamId = StreamFrames.CreateId();
        turn.Scratch.Clear();
        StreamFrames.WriteComponentHeader(turn.Scratch, _name!.Utf8, _streamId);
        Append(turn, turn.Scratch.WrittenSpan);
        HeaderSent();
        Await(ComponentState.AwaitingHandshake);
    }

    private protected override void OnElement(Turn turn, ReadOnlySpan<byte> element)
    {
        if (BeginsStream(element)) FailSecondHeader(turn);
        else if (_state == ComponentState.Established) _streams.Stanzas.OnElement(turn, this, element);
        else Authenticate(turn, new XmlElementReader(element, Scanner.Scope));
    }

    /// <summary>A second header often begins with an XML declaration.</summary>
    private protected override void OnMalformed(Turn turn, ReadOnlySpan<byte> rest)
    {
        if (_state != ComponentState.AwaitingHeader && rest.StartsWith("<?xml "u8)) FailSecondHeader(turn);
        else base.OnMalformed(turn, rest);
    }

    private protected override void WriteHeaderOfError(ByteBuffer output) => StreamFrames.WriteComponentHeader(
        output, (_name ?? _streams.Registry.Hosts.Default.Domain).Utf8, StreamFrames.CreateId());

    private protected override StreamFault? FaultOf(CloseReason reason) => reason == CloseReason.Replaced
        ? new StreamFault(StreamError.Conflict, "Replaced by new connection")
        : base.FaultOf(reason);

    private void Await(ComponentState state)
    {
        _state = state;
        Connection.SetDeadline(_settings.StateTimeout);
    }

    private StreamError Admit(StreamHeader header)
    {
        if (header.Error != StreamError.None) return header.Error;
        if (!_streams.Jids.TryParse(header.To, out var to) || !to.IsBare || to.HasLocal) return StreamError.HostUnknown;

        var name = to.ToJid();
        if (!_settings.Allows(name) || !TryGetDomains(name, header.IsSubdomain, out var domains)) return StreamError.HostUnknown;

        _name = name;
        Domains = domains;
        return StreamError.None;
    }

    /// <summary>A subdomain is one of every served host.</summary>
    private bool TryGetDomains(Jid name, bool isSubdomain, out IReadOnlyList<Jid> domains)
    {
        var found = new List<Jid>();
        domains = found;
        if (!isSubdomain)
        {
            found.Add(name);
            return true;
        }

        foreach (var host in _streams.Registry.Hosts.Hosts)
        {
            if (!Jid.TryParse([.. name.Utf8, (byte)'.', .. host.Domain.Utf8], out var domain)) return false;
            found.Add(domain);
        }

        return true;
    }

    private void Authenticate(Turn turn, XmlElementReader element)
    {
        if (!element.Is("handshake"u8, Namespaces.Component))
        {
            Fail(turn, StreamError.NotAuthorized);
            return;
        }

        var password = _settings.PasswordOf(_name!);
        if (password is null || !ComponentHandshake.IsRight(_streamId, password, element.Text.ToArray()))
        {
            _streams.Metrics.Components.AuthenticationsFailed.Add(1);
            ComponentLog.AuthenticationFailed(_streams.Logger, Connection.Id, Connection.RemoteAddress, _name!);
            Fail(turn, StreamError.NotAuthorized, "Invalid handshake");
            return;
        }

        _state = ComponentState.AwaitingDomain;
        Connection.SetDeadline(_domainTimeout);
        Join(turn);
    }

    private void Join(Turn turn)
    {
        switch (_streams.Registry.TryJoin(turn, this, out var drivenOut))
        {
            case JoinResult.Joined:
                Establish();
                foreach (var old in drivenOut) old.DriveOut(turn);
                break;
            case JoinResult.Taken when MayWait:
                Pause();
                break;
            default:
                ComponentLog.Conflict(_streams.Logger, Connection.Id, _name!);
                Fail(turn, StreamError.Conflict);
                break;
        }
    }

    private void Establish()
    {
        _state = ComponentState.Established;
        Connection.Welcome();
        _wasEstablished = true;
        Connection.ClearDeadline();
        _streams.Metrics.Components.Connected.Add(1);
        ComponentLog.Connected(_streams.Logger, Connection.Id, _name!, Connection.RemoteAddress);
    }

    private void FailSecondHeader(Turn turn) => Fail(turn, StreamError.PolicyViolation, "The stream has a header.");

    private static bool BeginsStream(ReadOnlySpan<byte> unit) =>
        unit.StartsWith("<stream:stream"u8) && unit.Length > "<stream:stream".Length
        && unit["<stream:stream".Length] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'>' or (byte)'/';
}
