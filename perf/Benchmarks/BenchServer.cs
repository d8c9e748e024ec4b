using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using Meerkat.Engine.Access;
using Meerkat.Engine.Blocking;
using Meerkat.Engine.Components;
using Meerkat.Engine.Diagnostics;
using Meerkat.Engine.Modules;
using Meerkat.Engine.Net;
using Meerkat.Engine.Options;
using Meerkat.Engine.Rosters;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Services;
using Meerkat.Engine.Sessions;
using Meerkat.Engine.Storage;
using Meerkat.Engine.Streams;
using Meerkat.Engine.Tests.Net;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Xml;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Meerkat.Perf.Benchmarks;

/// <summary>
/// A whole server without sockets, TLS and a database: what a stanza passes between being received and being sent. One for
/// each benchmark; the thread that pushes bytes does all the work.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "It lives as long as the process that measures.")]
internal sealed class BenchServer
{
    public const string Domain = "example.org";
    private const string Password = "r0m30";
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private static readonly Credentials _keys = ScramKeyDerivation.Derive(Password, ScramKeyDerivation.MinIterations);

    private readonly NullLoggerFactory _loggers = NullLoggerFactory.Instance;
    private readonly PasswordWorker _passwords = new(threads: 1, maxWaiting: 64);
    private readonly JidPreparer _jids = new();
    private readonly Network _network;
    private readonly ServiceRegistry _services;
    private readonly ServerMetrics _metrics;
    private readonly ComponentRegistry _components;
    private readonly PendingRequests _requests;
    private readonly ServerSender _server;
    private readonly ClientAcceptor _acceptor;

    public BenchServer()
    {
        // The delay in which presence waits for company is no cost.
        _network = new Network(new NetOptions { PresenceDelay = TimeSpan.Zero }, TimeProvider.System, _loggers);
        Hosts = new HostTable([new Host(Jid.Parse(Domain))]);
        _services = new ServiceRegistry([_passwords], TimeProvider.System, _loggers.CreateLogger<ServiceRegistry>());
        _metrics = new ServerMetrics(_network, Sessions, _services);
        Bounce bounce = new(_metrics, _loggers.CreateLogger<Bounce>());
        _requests = new PendingRequests(_network.Clock, _metrics, _loggers.CreateLogger<PendingRequests>());
        IqDispatcher iqs = new(_network.Turns, bounce, _loggers.CreateLogger<IqDispatcher>());
        _components = new ComponentRegistry(Hosts);
        Router = new Router(Hosts, Sessions, [], [new ComponentRoute(_components, bounce, _metrics)], iqs, _requests, bounce);
        _server = new ServerSender(_jids, Router);
        Services = CreateServices();
        StartModules();
        _acceptor = new ClientAcceptor(CreateStreams(iqs), directTls: null);
    }

    public HostTable Hosts { get; }

    public SessionTable Sessions { get; } = new();

    public Router Router { get; }

    public IStores Stores { get; } = new MemoryStores();

    public EngineServices Services { get; }

    public TurnPool Turns => _network.Turns;

    /// <summary>A stream on which nothing has been said.</summary>
    public XmppStream Connect(MemoryTransport transport)
    {
        Connection connection = new(_network, transport, new IPEndPoint(IPAddress.Loopback, 5222));
        IConnectionOwner owner = _acceptor.Accept(connection);
        connection.Start(owner);
        return (XmppStream)owner;
    }

    /// <summary>A client that is available.</summary>
    public MemoryTransport Login(string fullJid)
    {
        Jid jid = Jid.Parse(fullJid);
        AddAccount(jid);
        MemoryTransport transport = new();
        Connect(transport);
        const string Header = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' "
            + $"to='{Domain}' version='1.0'>";
        string user = Encoding.UTF8.GetString(jid.Local);
        string plain = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{Password}"));
        Say(transport, Header, "</stream:features>");
        Say(transport, $"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{plain}</auth>", "<success");
        Say(transport, Header, "</stream:features>");
        Say(
            transport,
            "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                + $"<resource>{Encoding.UTF8.GetString(jid.Resource)}</resource></bind></iq>",
            "</iq>");
        Say(transport, $"<presence/><iq type='get' id='p' to='{Domain}'><ping xmlns='urn:xmpp:ping'/></iq>", "id='p'");
        return transport;
    }

    public void AddAccount(Jid jid) => Wait(Stores.Accounts.CreateAsync(jid.Bare, _keys));

    /// <summary>Two accounts that see each other's presence.</summary>
    public void Befriend(string one, string other)
    {
        SetItem(Jid.Parse(one), Jid.Parse(other));
        SetItem(Jid.Parse(other), Jid.Parse(one));
    }

    /// <summary>The account blocks these. Before it logs in.</summary>
    public void Block(string account, params string[] addresses)
    {
        Jid jid = Jid.Parse(account);
        AddAccount(jid);
        Wait(Stores.Blocklists.AddAsync(jid, [.. addresses.Select(Jid.Parse)], int.MaxValue));
    }

    private void SetItem(Jid account, Jid contact)
    {
        AddAccount(account);
        RosterItem item = new(contact) { Subscription = Subscription.Both };
        Wait(Services.Rosters.UpdateAsync(account, contact, _ => item));
    }

    private static void Say(MemoryTransport transport, string text, string answer)
    {
        string heard = "";
        transport.Push(Encoding.UTF8.GetBytes(text));
        bool isHeard = SpinWait.SpinUntil(
            () => (heard += Encoding.UTF8.GetString(transport.TakeSent())).Contains(answer, StringComparison.Ordinal), _patience);
        if (!isHeard) throw new InvalidOperationException($"The server answered {text} with {heard}");
    }

    // The memory stores complete at once.
    private static void Wait<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();

    private void StartModules()
    {
        _services.StartAllAsync().GetAwaiter().GetResult();
        HostModules modules = new(Hosts.Default, ModuleList.All, Services, _services);
        ModuleChanges changes = modules.ApplyAsync(new ModuleOptions()).GetAwaiter().GetResult();
        if (changes.Errors.Count > 0) throw new InvalidOperationException("The modules did not start.");
    }

    private EngineServices CreateServices() => new()
    {
        Hosts = Hosts,
        Sessions = Sessions,
        Router = Router,
        Server = _server,
        Requests = new ServerRequests(_server, _requests),
        Rosters = new RosterService(Stores.Rosters, Sessions, _network.Turns, maxItems: 10_000),
        Blocklists = new BlocklistService(Stores.Blocklists, Hosts, Sessions, _loggers.CreateLogger<BlocklistService>()),
        Stores = Stores,
        Components = _components,
        Turns = _network.Turns,
        Jids = _jids,
        Metrics = _metrics,
        Time = TimeProvider.System,
        StartedAt = TimeProvider.System.GetUtcNow(),
        Passwords = _passwords,
        ScramIterations = ScramKeyDerivation.MinIterations,
        Limits = new ModuleLimits(),
        Access = new AccessControl(new AccessOptions(), Hosts, Sessions),
        Loggers = _loggers,
    };

    private ClientStreams CreateStreams(IqDispatcher iqs)
    {
        DecoyKeys decoys = new(new byte[32], _keys.Sha256.Iterations);
        return new ClientStreams
        {
            Hosts = Hosts,
            Router = Router,
            Iqs = iqs,
            Sasl = new SaslMechanismFactory(new SaslSettings(), new SaslAccounts(Stores.Accounts, decoys), _passwords)
            {
                Logger = _loggers.CreateLogger<SaslMechanisms>(),
            }.Create(),
            Options = new ClientStreamOptions { StartTls = StartTlsPolicy.Optional, AllowPlainWithoutTls = true },
            Access = Services.Access,
            FailedLogins = new FailedLogins(new FailedLoginLimits(), Services.Access, _network.Clock),
            Jids = _jids,
            Scratch = new XmlScratchPool(64),
            SessionEnds = new SessionEnds(Sessions, new UnsentMessages(_server), _loggers.CreateLogger<SessionEnds>()),
            Blocklists = Services.Blocklists,
            Metrics = _metrics,
            Logger = _loggers.CreateLogger<XmppStream>(),
        };
    }
}
