using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Text;
using Meerkat.LoadGen.Net;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.LoadGen.Streams;

/// <summary>
/// One client's XML stream: first its login, then stanzas to its handler. Belongs to its connection's turn;
/// <see cref="Connection"/>, <see cref="Step"/>, <see cref="LogOut"/> and <see cref="Close"/> are for anyone.
/// </summary>
internal sealed class ClientStream : IConnectionOwner
{
    /// <summary>The reason of an end that <see cref="LogOut"/> asked for.</summary>
    public const string LoggedOut = "logout";

    private readonly StreamSettings _settings;
    private readonly IStreamHandler _handler;
    private readonly XmlStreamScanner _scanner;

    // Null once the user is logged in.
    private Login? _login;
    private volatile StreamStep _step;

    // True while the scanner has seen nothing of a stanza that is not whole yet.
    private bool _isBetweenStanzas;

    public ClientStream(StreamSettings settings, string userName, IStreamHandler handler)
    {
        _settings = settings;
        _handler = handler;
        _scanner = new XmlStreamScanner(settings.Limits, settings.Scratch);
        _login = new Login(this, settings, userName);
        Connection = new ClientConnection(this);
    }

    public ClientConnection Connection { get; }

    /// <summary>The full JID that the server assigned; empty before.</summary>
    public string Jid { get; private set; } = "";

    /// <summary>When the turn began.</summary>
    public long TurnTimestamp { get; private set; }

    public StreamScope Scope => _scanner.Scope;

    /// <summary>What the stream waits for. Another thread may see a value that is a moment old.</summary>
    public StreamStep Step => _step;

    public void Open(EndPoint target, IPAddress? source)
    {
        MoveTo(StreamStep.Connect);
        Connection.Connect(target, source);
    }

    /// <summary>Ends the stream of a user who is logged in; the server's answer makes it closed.</summary>
    public void LogOut()
    {
        MoveTo(StreamStep.Logout);
        Connection.Outbox.Append("</stream:stream>"u8);
        Connection.Flush();
    }

    public void Close(string reason) => Connection.Close(reason);

    internal void MoveTo(StreamStep next) => _step = next;

    internal void Send(string xml, StreamStep next)
    {
        MoveTo(next);
        Connection.Outbox.Append(xml);
        Connection.Flush();
    }

    /// <summary>Opens the stream, or opens it anew after TLS and SASL (RFC 6120 §4.3.3).</summary>
    internal void SendHeader(StreamStep next)
    {
        MoveTo(next);
        _scanner.Reset();
        Connection.Outbox.Append(_settings.Header);
        Connection.Flush();
    }

    internal void BecomeBound(string jid)
    {
        Jid = jid;
        _login = null;
        MoveTo(StreamStep.Bound);
        _handler.OnBound(this);
    }

    internal void OnStreamError(XmlElementReader error)
    {
        var condition = error.TryGetFirstChild(out var child) ? child.LocalName : "undefined-condition"u8;
        Close($"stream:{Encoding.UTF8.GetString(condition)}");
    }

    void IConnectionOwner.OnConnected()
    {
        if (_settings.Tls == TlsMode.Direct)
        {
            MoveTo(StreamStep.Tls);
            Connection.StartTls(_settings.TlsOptions);
            return;
        }

        SendHeader(StreamStep.Features);
        Connection.Resume();
    }

    void IConnectionOwner.OnTlsEstablished()
    {
        _login?.OnTlsEstablished();
        SendHeader(StreamStep.Features);
    }

    Verdict IConnectionOwner.OnBytes(ReadOnlySpan<byte> bytes, out int consumed)
    {
        TurnTimestamp = Stopwatch.GetTimestamp();
        consumed = 0;
        if (_isBetweenStanzas)
        {
            var rest = _handler.TakeKnown(this, bytes, out consumed);
            _isBetweenStanzas = rest == KnownRest.Partial || consumed == bytes.Length;
        }

        if (!_isBetweenStanzas && Scan(bytes, ref consumed) == Verdict.Pause)
            return Verdict.Pause;
        if (_login is null)
            _handler.OnTurnEnd(this);
        return Verdict.Continue;
    }

    void IConnectionOwner.OnPaused()
    {
        if (_step == StreamStep.Tls)
            Connection.StartTls(_settings.TlsOptions);
        else
            ThreadPool.UnsafeQueueUserWorkItem(static login => login.AnswerChallenge(), _login!, preferLocal: false);
    }

    void IConnectionOwner.OnDisconnected(string reason)
    {
        // After "</stream:stream>" any end is the one that was asked for, unless we had to bring it about.
        var isWanted = Step == StreamStep.Logout && !reason.StartsWith("timeout", StringComparison.Ordinal);
        _handler.OnClosed(this, isWanted ? LoggedOut : reason);
    }

    private Verdict Scan(ReadOnlySpan<byte> bytes, ref int consumed)
    {
        while (!Connection.IsClosed && !_isBetweenStanzas)
        {
            var rest = bytes[consumed..];
            var found = _scanner.Scan(rest);
            consumed += found.Consumed;
            if (found.Status == XmlScanStatus.NeedMore)
                break;
            if (OnUnit(found.Status, rest[found.Start..found.Consumed]) == Verdict.Pause)
                return Verdict.Pause;
            _isBetweenStanzas = _login is null && consumed == bytes.Length;
        }

        return Verdict.Continue;
    }

    private Verdict OnUnit(XmlScanStatus status, ReadOnlySpan<byte> unit)
    {
        switch (status)
        {
            case XmlScanStatus.Element when _login is { } login:
                return login.OnElement(new XmlElementReader(unit, _scanner.Scope));
            case XmlScanStatus.Element:
                OnBoundElement(unit);
                break;
            case XmlScanStatus.StreamEnd:
                Close("stream:closed-by-server");
                break;
            case XmlScanStatus.Error:
                Close($"parse:{_scanner.Error}");
                break;
            case XmlScanStatus.Text:
                Close("parse:TextBetweenStanzas");
                break;
        }

        return Verdict.Continue;
    }

    private void OnBoundElement(ReadOnlySpan<byte> bytes)
    {
        var header = StanzaHeader.Read(bytes, _scanner.Scope, Namespaces.Client);
        if (header.Kind == StanzaKind.Iq && header.Type is StanzaType.Get or StanzaType.Set)
        {
            AnswerRequest(header);
            _handler.OnStanza(this, header, bytes);
        }
        else if (header.Kind != StanzaKind.None)
        {
            _handler.OnStanza(this, header, bytes);
        }
        else
        {
            var element = new XmlElementReader(bytes, _scanner.Scope);
            if (element.Is("error"u8, Namespaces.Streams))
                OnStreamError(element);
        }
    }

    // XEP-0199 §4.1: a server that asks whether we are there drops us without an answer. RFC 6121 §2.1.6: roster pushes are
    // acknowledged.
    private void AnswerRequest(in StanzaHeader request)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new XmlWriter(output);
        var isServed = request.PayloadNamespace.SequenceEqual("urn:xmpp:ping"u8)
            || request.PayloadNamespace.SequenceEqual("jabber:iq:roster"u8);
        writer.Start("iq"u8);
        writer.Attribute("type"u8, isServed ? "result"u8 : "error"u8);
        writer.Attribute("id"u8, request.Id);
        if (request.From.IsPresent)
            writer.Attribute("to"u8, request.From);
        if (!isServed)
        {
            writer.Start("error"u8);
            writer.Attribute("type"u8, "cancel"u8);
            writer.Empty("service-unavailable"u8, Namespaces.StanzaErrors);
            writer.End("error"u8);
        }

        writer.End("iq"u8);
        Connection.Outbox.Append(output.WrittenSpan);
        Connection.Flush();
    }
}
