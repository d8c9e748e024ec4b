using System.Diagnostics;
using Meerkat.Perf.Servers;

namespace Meerkat.Perf.Attacks;

/// <summary>
/// A client like any other, that writes to itself and looks how long its words take. Has a thread of its own, since the
/// attackers keep the thread pool busy; <see cref="TakeLatency"/> is for anyone.
/// </summary>
internal sealed class ControlClient : IAsyncDisposable
{
    private const int PauseMs = 5;
    private const string Resource = "control";
    private const string Address = $"user0@localhost/{Resource}";

    private readonly XmppClient _client;
    private readonly Thread _thread;
    private readonly Lock _gate = new();
    private List<double> _micros = [];
    private Exception? _fault;
    private volatile bool _isEnding;

    private ControlClient(XmppClient client)
    {
        _client = client;
        _thread = new Thread(Chat) { IsBackground = true, Name = "control client" };
    }

    public static async Task<ControlClient> StartAsync(MeerkatServer server)
    {
        var client = new ControlClient(await XmppClient.LogInAsync(server.Tls, Resource));
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
        await _client.DisposeAsync();
    }

    private void Chat()
    {
        try
        {
            for (int number = 0; !_isEnding; number++)
            {
                long start = Stopwatch.GetTimestamp();
                _client.Send($"<message to='{Address}' type='chat'><body>{number}</body></message>");
                _client.ReadUntil($"<body>{number}</body></message>");
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
}
