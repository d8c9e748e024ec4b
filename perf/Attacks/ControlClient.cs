using System.Diagnostics;
using System.Net.Security;
using System.Text;
using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Attacks;

/// <summary>
/// A client like any other, that writes to itself and looks how long its words take. Has a thread of its own, since the
/// attackers keep the thread pool busy; <see cref="TakeLatency"/> is for anyone.
/// </summary>
internal sealed class ControlClient : IAsyncDisposable
{
    public static readonly byte[] Header = Encoding.UTF8.GetBytes(
        "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' "
        + "to='localhost' version='1.0'>");

    private const int PauseMs = 5;
    private const string Address = "user0@localhost/control";

    private readonly SslStream _tls;
    private readonly Thread _thread;
    private readonly byte[] _buffer = new byte[8192];
    private readonly StringBuilder _received = new();
    private readonly Lock _gate = new();
    private List<double> _micros = [];
    private Exception? _fault;
    private volatile bool _isEnding;

    private ControlClient(SslStream tls)
    {
        _tls = tls;
        _thread = new Thread(Chat) { IsBackground = true, Name = "control client" };
    }

    public static async Task<ControlClient> StartAsync(MeerkatServer server)
    {
        var client = new ControlClient(await HandshakeClient.ConnectAsync(server.Tls, null));
        client.LogIn();
        client._thread.Start();
        return client;
    }

    /// <summary>Since the last call.</summary>
    public Latency TakeLatency()
    {
        lock (_gate)
        {
            if (_fault is not null)
                throw new InvalidOperationException($"The control client was cut off: {_fault.Message}", _fault);
            List<double> taken = _micros;
            _micros = [];
            return Latency.Of(taken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isEnding = true;
        _thread.Join();
        await _tls.DisposeAsync();
    }

    private void LogIn()
    {
        Send(Encoding.UTF8.GetString(Header));
        ReadUntil("</stream:features>");
        string password = Convert.ToBase64String("\0user0\0secret"u8);
        Send($"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{password}</auth>");
        ReadUntil("<success");
        Send(Encoding.UTF8.GetString(Header));
        ReadUntil("</stream:features>");
        Send("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>control</resource></bind></iq>");
        ReadUntil("</iq>");
    }

    private void Chat()
    {
        try
        {
            for (int number = 0; !_isEnding; number++)
            {
                long start = Stopwatch.GetTimestamp();
                Send($"<message to='{Address}' type='chat'><body>{number}</body></message>");
                ReadUntil($"<body>{number}</body></message>");
                lock (_gate)
                    _micros.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
                Thread.Sleep(PauseMs);
            }
        }
        catch (IOException e)
        {
            lock (_gate)
                _fault = e;
        }
    }

    private void Send(string text) => _tls.Write(Encoding.UTF8.GetBytes(text));

    private void ReadUntil(string text)
    {
        while (!_received.ToString().Contains(text, StringComparison.Ordinal))
        {
            int count = _tls.Read(_buffer);
            if (count == 0)
                throw new IOException($"The server has closed the connection after: {_received}");
            _received.Append(Encoding.UTF8.GetString(_buffer, 0, count));
        }

        _received.Clear();
    }
}
