using System.Net;
using System.Text;
using Meerkat.Engine.Access;
using Meerkat.Engine.Admin;
using Meerkat.Engine.Blocking;
using Meerkat.Engine.Components;
using Meerkat.Engine.Diagnostics;
using Meerkat.Engine.Modules;
using Meerkat.Engine.Net;
using Meerkat.Engine.Rosters;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Services;
using Meerkat.Engine.Sessions;
using Meerkat.Engine.Storage;
using Meerkat.Engine.Streams;
using Meerkat.Engine.Tests.Net;
using Meerkat.Engine.Tls;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Xml;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Meerkat.Engine.Tests.Streams;

/// <summary>
/// A whole server in memory, with a clock that stands: everything but sockets, TLS and a database. At its end no session,
/// buffer or error may be left over. One per test; any thread.
/// </summary>
public sealed class TestServer : IAsyncDisposable
{
    public const string Domain = "example.org";
    public const string OtherDomain = "example.net";
    public const string Password = "r0m30";

    // Derived once: tests only read them.
    private static readonly Credentials _keys = ScramKeyDerivation.Derive(Password, ScramKeyDerivation.MinIterations);

    private readonly TestServerOptions _options;
    private readonly PasswordWorker _passwords = new(threads: 1, maxWaiting: 64);
    private readonly ClientAcceptor _acceptor;
    private readonly List<HostModules> _modules = [];

    public TestServer()
        : this(new TestServerOptions())
    {
    }

    public TestServer(TestServerOptions options)
    {
        _options = options;
        Network = new Network(options.Net, Time, Errors);
        Sessions = new SessionTable();
        Hosts = new HostTable([new Host(Jid.Parse(Domain)), new Host(Jid.Parse(OtherDomain))]);
        Access = new AccessControl(options.Access, Hosts, Sessions);
        FailedLogins = new FailedLogins(options.FailedLogins, Access, Network.Clock);
        NodeServices = new ServiceRegistry([_passwords], Time, Errors.CreateLogger<ServiceRegistry>());
        Metrics = new ServerMetrics(Network, Sessions, NodeServices) { LockedOutAddresses = () => FailedLogins.LockedOutCount };
        var bounce = new Bounce(Metrics, Errors.CreateLogger<Bounce>());
        Requests = new PendingRequests(Network.Clock, Metrics, Errors.CreateLogger<PendingRequests>());
        Heartbeat = new Heartbeat(Network, Network.Connections, Network.Admission, Network.Throttled, Requests, FailedLogins);
        var iqs = new IqDispatcher(Network.Turns, bounce, Errors.CreateLogger<IqDispatcher>());
        Components = new ComponentRegistry(Hosts);
        Router = new Router(Hosts, Sessions, options.Stages, [new ComponentRoute(Components, bounce, Metrics), .. options.Routes], iqs, Requests, bounce);
        Server = new ServerSender(Jids, Router);
        Ends = new SessionEnds(Sessions, new UnsentMessages(Server), Errors.CreateLogger<SessionEnds>());
        Services = CreateServices();
        StartModules();
        Streams = CreateStreams(iqs);
        ComponentStreams = CreateComponentStreams();
        _acceptor = new ClientAcceptor(Streams, directTls: null) { Methods = options.Methods, Shaper = options.Shaper };
    }

    public ManualTime Time { get; } = new();

    public ErrorLog Errors { get; } = new();

    public Network Network { get; }

    public Heartbeat Heartbeat { get; }

    public IStores Stores => _options.Stores;

    public JidPreparer Jids { get; } = new();

    public HostTable Hosts { get; }

    public AccessControl Access { get; }

    public FailedLogins FailedLogins { get; }

    public SessionTable Sessions { get; }

    public Router Router { get; }

    public ServerMetrics Metrics { get; }

    public ServerSender Server { get; }

    public PendingRequests Requests { get; }

    public SessionEnds Ends { get; }

    public ServiceRegistry NodeServices { get; }

    public EngineServices Services { get; }

    /// <summary>The modules of <see cref="Domain"/>.</summary>
    public HostModules Modules => _modules[0];

    /// <summary>The modules of both domains.</summary>
    public IReadOnlyList<HostModules> HostModules => _modules;

    public ClientStreams Streams { get; }

    public ComponentRegistry Components { get; }

    public ComponentStreams ComponentStreams { get; }

    /// <summary>A connection on which nothing has been said.</summary>
    /// <param name="tls">What a handshake has agreed on; null: none was made.</param>
    public TestClient Connect(TlsSession? tls = null)
    {
        var transport = new MemoryTransport { Session = tls };
        var connection = new Connection(Network, transport, new IPEndPoint(IPAddress.Loopback, 5222));
        connection.Start(_acceptor.Accept(connection));
        return new TestClient(transport, connection);
    }

    /// <summary>A connection of a component, on which nothing has been said.</summary>
    public TestComponent ConnectComponent(ComponentSettings? settings = null)
    {
        var acceptor = new ComponentAcceptor(ComponentStreams, settings ?? TestComponent.Settings, directTls: null);
        var transport = new MemoryTransport();
        var connection = new Connection(Network, transport, new IPEndPoint(IPAddress.Loopback, 8888), acceptor.Limits);
        connection.Start(acceptor.Accept(connection));
        return new TestComponent(transport, connection);
    }

    /// <summary>A component that has this domain.</summary>
    public async Task<TestComponent> JoinAsync(string domain, ComponentSettings? settings = null, string attributes = "")
    {
        var component = ConnectComponent(settings);
        await component.JoinAsync(domain, attributes);
        return component;
    }

    /// <summary>A client that has bound this full JID; the account is made unless it is there.</summary>
    public async Task<TestClient> LoginAsync(string fullJid, string lang = "")
    {
        var jid = await AddAccountAsync(fullJid);
        var client = Connect();
        await client.LoginAsync(jid, lang);
        return client;
    }

    /// <summary>As <see cref="LoginAsync"/>, and available, with everything read that this brought.</summary>
    public async Task<TestClient> LoginAvailableAsync(string fullJid, string presence = "<presence/>")
    {
        var client = await LoginAsync(fullJid);
        client.Send(presence);
        await client.DrainAsync();
        return client;
    }

    public async Task<Jid> AddAccountAsync(string jid)
    {
        var parsed = Jid.Parse(jid);
        await Stores.Accounts.CreateAsync(parsed.Bare, _keys);
        return parsed;
    }

    /// <summary>Two accounts that see each other's presence.</summary>
    public async Task BefriendAsync(string one, string other)
    {
        await SetRosterItemAsync(one, other, Subscription.Both);
        await SetRosterItemAsync(other, one, Subscription.Both);
    }

    public async Task SetRosterItemAsync(string account, string contact, Subscription subscription)
    {
        await AddAccountAsync(account);
        var item = new RosterItem(Jid.Parse(contact)) { Subscription = subscription };
        await Services.Rosters.UpdateAsync(Jid.Parse(account), item.Contact, _ => item);
    }

    /// <summary>The account has so many offline messages.</summary>
    public async Task WhenStoredAsync(Jid account, int messages)
    {
        var deadline = DateTime.UtcNow + TestClient.Patience;
        while (await Stores.Offline.CountAsync(account) != messages)
        {
            if (DateTime.UtcNow > deadline) throw new TimeoutException($"{account} never had {messages} offline messages.");
            await Task.Yield();
        }
    }

    public Session? FindSession(string fullJid)
    {
        var jid = Jid.Parse(fullJid);
        return Sessions.Find(jid.BareUtf8)?.Find(jid.Resource);
    }

    /// <summary>Moves the clock and lets the heartbeat visit every connection.</summary>
    public void Advance(TimeSpan by)
    {
        Time.Advance(by);
        for (var i = 0; i < 4; i++) Heartbeat.Tick();
    }

    /// <summary>Every connection is gone, and what its end asks for is done.</summary>
    public async Task WhenAllClosedAsync()
    {
        await Network.Connections.WhenEmpty().WaitAsync(TestClient.Patience);
        await Eventually.IsTrueAsync(() => Ends.UnderWay == 0 && Services.Work.UnderWay == 0);
    }

    public async ValueTask DisposeAsync()
    {
        Network.Connections.AbortAll(CloseReason.Shutdown);
        await WhenAllClosedAsync();
        Heartbeat.Dispose();
        foreach (var modules in _modules) await modules.StopAllAsync();
        await NodeServices.StopAllAsync();
        Metrics.Dispose();
        await Stores.DisposeAsync();
        Assert.True(_options.ExpectedErrors == Errors.Lines.Count, string.Join("\n", Errors.Lines));
        Assert.Equal(0, Sessions.SessionCount);
        Assert.Equal(0, Sessions.UserCount);
        Assert.Equal(0, Metrics.Components.Connected.Value);
        Assert.Equal(0, Streams.Scratch.RentedCount);
        Assert.Equal(0, Network.Buffers.RentedBytes);
    }

    private EngineServices CreateServices() => new()
    {
        Hosts = Hosts,
        Sessions = Sessions,
        Router = Router,
        Server = Server,
        Requests = new ServerRequests(Server, Requests),
        Rosters = new RosterService(Stores.Rosters, Sessions, Network.Turns, _options.Limits.RosterItems),
        Blocklists = new BlocklistService(Stores.Blocklists, Hosts, Sessions, Errors.CreateLogger<BlocklistService>()),
        Stores = Stores,
        Components = Components,
        Turns = Network.Turns,
        Jids = Jids,
        Metrics = Metrics,
        Time = Time,
        StartedAt = Time.GetUtcNow(),
        Passwords = _passwords,
        ScramIterations = ScramKeyDerivation.MinIterations,
        Admin = new AdminAccess([.. _options.Admins.Select(Jid.Parse)], [.. _options.DomainAdmins.Select(Jid.Parse)]),
        Limits = _options.Limits,
        Access = Access,
        Loggers = Errors,
    };

    private void StartModules()
    {
        NodeServices.StartAllAsync().GetAwaiter().GetResult();
        var tested = _options.Modules.Select((module, i) => new ModuleDescriptor($"test{i}", "for a test", _ => module));
        foreach (var host in Hosts.Hosts)
        {
            var modules = new HostModules(host, [.. ModuleList.All, .. tested], Services, NodeServices);
            Assert.Empty(modules.ApplyAsync(_options.ModuleOptions).GetAwaiter().GetResult().Errors);
            _modules.Add(modules);
        }
    }

    private ComponentStreams CreateComponentStreams() => new()
    {
        Registry = Components,
        Router = Router,
        Access = Access,
        Server = Server,
        Jids = Jids,
        Scratch = Streams.Scratch,
        Turns = Network.Turns,
        Work = Services.Work,
        Metrics = Metrics,
        Logger = Errors.CreateLogger<ComponentStream>(),
    };

    private ClientStreams CreateStreams(IqDispatcher iqs)
    {
        var decoys = new DecoyKeys(Encoding.ASCII.GetBytes("a secret of 32 bytes for decoys."), _keys.Sha256.Iterations);
        return new ClientStreams
        {
            Hosts = Hosts,
            Router = Router,
            Iqs = iqs,
            Sasl = new SaslMechanismFactory(_options.Sasl, new SaslAccounts(Stores.Accounts, decoys), _passwords)
            {
                CertificateAccounts = [new PkiAccounts(Stores.Accounts, ScramKeyDerivation.MinIterations)],
                Logger = Errors.CreateLogger<SaslMechanisms>(),
            }.Create(),
            Options = _options.Streams,
            Access = Access,
            FailedLogins = FailedLogins,
            Jids = Jids,
            Scratch = new XmlScratchPool(64),
            SessionEnds = Ends,
            Blocklists = Services.Blocklists,
            Metrics = Metrics,
            Logger = Errors.CreateLogger<XmppStream>(),
        };
    }
}
