using System.Net;
using Meerkat.Engine.Access;
using Meerkat.Engine.Admin;
using Meerkat.Engine.Blocking;
using Meerkat.Engine.Components;
using Meerkat.Engine.Diagnostics;
using Meerkat.Engine.Modules;
using Meerkat.Engine.Net;
using Meerkat.Engine.OpenSsl;
using Meerkat.Engine.Options;
using Meerkat.Engine.Presence;
using Meerkat.Engine.Rosters;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Services;
using Meerkat.Engine.Sessions;
using Meerkat.Engine.Streams;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Xml;
using Meerkat.Server.Admin;
using Microsoft.Extensions.Logging;

namespace Meerkat.Server;

/// <summary>
/// The composition root: everything is put together here, by hand, in the order in which it starts, and stops in the
/// opposite order: the router, services, modules, listeners. Owned by <see cref="MeerkatServer"/>.
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
    private readonly ServerTls _tls;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly Network _network;
    private readonly SessionTable _sessions;
    private readonly HostTable _hosts;
    private readonly AccessControl _access;
    private readonly FailedLogins _failedLogins;
    private readonly NodeServices _services;
    private readonly ServerMetrics _metrics;
    private readonly Router _router;
    private readonly IqDispatcher _iqs;
    private readonly ServerSender _server;
    private readonly SessionEnds _ends;
    private readonly DetachedWork _work = new();
    private readonly JidPreparer _jids = new();
    private readonly PendingRequests _requests;
    private readonly ComponentRegistry _components;
    private readonly XmlScratchPool _scratch = new(ScratchPerProcessor * Environment.ProcessorCount);
    private readonly NodeListeners _listeners;
    private readonly NodeControl _control;
    private NodeModules? _modules;
    private NodeConfiguration? _configuration;

    private Node(ServerOptions options, ILoggerFactory loggers, OpenSslLibrary openSsl, LogThreshold threshold)
    {
        _options = options;
        _loggers = loggers;
        _tls = ServerTls.Load(options, openSsl, _time, loggers.CreateLogger<ServerTls>());
        _control = new NodeControl(threshold, _time);
        _network = new Network(options.ToNetOptions(), _time, loggers);
        _sessions = new SessionTable(_network.Admission.MaxConnections);
        _hosts = new HostTable([.. options.Domains.Select(domain => new Host(Jid.Parse(domain)))]);
        _access = new AccessControl(options.Access, _hosts, _sessions);
        _failedLogins = new FailedLogins(options.Limits.FailedLogins, _access, _network.Clock);
        _services = new NodeServices(options, _time, loggers, new AdminService(options, _control, _tls.Find, loggers));
        _metrics = new ServerMetrics(_network, _sessions, _services.Registry) { LockedOutAddresses = () => _failedLogins.LockedOutCount };
        _requests = new PendingRequests(_network.Clock, _metrics, loggers.CreateLogger<PendingRequests>());
        var bounce = new Bounce(_metrics, loggers.CreateLogger<Bounce>());
        _iqs = new IqDispatcher(_network.Turns, bounce, loggers.CreateLogger<IqDispatcher>());
        _components = new ComponentRegistry(_hosts);
        _router = new Router(_hosts, _sessions, [], [new ComponentRoute(_components, bounce, _metrics)], _iqs, _requests, bounce);
        _server = new ServerSender(_jids, _router);
        _ends = new SessionEnds(_sessions, new UnsentMessages(_server), loggers.CreateLogger<SessionEnds>());
        _listeners = new NodeListeners(_network, options.Listen.Backlog);
    }

    /// <summary>Where each listener can be reached: "c2s", "c2s-tls", "component", "component-hidden" or "admin", and the
    /// endpoint.</summary>
    public IEnumerable<(string Name, IPEndPoint EndPoint)> EndPoints => [.. _listeners.EndPoints, .. _services.Admin.EndPoints];

    /// <summary>Completes when an administrator wants the server to stop.</summary>
    public Task StopRequested => _control.StopRequested;

    /// <summary>Completes when a listener has ended by itself, which only a failure makes it do.</summary>
    public Task ListenerEnded => _listeners.Ended;

    /// <summary>The services of the node: to look at, start and stop.</summary>
    public ServiceRegistry Services => _services.Registry;

    /// <summary>The modules of each host: to look at, start and stop.</summary>
    public NodeModules Modules => _modules!;

    /// <summary>Builds and starts everything; listens when it returns.</summary>
    /// <exception cref="LifecycleException">The configured modules and services do not fit together; nothing was started.</exception>
    /// <param name="options">What it starts with.</param>
    /// <param name="read">The options as they are written now, or null if something is wrong with them, which was said.</param>
    /// <param name="loggers">Where everything is logged.</param>
    /// <param name="openSsl">Does the cryptography, if it is there and wanted.</param>
    /// <param name="threshold">What is logged.</param>
    public static async Task<Node> StartAsync(
        ServerOptions options,
        Func<ServerOptions?> read,
        ILoggerFactory loggers,
        OpenSslLibrary openSsl,
        LogThreshold threshold)
    {
        var node = new Node(options, loggers, openSsl, threshold);
        try
        {
            await node.StartAsync(read).ConfigureAwait(false);
            return node;
        }
        catch
        {
            await node.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc cref="NodeConfiguration.ReloadAsync"/>
    public Task<string?> ReloadAsync() => _configuration!.ReloadAsync();

    /// <summary>Stops a service, unless a service or a module of any host needs it. Null when it has stopped.</summary>
    /// <exception cref="Exception">What the service threw.</exception>
    public Task<LifecycleError?> StopServiceAsync(string name) =>
        Services.StopAsync(name, [.. Modules.Hosts.SelectMany(host => host.UsersOf(name))]);

    /// <summary>
    /// Stops accepting, tells every stream <c>system-shutdown</c>, waits until what was under way is sent or in the store's
    /// hands, and stops modules and then services: what sessions leave behind needs both.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        _control.Stopping();
        _listeners.StopAccepting();
        _network.Connections.CloseAll(CloseReason.Shutdown);
        var isEmpty = _network.Connections.WhenEmpty();
        await Task.WhenAny(isEmpty, Task.Delay(_options.Limits.CloseTimeout + _drainTimeout)).ConfigureAwait(false);
        _network.Connections.AbortAll(CloseReason.Shutdown);
        await WaitForEndsAsync().ConfigureAwait(false);

        _network.Turns.Dispose();
        _listeners.Dispose();
        if (_modules is not null) await _modules.StopAllAsync().ConfigureAwait(false);
        await Services.StopAllAsync().ConfigureAwait(false);
        _metrics.Dispose();
    }

    private async Task StartAsync(Func<ServerOptions?> read)
    {
        if (NodeModules.Check(_options, Services) is { Count: > 0 } errors) throw new LifecycleException(errors);

        await Services.StartAllAsync().ConfigureAwait(false);
        var engine = CreateEngineServices();
        _modules = new NodeModules(_hosts, engine, Services);
        _configuration = new NodeConfiguration(_options, read, _modules, _access, _tls, _loggers.CreateLogger<NodeConfiguration>());
        _control.Configured(_configuration);
        var runner = new AdminRunner(CreateAdminContext(engine));
        engine.Admin.Attach(runner);
        _services.Admin.Attach(runner);
        await _modules.StartAllAsync(_options).ConfigureAwait(false);
        Listen(CreateStreams(engine, await CreateSaslAsync().ConfigureAwait(false)));
        _control.Serving(_services.Stores, EndPoints);
    }

    private AdminContext CreateAdminContext(EngineServices engine) => new()
    {
        Services = engine,
        Subscriptions = new SubscriptionService(engine),
        Ends = _ends,
        NodeServices = Services,
        Modules = Modules.Hosts,
        Node = _control,
    };

    private async Task WaitForEndsAsync()
    {
        using var limit = new CancellationTokenSource(_drainTimeout);
        while ((_ends.UnderWay > 0 || _work.UnderWay > 0 || _network.Connections.Count > 0) && !limit.IsCancellationRequested)
        {
            await Task.Delay(_drainPoll).ConfigureAwait(false);
        }
    }

    private EngineServices CreateEngineServices() => new()
    {
        Hosts = _hosts,
        Sessions = _sessions,
        Router = _router,
        Server = _server,
        Requests = new ServerRequests(_server, _requests),
        Rosters = new RosterService(
            _services.Stores.Rosters, _sessions, _network.Turns, _options.Limits.MaxRosterItems),
        Blocklists = new BlocklistService(
            _services.Stores.Blocklists, _hosts, _sessions, _loggers.CreateLogger<BlocklistService>()),
        Stores = _services.Stores,
        Components = _components,
        Turns = _network.Turns,
        Jids = _jids,
        Work = _work,
        Metrics = _metrics,
        Time = _time,
        StartedAt = _time.GetUtcNow(),
        Passwords = _services.Passwords,
        ScramIterations = _options.Accounts.ScramIterations,
        Admin = new AdminAccess(_options.Admin.Admins, _options.Admin.DomainAdmins),
        Limits = _options.ToModuleLimits(),
        Access = _access,
        Loggers = _loggers,
    };

    private ValueTask<SaslMechanisms> CreateSaslAsync() => SaslMechanisms.CreateAsync(
        _services.Stores.Accounts, _services.Passwords, _options.ToSaslSettings(), _loggers.CreateLogger<SaslMechanisms>());

    private ClientStreams CreateStreams(EngineServices engine, SaslMechanisms sasl) => new()
    {
        Hosts = _hosts,
        Router = _router,
        Iqs = _iqs,
        Sasl = sasl,
        Tls = _tls.Current,
        Options = _options.ToStreamOptions(),
        Access = _access,
        FailedLogins = _failedLogins,
        Jids = _jids,
        Scratch = _scratch,
        SessionEnds = _ends,
        Blocklists = engine.Blocklists,
        Metrics = _metrics,
        Logger = _loggers.CreateLogger<XmppStream>(),
    };

    private ComponentStreams CreateComponentStreams() => new()
    {
        Registry = _components,
        Router = _router,
        Access = _access,
        Server = _server,
        Jids = _jids,
        Scratch = _scratch,
        Turns = _network.Turns,
        Work = _work,
        Metrics = _metrics,
        Logger = _loggers.CreateLogger<ComponentStream>(),
    };

    private void Listen(ClientStreams streams)
    {
        var listen = _options.Listen;
        var startTls = new ClientAcceptor(streams, directTls: null)
        {
            Methods = _options.MethodsOf(listen.C2sMethods),
            Shaper = listen.C2sShaper,
        };
        var directTls = new ClientAcceptor(streams, streams.Tls)
        {
            Methods = _options.MethodsOf(listen.C2sTlsMethods),
            Shaper = listen.C2sShaper,
        };
        foreach (var endPoint in listen.C2s) _listeners.Add("c2s", endPoint, startTls);
        foreach (var endPoint in listen.C2sTls) _listeners.Add("c2s-tls", endPoint, directTls);

        foreach (var (name, endPoint, acceptor) in ComponentListeners.Of(_options, CreateComponentStreams(), _access, streams.Tls))
            _listeners.Add(name, endPoint, acceptor);

        _listeners.Start(_requests, _failedLogins);
    }
}
