using System.Net;
using System.Net.Sockets;
using Meerkat.Engine.Diagnostics;
using Meerkat.Engine.Modules;
using Meerkat.Engine.Net;
using Meerkat.Engine.Options;
using Meerkat.Engine.Rosters;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Sessions;
using Meerkat.Engine.Storage;
using Meerkat.Engine.Streams;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Xml;
using Microsoft.Extensions.Logging;

namespace Meerkat.Server;

/// <summary>
/// The composition root: everything is put together here, by hand, in the order in which it starts, and stops in the
/// opposite order. Owned by <see cref="MeerkatServer"/>.
/// </summary>
internal sealed class Node : IAsyncDisposable
{
    // After the streams were told to go: time for what their sessions leave behind to reach the store.
    private static readonly TimeSpan _drainTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _drainPoll = TimeSpan.FromMilliseconds(5);

    // Elements under way at once, of which few are cut by the end of a receive: the rest is made and dropped.
    private const int ScratchPerProcessor = 64;

    private readonly ServerOptions _options;
    private readonly ILoggerFactory _loggers;
    private readonly IStores _stores;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly Network _network;
    private readonly PasswordWorker _passwords = PasswordWorker.CreateDefault();
    private readonly SessionTable _sessions;
    private readonly HostTable _hosts;
    private readonly Router _router;
    private readonly IqDispatcher _iqs;
    private readonly SessionEnds _ends;
    private readonly DetachedWork _work = new();
    private readonly JidPreparer _jids = new();
    private readonly ServerMetrics _metrics;
    private readonly PendingRequests _requests;
    private readonly ServerTls _tls;
    private readonly List<Listener> _listeners = [];
    private Heartbeat? _heartbeat;

    private Node(ServerOptions options, IStores stores, ILoggerFactory loggers)
    {
        _options = options;
        _loggers = loggers;
        _stores = stores;
        _tls = ServerTls.Load(options, _time, loggers.CreateLogger<ServerTls>());
        _network = new Network(options.ToNetOptions(), _time, loggers);
        _sessions = new SessionTable(_network.Admission.MaxConnections);
        _hosts = new HostTable([.. options.Domains.Select(domain => new Host(Jid.Parse(domain)))]);
        _metrics = new ServerMetrics(_network, _sessions);
        _requests = new PendingRequests(_network.Clock, _metrics, loggers.CreateLogger<PendingRequests>());
        var bounce = new Bounce(_metrics, loggers.CreateLogger<Bounce>());
        _iqs = new IqDispatcher(_network.Turns, bounce, loggers.CreateLogger<IqDispatcher>());
        _router = new Router(_hosts, _sessions, [], [], _iqs, _requests, bounce);
        var server = new ServerSender(_jids, _router);
        _ends = new SessionEnds(_sessions, new UnsentMessages(server), loggers.CreateLogger<SessionEnds>());
        RegisterModules(server);
    }

    /// <summary>Where each listener can be reached: "c2s" or "c2s-tls", and the endpoint.</summary>
    public IEnumerable<(string Name, IPEndPoint EndPoint)> EndPoints =>
        _listeners.Select((listener, i) => (i < _options.Listen.C2s.Count ? "c2s" : "c2s-tls", listener.LocalEndPoint));

    /// <summary>Completes when a listener has ended by itself, which only a failure makes it do.</summary>
    public Task ListenerEnded => Task.WhenAny(_listeners.Select(listener => listener.Ended)).Unwrap();

    /// <summary>Builds and starts everything; listens when it returns.</summary>
    public static async Task<Node> StartAsync(ServerOptions options, IStores stores, ILoggerFactory loggers)
    {
        var node = new Node(options, stores, loggers);
        try
        {
            var sasl = await SaslMechanisms.CreateAsync(
                stores.Accounts, node._passwords, options.ToSaslSettings(), loggers.CreateLogger<SaslMechanisms>())
                .ConfigureAwait(false);
            node.Listen(node.CreateStreams(sasl));
            return node;
        }
        catch
        {
            await node.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads certificates, authorities and revocation lists again; what is wrong with them is logged, and changes
    /// nothing.</summary>
    public void ReloadCertificates() => _tls.Reload();

    /// <summary>
    /// Stops accepting, tells every stream <c>system-shutdown</c>, and waits until what was under way is sent or in the
    /// store's hands. The store stays open: its owner closes it.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners) listener.StopAccepting();

        _network.Connections.CloseAll(CloseReason.Shutdown);
        var isEmpty = _network.Connections.WhenEmpty();
        await Task.WhenAny(isEmpty, Task.Delay(_options.Limits.CloseTimeout + _drainTimeout)).ConfigureAwait(false);
        _network.Connections.AbortAll(CloseReason.Shutdown);
        await WaitForEndsAsync().ConfigureAwait(false);

        _heartbeat?.Dispose();
        foreach (var listener in _listeners) listener.Dispose();

        _passwords.Dispose();
        _metrics.Dispose();
    }

    private async Task WaitForEndsAsync()
    {
        using var limit = new CancellationTokenSource(_drainTimeout);
        while ((_ends.UnderWay > 0 || _work.UnderWay > 0 || _network.Connections.Count > 0) && !limit.IsCancellationRequested)
        {
            await Task.Delay(_drainPoll).ConfigureAwait(false);
        }
    }

    private void RegisterModules(ServerSender server)
    {
        var services = new EngineServices
        {
            Hosts = _hosts,
            Sessions = _sessions,
            Router = _router,
            Server = server,
            Requests = new ServerRequests(server, _requests),
            Rosters = new RosterService(
                _stores.Rosters, _sessions, _network.Turns, _options.Limits.MaxRosterItems),
            Stores = _stores,
            Turns = _network.Turns,
            Jids = _jids,
            Work = _work,
            Time = _time,
            Limits = _options.ToModuleLimits(),
            Loggers = _loggers,
        };
        var modules = ModuleList.Create(services, _passwords, _options.ToRegistrationOptions());
        foreach (var host in _hosts.Hosts) modules.Register(host);
    }

    private ClientStreams CreateStreams(SaslMechanisms sasl) => new()
    {
        Hosts = _hosts,
        Router = _router,
        Iqs = _iqs,
        Sasl = sasl,
        Tls = _tls.Current,
        Options = _options.ToStreamOptions(),
        Jids = _jids,
        Scratch = new XmlScratchPool(ScratchPerProcessor * Environment.ProcessorCount),
        SessionEnds = _ends,
        Metrics = _metrics,
        Logger = _loggers.CreateLogger<XmppStream>(),
    };

    private void Listen(ClientStreams streams)
    {
        var listen = _options.Listen;
        foreach (var endPoint in listen.C2s)
            Add(endPoint, new ClientAcceptor(streams, directTls: null) { Methods = _options.MethodsOf(listen.C2sMethods) });
        foreach (var endPoint in listen.C2sTls)
            Add(endPoint, new ClientAcceptor(streams, streams.Tls) { Methods = _options.MethodsOf(listen.C2sTlsMethods) });

        _heartbeat = new Heartbeat(_network, [_network.Connections, _network.Admission, _requests, .. _listeners]);
        _heartbeat.Start();
        var endPoints = listen.C2s.Concat(listen.C2sTls);
        foreach (var (listener, endPoint) in _listeners.Zip(endPoints)) Start(listener, endPoint);
    }

    private static void Start(Listener listener, IPEndPoint endPoint)
    {
        try
        {
            listener.Start();
        }
        catch (SocketException exception)
        {
            throw new IOException($"cannot listen on {endPoint}: {exception.Message}", exception);
        }
    }

    private void Add(IPEndPoint endPoint, ClientAcceptor acceptor) => _listeners.Add(new Listener(
        _network,
        acceptor,
        new ListenerOptions { EndPoint = endPoint, Backlog = _options.Listen.Backlog }));
}
