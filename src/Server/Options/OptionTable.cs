using System.Net;
using System.Security.Authentication;
using Meerkat.Engine.Options;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Streams;
using Meerkat.Engine.Tls;
using Microsoft.Extensions.Logging;

namespace Meerkat.Server.Options;

/// <summary>
/// All options there are, in the order of the help and the reference. A new option is a property of its record and a
/// row here.
/// </summary>
internal static class OptionTable
{
    private static readonly CountType _positive = new(1, int.MaxValue);
    private static readonly BooleanType _boolean = new();
    private static readonly ListType<IPEndPoint> _endpoints = new(new EndpointType());
    private static readonly ListType<AuthenticationMethods> _methods = new(new ChoiceType<AuthenticationMethods>(
        ("internal", AuthenticationMethods.Internal), ("pki", AuthenticationMethods.Pki)));

    /// <summary>The tables of the configuration file, with what the reference says about them.</summary>
    public static IReadOnlyList<(string Name, string Help)> Areas { get; } =
    [
        ("server", "What is served."),
        ("listen",
            "Where clients connect. Addresses are `192.0.2.1:5222`, `[2001:db8::1]:5222`, `localhost:5222` (127.0.0.1), or "
            + "`*:5222` for every address of the machine. Port 0 takes a free port, which the server names when it starts."),
        ("components",
            "Where external components connect (XEP-0114), and what holds for them: see docs/components.md. Write `[[components]]` "
            + "several times for groups of endpoints with settings of their own; flags speak of the last."),
        ("tls", "Encryption of client streams, and of components' where they have it."),
        ("auth", "How clients prove who they are. See docs/sasl-external.md for logins by certificate."),
        ("accounts", "How the passwords of accounts are kept."),
        ("acl",
            "Named sets of addresses, for access rules: `NAME = [PATTERN, ...]`. A pattern is a table with any of `jid` (exactly this one), "
            + "`user` (the localpart), `domain`, `resource`, all three with `*` and `?`, and `address` (a network such as `192.0.2.0/24` "
            + "from which a client connects); all that it names must hold. Always there are `all`, `local` and `none`. See "
            + "docs/access.md. Read again on SIGHUP."),
        ("access",
            "Who may do what: `NAME = [{ acl = \"NAME\", value = VALUE }, ...]`. The first entry whose ACL somebody belongs to counts. `c2s` "
            + "(who may log in) and `register` (who may make an account) have `allow` or `deny`, as have rules of your own for "
            + "`components.access`; who is in no ACL is denied. `max_user_sessions` and `max_user_offline_messages` have numbers, "
            + "and without one `limits.max_sessions_per_user` and `modules.offline.max_messages` hold; `max_failed_logins` has one for "
            + "networks, instead of `limits.max_failed_logins`. `c2s_shaper` has the names of shapers, or `none`. See docs/access.md. "
            + "Read again on SIGHUP."),
        ("shaper",
            "How fast somebody may send, in tables `[shaper.NAME]`: `max_rate`, a size, and `max_stanzas`, a number, are for each "
            + "second; `burst` is a duration, 10s by default: what comes in so long at the rate may come at once. See docs/access.md. "
            + "Read again on SIGHUP."),
        ("modules",
            "Which modules the hosts have, and what these are set to. `vcard.enabled` is `enabled` in `[modules.vcard]`. The same keys "
            + "in `[hosts.\"example.com\".modules.NAME]` are for that host alone. See docs/services.md. Read again on SIGHUP."),
        ("services", "What runs once for the whole server. See docs/services.md."),
        ("limits", "What clients may take of the server."),
        ("admin", "The HTTP API, `meerkat ctl` and the commands over XMPP. See docs/admin.md."),
        ("metrics", "Where figures are sent. They can be fetched from the HTTP API at `/metrics` in any case."),
        ("storage", "Where accounts, rosters and offline messages are kept."),
        ("log", "What the server writes about itself, to its standard error."),
        ("tuning",
            "How the server uses the machine. The defaults suit a server of its own; change one at a time, and measure."),
    ];

    public static IReadOnlyList<OptionDescriptor> All { get; } =
    [
        .. Server(), .. Listen(), .. ComponentRows.All(), .. Tls(), .. Authentication(), .. Accounts(),
        .. ModuleOptionTable.All(), .. Services(), .. LimitRows.All(),
        .. AdminRows.All(), .. Storage(), .. Diagnostics(), .. Tuning(),
    ];

    /// <summary>Keys that have moved, and where to. They are taken as if they were written there.</summary>
    public static IReadOnlyDictionary<string, string> Moved { get; } = new Dictionary<string, string>
    {
        ["accounts.registration"] = "modules.register.policy",
        ["accounts.registration_interval"] = "modules.register.interval",
        ["limits.max_offline_messages"] = "modules.offline.max_messages",
        ["limits.max_private_elements"] = "modules.private.max_elements",
    };

    public static IEnumerable<OptionDescriptor> InArea(string name) =>
        All.Where(option => option.Key.StartsWith($"{name}.", StringComparison.Ordinal));

    public static OptionDescriptor ByKey(string key) => All.First(option => option.Key == key);

    private static IEnumerable<OptionDescriptor> Server()
    {
        OptionArea<ServerOptions> area = new("server", o => o, (_, o) => o);
        yield return area.Option(
            "domains", new ListType<string>(new DomainType()), o => o.Domains, (o, v) => o with { Domains = v },
            "The domains to serve. At least one is needed.", "--domain");
        yield return area.Option(
            "resource_conflict",
            new ChoiceType<ResourceConflictPolicy>(
                ("kick_old", ResourceConflictPolicy.KickOld), ("kick_new", ResourceConflictPolicy.RefuseNew)),
            o => o.ResourceConflict, (o, v) => o with { ResourceConflict = v },
            "Which session gives way when a client binds a resource that is in use: the old one is disconnected, or the "
                + "new one refused.");
    }

    private static IEnumerable<OptionDescriptor> Listen()
    {
        OptionArea<ListenOptions> area = new("listen", o => o.Listen, (o, a) => o with { Listen = a });
        yield return area.Option(
            "c2s", _endpoints, o => o.C2s, (o, v) => o with { C2s = v },
            "Endpoints for clients, who encrypt by STARTTLS. Switch off: an empty list, or the flag with 'none'. Naming any "
                + "endpoint switches off the defaults.");
        yield return area.Option(
            "c2s_tls", _endpoints, o => o.C2sTls, (o, v) => o with { C2sTls = v },
            "Endpoints for clients, with TLS from the first byte; port 5223 by custom.");
        yield return area.Option(
            "c2s_auth_methods", _methods, o => o.C2sMethods, (o, v) => o with { C2sMethods = v },
            "The methods of auth.methods that count on c2s. An empty list: all of them.", "--c2s-auth-method");
        yield return area.Option(
            "c2s_tls_auth_methods", _methods, o => o.C2sTlsMethods, (o, v) => o with { C2sTlsMethods = v },
            "The methods of auth.methods that count on c2s_tls. An empty list: all of them.", "--c2s-tls-auth-method");
        yield return area.Option(
            "c2s_shaper", new NameType("a shaper, or \"none\""), o => o.C2sShaper, (o, v) => o with { C2sShaper = v },
            "What limits how fast clients may send until they have logged in; then it is what access.c2s_shaper says.");
        yield return area.Option(
            "backlog", new CountType(1, 65_535), o => o.Backlog, (o, v) => o with { Backlog = v },
            "New connections that may wait to be accepted, for each endpoint. The kernel lowers it to net.core.somaxconn.");
    }

    // Long by design: one row per option.
    private static IEnumerable<OptionDescriptor> Tls()
    {
        OptionArea<ClientTlsOptions> area = new("tls", o => o.Tls, (o, a) => o with { Tls = a });
        yield return area.Option(
            "certificate", new PathsType("PEM"), o => o.Certificates, (o, v) => o with { Certificates = v },
            "The files with a certificate and the chain above it, as PEM. A client gets the one that names the server it asks "
                + "for, or else the first. Without any the server signs one itself, which no client trusts unasked. Read again "
                + "on SIGHUP.");
        yield return area.Option(
            "key", new PathsType("PEM"), o => o.Keys, (o, v) => o with { Keys = v },
            "The files with the private keys, as PEM, in the order of the certificates. Without any the keys are read from the "
                + "certificates' files.");
        yield return area.Option(
            "starttls",
            new ChoiceType<StartTlsPolicy>(("required", StartTlsPolicy.Required), ("optional", StartTlsPolicy.Optional)),
            o => o.StartTls, (o, v) => o with { StartTls = v },
            "Whether clients must encrypt before they log in.");
        yield return area.Option(
            "allow_plain_without_tls", _boolean,
            o => o.AllowPlainWithoutTls, (o, v) => o with { AllowPlainWithoutTls = v },
            "Lets clients send their password unencrypted (SASL PLAIN without TLS). For closed networks and tests.");
        yield return area.Option(
            "library",
            new ChoiceType<TlsLibraryChoice>(
                ("auto", TlsLibraryChoice.Auto), ("openssl", TlsLibraryChoice.OpenSsl), ("sslstream", TlsLibraryChoice.SslStream)),
            o => o.Library, (o, v) => o with { Library = v },
            "Who does the cryptography: the system's OpenSSL 3, called directly, or SslStream of the .NET runtime, which needs "
                + "more memory for each connection and more time for each message. auto: OpenSSL 3 where it is installed, or "
                + "else SslStream.",
            "--tls-library");
        yield return area.Option(
            "versions",
            new ListType<SslProtocols>(new ChoiceType<SslProtocols>(("1.2", SslProtocols.Tls12), ("1.3", SslProtocols.Tls13))),
            o => o.Versions, (o, v) => o with { Versions = v },
            "The versions of TLS that clients may speak.", "--tls-version");
        yield return area.Option(
            "ciphers", new TextType("a list as `openssl ciphers` takes it"), o => o.Ciphers, (o, v) => o with { Ciphers = v },
            "The cipher suites of TLS 1.2, for OpenSSL. Without it those with forward secrecy and authenticated encryption. Those "
                + "of TLS 1.3 are all good.", "--tls-ciphers");
        yield return area.Option(
            "session_tickets", _boolean, o => o.SessionTickets, (o, v) => o with { SessionTickets = v },
            "Lets clients resume a TLS session instead of beginning a new one. What was found about a client's certificate goes "
                + "with it, for at most two hours.");
        foreach (var option in ClientCertificates(area)) yield return option;
    }

    private static IEnumerable<OptionDescriptor> ClientCertificates(OptionArea<ClientTlsOptions> area)
    {
        yield return area.Option(
            "client_certificate",
            new ChoiceType<ClientCertificatePolicy>(
                ("none", ClientCertificatePolicy.None),
                ("request", ClientCertificatePolicy.Request),
                ("require", ClientCertificatePolicy.Require)),
            o => o.ClientCertificate, (o, v) => o with { ClientCertificate = v },
            "Whether clients are asked for a certificate. request: one that is bad or missing leaves the other mechanisms to the "
                + "client. require: it ends the handshake.");
        yield return area.Option(
            "verify_mode",
            new ChoiceType<VerifyMode>(("peer", VerifyMode.Peer), ("selfsigned_peer", VerifyMode.SelfSignedPeer)),
            o => o.VerifyMode, (o, v) => o with { VerifyMode = v },
            "What a client's certificate must be. peer: signed by an authority. selfsigned_peer: or by itself; anybody can make "
                + "such a certificate with any name in it.");
        yield return area.Option(
            "client_ca", new PathType("PEM"), o => o.ClientAuthorities, (o, v) => o with { ClientAuthorities = v },
            "The file with the authorities that sign clients' certificates, as PEM. Their names are sent to clients. Without it "
                + "the authorities that the system trusts. Read again on SIGHUP.");
        yield return area.Option(
            "client_crl", new PathsType("PEM"), o => o.ClientRevocationLists, (o, v) => o with { ClientRevocationLists = v },
            "Files with lists of revoked certificates, as PEM. With any, there must be a current one of every authority in a "
                + "client's chain. For OpenSSL. Read again on SIGHUP.");
    }

    private static IEnumerable<OptionDescriptor> Authentication()
    {
        OptionArea<AuthenticationOptions> area = new("auth", o => o.Authentication, (o, a) => o with { Authentication = a });
        yield return area.Option(
            "methods", _methods, o => o.Methods, (o, v) => o with { Methods = v },
            "Where it is known who may log in. internal: the accounts of this server, by their passwords. pki: whoever has a "
                + "certificate that names an account.", "--auth-method");
        yield return area.Option(
            "sasl_mechanisms", new ListType<SaslMechanismName>(Mechanism()), o => o.Mechanisms, (o, v) => o with { Mechanisms = v },
            "What clients are offered, in this order, where it can be used: external needs the method pki and a verified "
                + "certificate, the plus ones TLS, plain TLS too.", "--sasl-mechanism");
        yield return area.Option(
            "scram_downgrade_protection", _boolean,
            o => o.ScramDowngradeProtection, (o, v) => o with { ScramDowngradeProtection = v },
            "Tells clients within SCRAM what they should have been offered (XEP-0474), so that they notice who took something "
                + "away. Some old clients cannot log in with it.");
        yield return area.Option(
            "sasl_external",
            new ListType<CertificateVerifierName>(new ChoiceType<CertificateVerifierName>(
                ("standard", CertificateVerifierName.Standard),
                ("common_name", CertificateVerifierName.CommonName),
                ("auth_id", CertificateVerifierName.AuthId))),
            o => o.ExternalVerifiers, (o, v) => o with { ExternalVerifiers = v },
            "What maps a certificate to an account, asked in this order until one does. standard: its xmppAddr (XEP-0178). "
                + "common_name: its common name. auth_id: whatever the client says, so that any certificate opens any account.");
        yield return area.Option(
            "sasl_external_lenient_authzid", _boolean, o => o.LenientAuthzid, (o, v) => o with { LenientAuthzid = v },
            "Lets a client name its account though its certificate has one xmppAddr only, if it is that one. XEP-0178 forbids it "
                + "and many clients do it.");
        yield return area.Option<string?>(
            "sasl_external_common_name_prefix", new TextType("a text"),
            o => o.CommonNamePrefix, (o, v) => o with { CommonNamePrefix = v ?? "" },
            "What common_name puts before the common name.");
        yield return area.Option<string?>(
            "sasl_external_common_name_suffix", new TextType("a text"),
            o => o.CommonNameSuffix, (o, v) => o with { CommonNameSuffix = v ?? "" },
            "What common_name puts behind the common name.");
    }

    private static ChoiceType<SaslMechanismName> Mechanism() => new(
        ("external", SaslMechanismName.External),
        ("scram_sha512_plus", SaslMechanismName.ScramSha512Plus),
        ("scram_sha256_plus", SaslMechanismName.ScramSha256Plus),
        ("scram_sha1_plus", SaslMechanismName.ScramSha1Plus),
        ("scram_sha512", SaslMechanismName.ScramSha512),
        ("scram_sha256", SaslMechanismName.ScramSha256),
        ("scram_sha1", SaslMechanismName.ScramSha1),
        ("plain", SaslMechanismName.Plain));

    private static IEnumerable<OptionDescriptor> Accounts()
    {
        OptionArea<AccountOptions> area = new("accounts", o => o.Accounts, (o, a) => o with { Accounts = a });
        yield return area.Option(
            "scram_iterations", new CountType(ScramKeyDerivation.MinIterations, 10_000_000),
            o => o.ScramIterations, (o, v) => o with { ScramIterations = v },
            "Rounds of key derivation for new passwords. More make a stolen database harder to use, and each login slower.");
    }

    private static IEnumerable<OptionDescriptor> Services()
    {
        OptionArea<ServiceOptions> area = new("services", o => o.Services, (o, a) => o with { Services = a });
        yield return area.Option(
            "passwords.threads", new CountType(0, 1024), o => o.PasswordThreads, (o, v) => o with { PasswordThreads = v },
            "Threads that derive keys from passwords, for logins by PLAIN and for new passwords. 0: half the processors.",
            "--password-threads");
    }

    private static IEnumerable<OptionDescriptor> Storage()
    {
        OptionArea<StorageOptions> area = new("storage", o => o.Storage, (o, a) => o with { Storage = a });
        yield return area.Option<string?>(
            "data", new PathType("DIR"), o => o.DataDirectory, (o, v) => o with { DataDirectory = v! },
            "The directory of the database; made if it is not there. Without it $STATE_DIRECTORY is used where systemd "
                + "sets it.");
        yield return area.Option(
            "max_queued_requests", _positive, o => o.MaxQueuedRequests, (o, v) => o with { MaxQueuedRequests = v },
            "Reads, and apart from them writes, that may wait for the disk; further ones hold back their clients.");
        yield return area.Option(
            "max_batch_requests", _positive, o => o.MaxBatchRequests, (o, v) => o with { MaxBatchRequests = v },
            "Requests in one transaction.");
    }

    private static IEnumerable<OptionDescriptor> Diagnostics()
    {
        OptionArea<DiagnosticsOptions> area = new("log", o => o.Diagnostics, (o, a) => o with { Diagnostics = a });
        yield return area.Option(
            "level",
            new ChoiceType<LogLevel>(
                ("debug", LogLevel.Debug),
                ("info", LogLevel.Information),
                ("warning", LogLevel.Warning),
                ("error", LogLevel.Error)),
            o => o.LogLevel, (o, v) => o with { LogLevel = v },
            "The least important lines that are written.", "--log-level");
        yield return area.Option(
            "format", new ChoiceType<LogFormat>(("text", LogFormat.Text), ("json", LogFormat.Json)),
            o => o.LogFormat, (o, v) => o with { LogFormat = v },
            "Lines for people, or one JSON object to a line.", "--log-format");
    }

    private static IEnumerable<OptionDescriptor> Tuning()
    {
        OptionArea<TuningOptions> area = new("tuning", o => o.Tuning, (o, a) => o with { Tuning = a });
        yield return area.Option(
            "inline_completions", _boolean, o => o.InlineCompletions, (o, v) => o with { InlineCompletions = v },
            "Handles received bytes on the thread that polls the sockets instead of handing them to the thread pool.");
        yield return area.Option(
            "event_loop_threads", new CountType(0, 1024),
            o => o.EventLoopThreads, (o, v) => o with { EventLoopThreads = v },
            "Threads that poll the sockets. 0: the runtime's choice.");
        yield return area.Option(
            "receive_buffer", new SizeType(512, 512 << 10), o => o.ReceiveBufferBytes, (o, v) => o with { ReceiveBufferBytes = v },
            "What a connection reads into while bytes are under way; it grows as far as a stanza needs. Idle ones hold none.");
        yield return area.Option(
            "max_turn", new SizeType(1024, 16 << 20), o => o.MaxTurnBytes, (o, v) => o with { MaxTurnBytes = v },
            "What is read from one connection before others get their turn.");
        yield return area.Option(
            "max_pooled", new SizeType(0, 1 << 30), o => o.MaxPooledBytes, (o, v) => o with { MaxPooledBytes = v },
            "Unused buffers kept for reuse, in all.");
        yield return area.Option(
            "fan_out_per_turn", _positive, o => o.FanOutPerTurn, (o, v) => o with { FanOutPerTurn = v },
            "Recipients that a stanza to many is delivered to before other connections get their turn.");
        yield return area.Option(
            "presence_delay", new DurationType(TimeSpan.Zero, TimeSpan.FromSeconds(1)),
            o => o.PresenceDelay, (o, v) => o with { PresenceDelay = v },
            "How long the presence of contacts waits for more to the same client, so that they are sent together. 0s: it does not.");
        yield return area.Option(
            "gc",
            new ChoiceType<GarbageCollector>(("workstation", GarbageCollector.Workstation), ("server", GarbageCollector.Server)),
            o => o.GarbageCollector, (o, v) => o with { GarbageCollector = v },
            "The garbage collector: workstation is small, server trades memory for throughput on many cores.");
        yield return area.Option(
            "gc_concurrent", _boolean, o => o.ConcurrentCollections, (o, v) => o with { ConcurrentCollections = v },
            "Collects long-lived objects beside the running server instead of pausing it.");
        yield return area.Option(
            "gc_conserve_memory", new CountType(0, 9), o => o.ConserveMemory, (o, v) => o with { ConserveMemory = v },
            "How eagerly memory is compacted and given back, 0 (not especially) to 9.");
        yield return area.Option(
            "gc_gen0_budget", new SizeType(0, 1 << 30),
            o => o.Gen0BudgetBytes, (o, v) => o with { Gen0BudgetBytes = v },
            "What is allocated between two collections of short-lived objects. 0B: the runtime's choice.");
    }
}
