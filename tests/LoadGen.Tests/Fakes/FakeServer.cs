using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Meerkat.LoadGen.Tests.Fakes;

/// <summary>
/// An XMPP server of a few hundred lines on a port of its own, that can be told to do wrong. Accepts every user whose
/// password is <c>secret</c>. Owned by one test.
/// </summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private const string Conflict = "<iq type='error' id='bind'><error type='cancel'>"
        + "<conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>";

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentDictionary<string, FakeClient> _clients = new();
    private readonly ConcurrentBag<Task> _running = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2 _certificate = CreateCertificate();
    private readonly Task _accepting;
    private int _messages;
    private int _bindings;

    public FakeServer(FakeBehaviour behaviour)
    {
        Behaviour = behaviour;
        Rosters = new FakeRosters(this);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(1024);
        _accepting = AcceptAsync();
    }

    public FakeBehaviour Behaviour { get; }

    public FakeRosters Rosters { get; }

    public IEnumerable<FakeClient> Clients => _clients.Values;

    public string Target => _listener.LocalEndPoint!.ToString()!;

    /// <summary>Logins that reached resource binding.</summary>
    public int Bound { get; private set; }

    /// <summary>Released once for each connection that its client has reset.</summary>
    public SemaphoreSlim Resets { get; } = new(0);

    /// <summary>What clients answered to requests: id and type.</summary>
    public ConcurrentBag<string> Answers { get; } = [];

    public SslServerAuthenticationOptions TlsOptions => new() { ServerCertificate = _certificate };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_running);
        _certificate.Dispose();
        _stop.Dispose();
        Resets.Dispose();
    }

    /// <summary>The error that answers one more resource binding; empty for none.</summary>
    internal string BindError() => Behaviour.RefusesBinding(Interlocked.Increment(ref _bindings)) ? Conflict : Behaviour.BindError;

    internal void OnEnd(Exception e)
    {
        if (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
            Resets.Release();
    }

    internal void Bind(string jid, FakeClient client)
    {
        lock (_listener)
            Bound++;
        Behaviour.OnBound();
        _clients[jid] = client;
    }

    internal void Join(string domain, FakeClient component) => _clients[domain] = component;

    /// <summary>A client has answered a request.</summary>
    internal void OnAnswer(string id, string type) => Answers.Add($"{id} {type}");

    internal void Unbind(string jid) => _clients.TryRemove(jid, out _);

    /// <summary>Delivers a message, or does what the behaviour says with every n-th one.</summary>
    internal async Task RouteAsync(FakeClient sender, string to, byte[] stanza)
    {
        var fault = NextFault();
        if (!_clients.TryGetValue(to, out var receiver))
            fault = FakeFault.Bounce;
        else
            stanza = receiver.Addressed(stanza, sender);
        switch (fault)
        {
            case FakeFault.Drop:
                break;
            case FakeFault.Duplicate:
                await receiver!.SendAsync([.. stanza, .. stanza]);
                break;
            case FakeFault.Delay:
                receiver!.Hold(stanza);
                break;
            case FakeFault.Corrupt:
                stanza[^20] ^= 1;
                await receiver!.SendAsync(stanza);
                break;
            case FakeFault.Misroute:
                await sender.SendAsync(stanza);
                break;
            case FakeFault.Bounce:
                await sender.SendAsync(FakeClient.ErrorReply);
                break;
            case FakeFault.Disconnect:
                await sender.FailAsync("conflict");
                break;
            default:
                await receiver!.SendAsync(stanza);
                break;
        }
    }

    /// <summary>What is to be done wrong with the next message or presence.</summary>
    internal FakeFault NextFault() =>
        Interlocked.Increment(ref _messages) % Behaviour.EveryNth == 0 ? Behaviour.Fault : FakeFault.None;

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(_stop.Token);
                socket.NoDelay = true;
                _running.Add(new FakeClient(this, socket).RunAsync(_stop.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
