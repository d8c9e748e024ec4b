using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.LoadGen.Tests.Fakes;

/// <summary>One connection of a <see cref="FakeServer"/>: reads one element at a time and answers it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "RunAsync disposes of the stream it ends with.")]
internal sealed class FakeClient(FakeServer server, Socket socket)
{
    private readonly SemaphoreSlim _sending = new(1);
    private readonly XmlStreamScanner _scanner = new(XmlLimits.Default);
    private readonly byte[] _buffer = new byte[1 << 18];
    private Stream _stream = new NetworkStream(socket, ownsSocket: true);
    private int _length;
    private string _user = "";
    private string _jid = "";
    private string _component = "";
    private bool _isSecure;
    private bool _isOver;
    private bool _isIgnoring;
    private FakeScram? _scram;
    private byte[]? _held;

    public string Jid => _jid;

    public string BareJid => _jid.Split('/')[0];

    /// <summary>Has sent presence and not taken it back.</summary>
    public bool IsAvailable { get; set; }

    /// <summary>Has asked for its roster, and is told of changes.</summary>
    public bool IsInterested { get; set; }

    public static byte[] ErrorReply { get; } =
        "<message type='error'><error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>"u8
            .ToArray();

    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            if (server.Behaviour.IsDirectTls)
                await StartTlsAsync();
            while (!_isOver)
                await ReadAsync(stop);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException
            or AuthenticationException)
        {
            // The peer has gone, or the test is over.
            server.OnEnd(e);
        }
        finally
        {
            server.Unbind(_jid);
            await _stream.DisposeAsync();
        }
    }

    /// <summary>A message as this peer is sent it: a component has to know from whom it is.</summary>
    public byte[] Addressed(byte[] message, FakeClient sender) => _component.Length == 0
        ? message
        : [.. "<message"u8, .. Encoding.UTF8.GetBytes($" from='{sender._jid}'"), .. message.AsSpan("<message".Length)];

    public void Hold(byte[] stanza) => Interlocked.Exchange(ref _held, stanza);

    public async Task FailAsync(string condition)
    {
        _isOver = true;
        await SendAsync(
            $"<stream:error><{condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>");
    }

    public async Task SendAsync(byte[] stanza)
    {
        byte[] bytes = Interlocked.Exchange(ref _held, null) is { } held ? [.. stanza, .. held] : stanza;
        await _sending.WaitAsync();
        try
        {
            for (var i = 0; server.Behaviour.IsBytewise && i < bytes.Length; i++)
                await _stream.WriteAsync(bytes.AsMemory(i, 1));
            if (!server.Behaviour.IsBytewise)
                await _stream.WriteAsync(bytes);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The receiver has gone: its own loop notices.
        }
        finally
        {
            _sending.Release();
        }
    }

    public Task SendAsync(string xml) => SendAsync(Encoding.UTF8.GetBytes(xml));

    private async Task ReadAsync(CancellationToken stop)
    {
        var received = await _stream.ReadAsync(_buffer.AsMemory(_length), stop);
        _isOver = received == 0;
        _length += received;
        while (!_isOver && !_isIgnoring && !server.Behaviour.IsSilent)
        {
            var found = _scanner.Scan(_buffer.AsSpan(0, _length));
            var unit = _buffer[found.Start..found.Consumed];
            _length -= found.Consumed;
            _buffer.AsSpan(found.Consumed, _length).CopyTo(_buffer);
            if (found.Status == XmlScanStatus.NeedMore)
                return;
            await OnUnitAsync(found.Status, unit);
        }
    }

    private async Task OnUnitAsync(XmlScanStatus status, byte[] unit)
    {
        switch (status)
        {
            case XmlScanStatus.StreamHeader when _scanner.Scope.DefaultNamespace.SequenceEqual(Namespaces.Component):
                _component = new XmlElementReader(unit, _scanner.Scope).Attribute("to"u8).ToString();
                await SendAsync(
                    "<stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams' id='1'>");
                break;
            case XmlScanStatus.StreamHeader:
                await SendAsync(
                    "<?xml version='1.0'?><stream:stream xmlns='jabber:client' from='localhost' id='1' version='1.0' "
                    + "xmlns:stream='http://etherx.jabber.org/streams'>" + Features());
                break;
            case XmlScanStatus.Element:
                await OnElementAsync(unit);
                break;
            case XmlScanStatus.StreamEnd:
                _isOver = true;
                await SendAsync("</stream:stream>");
                break;
            default:
                _isIgnoring = server.Behaviour.IsSilentAboutGarbage;
                if (!_isIgnoring)
                    await FailAsync("not-well-formed");
                break;
        }
    }

    private string Features()
    {
        var mechanisms = string.Concat(server.Behaviour.Mechanisms.Select(name => $"<mechanism>{name}</mechanism>"));
        var content = (_user, server.Behaviour.OffersStartTls && !_isSecure, server.Behaviour.RequiresSession) switch
        {
            ("", true, _) => "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>",
            ("", false, _) => $"<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>{mechanisms}</mechanisms>",
            (_, _, true) => "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/>",
            _ => "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"
                + "<session xmlns='urn:ietf:params:xml:ns:xmpp-session'><optional/></session>",
        };
        return $"<stream:features>{content}</stream:features>";
    }

    private Task OnElementAsync(byte[] bytes)
    {
        var element = new XmlElementReader(bytes, _scanner.Scope);
        return Encoding.UTF8.GetString(element.LocalName) switch
        {
            "starttls" => ProceedAsync(),
            "auth" => OnAuthAsync(element.Attribute("mechanism"u8).ToString(), Decode(element.Text.ToString())),
            "response" => OnResponseAsync(Decode(element.Text.ToString())),
            "iq" when element.TryGetChild("query"u8, FakeRosters.Namespace, out _) => server.Rosters.OnRequestAsync(
                this, element.Attribute("id"u8).ToString(), element.Attribute("type"u8).ToString()),
            "iq" when element.TryGetChild("ping"u8, "urn:xmpp:ping"u8, out _) => AnswerAsync(element.Attribute("id"u8).ToString()),
            "iq" when element.TryGetChild("query"u8, "http://jabber.org/protocol/disco#info"u8, out _) =>
                AnswerAsync(element.Attribute("id"u8).ToString()),
            "iq" => OnIqAsync(element.Attribute("id"u8).ToString(), element.Attribute("type"u8).ToString()),
            "presence" => server.Rosters.OnPresenceAsync(
                this, element.Attribute("to"u8).ToString(), element.Attribute("type"u8).ToString(), bytes),
            "message" => server.RouteAsync(this, element.Attribute("to"u8).ToString(), bytes),
            "handshake" => OnHandshakeAsync(element.Text.ToString()),
            _ => Task.CompletedTask,
        };
    }

    // XEP-0114 §3; the stream's id is 1.
    private Task OnHandshakeAsync(string proof)
    {
        var expected = CryptographicOperations.HashData(HashAlgorithmName.SHA1, "1secret"u8);
        if (proof != Convert.ToHexStringLower(expected))
            return FailAsync("not-authorized");
        _jid = _component;
        server.Join(_jid, this);
        return SendAsync("<handshake/>");
    }

    private async Task ProceedAsync()
    {
        await SendAsync("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        await StartTlsAsync();
    }

    private async Task StartTlsAsync()
    {
        var tls = new SslStream(_stream);
        await tls.AuthenticateAsServerAsync(server.TlsOptions);
        _stream = tls;
        _isSecure = true;
        _length = 0;
        _scanner.Reset();
    }

    private Task OnAuthAsync(string mechanism, string initial)
    {
        if (mechanism == "PLAIN")
        {
            var fields = initial.Split('\0');
            return SucceedAsync(fields[1], fields[2] == "secret" ? "" : null);
        }

        _scram = new FakeScram(initial);
        return SendAsync($"<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>{Encode(_scram.ServerFirst)}</challenge>");
    }

    private Task OnResponseAsync(string clientFinal)
    {
        var final = _scram!.Verify(clientFinal);
        return SucceedAsync(_scram.User, server.Behaviour.HasWrongKeys ? "v=AAAAAAAAAAAAAAAAAAAAAAAAAAA=" : final);
    }

    // Null: the password is wrong.
    private async Task SucceedAsync(string user, string? additionalData)
    {
        if (additionalData is null)
        {
            await SendAsync("<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>");
            return;
        }

        _user = user;
        _scanner.Reset();
        await SendAsync($"<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>{Encode(additionalData)}</success>");
    }

    // Or what the behaviour says with every n-th request.
    private Task AnswerAsync(string id) => server.NextFault() switch
    {
        FakeFault.Drop => Task.CompletedTask,
        FakeFault.Bounce => SendAsync(
            $"<iq type='error' id='{id}'><error type='cancel'><feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"),
        _ => SendAsync($"<iq type='result' id='{id}'/>"),
    };

    private async Task OnIqAsync(string id, string type)
    {
        if (type is "result" or "error")
        {
            server.OnAnswer(id, type);
            return;
        }

        if (id == "session")
        {
            await SendAsync("<iq type='result' id='session'/>");
            return;
        }

        if (server.BindError() is { Length: > 0 } error)
        {
            await SendAsync(error);
            return;
        }

        _jid = $"{_user}@localhost/loadgen";
        server.Bind(_jid, this);
        var ping = server.Behaviour.Pings ? "<iq type='get' id='ping' from='localhost'><ping xmlns='urn:xmpp:ping'/></iq>" : "";
        await SendAsync(
            $"<iq type='result' id='{id}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>{_jid}</jid></bind></iq>{ping}");
    }

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Decode(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));
}
