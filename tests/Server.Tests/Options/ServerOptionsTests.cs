using System.Collections.Immutable;
using System.Net;
using System.Security.Authentication;
using Meerkat.Engine.Access;
using Meerkat.Engine.Components;
using Meerkat.Engine.Modules;
using Meerkat.Engine.Net;
using Meerkat.Engine.Options;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Sessions;
using Meerkat.Engine.Streams;
using Meerkat.Engine.Tls;
using Meerkat.Parser.Jids;
using Meerkat.Parser.Xml;
using Meerkat.Server.Options;
using Meerkat.Storage.Sqlite;
using Xunit;

namespace Meerkat.Server.Tests.Options;

public sealed class ServerOptionsTests
{
    private static readonly ServerOptions _valid = new()
    {
        Domains = ["example.com"],
        Tls = new() { Certificates = ["cert.pem"], Keys = ["key.pem"] },
    };

    [Fact]
    public void Options_that_fit_together_have_no_mistakes()
    {
        Assert.Empty(_valid.Validate());
    }

    [Fact]
    public void Same_port_on_two_addresses_and_free_ports_are_no_mistake()
    {
        var options = _valid with
        {
            Listen = new()
            {
                C2s = [new(IPAddress.Loopback, 0), new(IPAddress.Loopback, 0), new(IPAddress.Loopback, 5222)],
                C2sTls = [new(IPAddress.IPv6Loopback, 5222)],
            },
        };

        Assert.Empty(options.Validate());
    }

    [Fact]
    public void Mistakes_name_options_of_the_table()
    {
        var mistakes = new ServerOptions { Domains = ["a.example", "a.example"] }.Validate()
            .Concat((_valid with { Listen = new() { C2s = [], C2sTls = [] } }).Validate())
            .Concat((_valid with { Tls = new() { Certificates = ["a", "b"], Keys = ["a"] } }).Validate())
            .Concat((_valid with { Authentication = new() { Methods = [] } }).Validate())
            .Concat((_valid with { Admin = new() { Listen = [new(IPAddress.Any, 5280)] } }).Validate())
            .Concat((_valid with { Modules = new ModuleOptions().With("disco", false) }).Validate())
            .Concat((_valid with
            {
                HostModules = ImmutableDictionary<string, ModuleOptions>.Empty
                    .Add("example.com", new ModuleOptions().With("disco", false)).Add("example.net", new()),
            }).Validate())
            .Concat(new ServerOptions
            {
                Domains = ["example.com"],
                Listen = new()
                {
                    C2s = [new(IPAddress.Loopback, 1), new(IPAddress.Loopback, 1)],
                    C2sMethods = [AuthenticationMethods.Internal],
                },
                Tls = new()
                {
                    Keys = ["key.pem"],
                    AllowPlainWithoutTls = true,
                    Versions = [],
                    ClientAuthorities = "ca.pem",
                    ClientRevocationLists = ["crl.pem"],
                    Ciphers = "x",
                    Library = TlsLibraryChoice.SslStream,
                },
                Authentication = new() { Methods = [AuthenticationMethods.Pki], Mechanisms = [], ExternalVerifiers = [] },
                Modules = new() { Register = new() { Policy = RegistrationPolicy.Open } },
                Limits = new()
                {
                    MaxConnections = 1,
                    MaxConnectionsPerAddress = 2,
                    MaxOutboxBytes = 1,
                    NegotiationTimeout = TimeSpan.FromSeconds(1),
                },
            }.Validate())
            .Concat((_valid with
            {
                Listen = new() { C2s = [new(IPAddress.Loopback, 1)] },
                Components =
                [
                    new() { Listen = [new(IPAddress.Loopback, 1)], MaxStanzaBytes = 1 << 30, MaxQueuedBytes = 1 },
                    new() { Listen = [new(IPAddress.Loopback, 2)], HiddenListen = [new(IPAddress.Loopback, 2)], Password = new("x") },
                ],
            }).Validate())
            .ToList();

        Assert.Equal(30, mistakes.Count);
        Assert.All(mistakes.SelectMany(mistake => mistake.Keys), key => Assert.Equal(key, OptionTable.ByKey(key).Key));
    }

    [Fact]
    public void Every_limit_reaches_the_part_of_the_engine_it_is_for()
    {
        var options = _valid with
        {
            ResourceConflict = ResourceConflictPolicy.RefuseNew,
            Tls = new()
            {
                StartTls = StartTlsPolicy.Optional,
                AllowPlainWithoutTls = true,
                Library = TlsLibraryChoice.SslStream,
                Versions = [SslProtocols.Tls13],
                Ciphers = "list",
                SessionTickets = false,
                ClientCertificate = ClientCertificatePolicy.Require,
                VerifyMode = VerifyMode.SelfSignedPeer,
            },
            Authentication = new()
            {
                Methods = [AuthenticationMethods.Internal, AuthenticationMethods.Pki],
                Mechanisms = [SaslMechanismName.Plain],
                ScramDowngradeProtection = false,
                ExternalVerifiers = [CertificateVerifierName.AuthId, CertificateVerifierName.CommonName, CertificateVerifierName.Standard],
                LenientAuthzid = false,
            },
            Accounts = new() { ScramIterations = 5000 },
            Tuning = new()
            {
                ReceiveBufferBytes = 600,
                MaxTurnBytes = 1,
                MaxPooledBytes = 2,
                FanOutPerTurn = 3,
                PresenceDelay = TimeSpan.FromMilliseconds(4),
            },
            Limits = new()
            {
                MaxConnections = 4,
                MaxConnectionsPerAddress = 5,
                ConnectionsPerSecond = 6,
                ConnectionsPerSecondPerAddress = 7,
                ConnectionBurst = 30,
                MaxHandshakes = 8,
                HandshakeTimeout = TimeSpan.FromSeconds(9),
                NegotiationTimeout = TimeSpan.FromSeconds(10),
                CloseTimeout = TimeSpan.FromSeconds(11),
                MaxStanzaBytes = 12,
                MaxHeaderBytes = 13,
                MaxDepth = 14,
                MaxAttributes = 15,
                MaxOutboxBytes = 16,
                MaxAuthAttempts = 17,
                MaxSessionsPerUser = 18,
                MaxRosterItems = 19,
            },
        };

        Assert.Equal(
            new NetOptions
            {
                Admission = new()
                {
                    MaxConnections = 4,
                    MaxConnectionsPerAddress = 5,
                    MaxConnectionRate = 6,
                    MaxConnectionRatePerAddress = 7,
                    Burst = 30,
                },
                MaxHandshakes = 8,
                HandshakeTimeout = TimeSpan.FromSeconds(9),
                CloseTimeout = TimeSpan.FromSeconds(11),
                MaxReceiveBytes = 12 + 8192,
                MaxOutboxBytes = 16,
                ReceiveBufferBytes = 600,
                MaxTurnBytes = 1,
                MaxPooledBytes = 2,
                PresenceDelay = TimeSpan.FromMilliseconds(4),
            },
            options.ToNetOptions());
        Assert.Equal(
            new ClientStreamOptions
            {
                StartTls = StartTlsPolicy.Optional,
                AllowPlainWithoutTls = true,
                NegotiationTimeout = TimeSpan.FromSeconds(10),
                MaxAuthenticationAttempts = 17,
                MaxSessionsPerUser = 18,
                Conflict = ResourceConflictPolicy.RefuseNew,
                Xml = XmlLimits.Default with { MaxStanzaBytes = 12, MaxHeaderBytes = 13, MaxDepth = 14, MaxAttributes = 15 },
            },
            options.ToStreamOptions());
        Assert.Equal(
            new TlsOptions
            {
                Versions = SslProtocols.Tls13,
                Ciphers = "list",
                HasSessionTickets = false,
                ClientCertificate = ClientCertificatePolicy.Require,
                VerifyMode = VerifyMode.SelfSignedPeer,
            },
            options.ToTlsOptions());
        var sasl = options.ToSaslSettings();
        Assert.Equal([SaslMechanismName.Plain], sasl.Mechanisms);
        Assert.False(sasl.HasDowngradeProtection);
        Assert.Equal(5000, sasl.ScramIterations);
        Assert.Equal(["auth_id", "common_name", "standard"], sasl.Verifiers.Select(verifier => verifier.Name));
        Assert.False(((StandardVerifier)sasl.Verifiers[2]).IsLenient);
        Assert.Equal(AuthenticationMethods.Internal | AuthenticationMethods.Pki, options.MethodsOf([]));
        Assert.Equal(AuthenticationMethods.Internal, options.MethodsOf([AuthenticationMethods.Internal]));
        Assert.Equal(
            new ModuleLimits { RosterItems = 19, FanOutPerTurn = 3 },
            options.ToModuleLimits());
    }

    [Fact]
    public void Settings_of_components_reach_their_streams()
    {
        var hosts = new HostTable([new Host(Jid.Parse("example.com"))]);
        var options = new ComponentOptions
        {
            Password = new Secret("one"),
            Passwords = new Dictionary<string, Secret> { ["bot.example.com"] = new("two") },
            AllowedDomains = ["bot.example.com"],
            Access = "local",
            Shaper = "slow",
            ChecksFrom = false,
            Conflict = ComponentConflictPolicy.KickOld,
            StateTimeout = TimeSpan.FromSeconds(1),
            MaxStanzaBytes = 20_000,
            MaxQueuedStanzas = 3,
            MaxQueuedBytes = 4,
        };

        var settings = options.ToSettings(new LimitOptions { MaxDepth = 14 }, new AccessControl(new AccessOptions(), hosts, new SessionTable()));

        Assert.Same(options.Password, settings.Password);
        Assert.Same(options.Passwords["bot.example.com"], settings.Passwords[Jid.Parse("bot.example.com")]);
        Assert.Equal([Jid.Parse("bot.example.com")], settings.AllowedDomains);
        Assert.True(settings.Access.Allows(JidView.Of(Jid.Parse("romeo@example.com"))));
        Assert.True(settings.Access.Allows(JidView.Of(Jid.Parse("example.com"))));
        Assert.False(settings.Access.Allows(JidView.Of(Jid.Parse("romeo@elsewhere.example"))));
        Assert.Equal("slow", settings.Shaper);
        Assert.False(settings.ChecksFrom);
        Assert.Equal(ComponentConflictPolicy.KickOld, settings.Conflict);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.StateTimeout);
        Assert.Equal(new ConnectionLimits(20_000 + 8192, 4, 3), settings.Connection);
        Assert.Equal(XmlLimits.Default with { MaxStanzaBytes = 20_000, MaxDepth = 14 }, settings.Xml);
    }

    [Fact]
    public void Defaults_of_components_are_those_of_their_streams()
    {
        var hosts = new HostTable([new Host(Jid.Parse("example.com"))]);
        var settings = new ComponentOptions().ToSettings(new LimitOptions(), new AccessControl(new AccessOptions(), hosts, new SessionTable()));
        var defaults = new ComponentSettings();

        Assert.Equal(
            (defaults.Access, defaults.ChecksFrom, defaults.Conflict, defaults.StateTimeout, defaults.Connection, defaults.Xml),
            (settings.Access, settings.ChecksFrom, settings.Conflict, settings.StateTimeout, settings.Connection, settings.Xml));
    }

    [Fact]
    public void Defaults_are_those_of_the_parts_themselves()
    {
        var options = new ServerOptions();

        Assert.Equal(new NetOptions(), options.ToNetOptions());
        Assert.Equal(new ClientStreamOptions(), options.ToStreamOptions());
        Assert.Equal(new TlsOptions(), options.ToTlsOptions());
        Assert.Equal(new ModuleLimits(), options.ToModuleLimits());
        Assert.Equal(new SqliteOptions(), options.ToSqliteOptions());
    }
}
