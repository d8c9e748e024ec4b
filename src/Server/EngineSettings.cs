using System.Security.Authentication;
using Meerkat.Engine.Modules;
using Meerkat.Engine.Net;
using Meerkat.Engine.Options;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Streams;
using Meerkat.Engine.Tls;
using Meerkat.Storage.Sqlite;

namespace Meerkat.Server;

/// <summary>Hands the operator's options to the parts of the engine, each of which knows only its own. Pure.</summary>
internal static class EngineSettings
{
    // What a receive buffer holds beyond the largest stanza: the stream header, or the beginning of the next stanza.
    private const int MinReceiveSlackBytes = 8 * 1024;

    public static NetOptions ToNetOptions(this ServerOptions options) => new()
    {
        Admission = new AdmissionOptions
        {
            MaxConnections = options.Limits.MaxConnections,
            MaxConnectionsPerAddress = options.Limits.MaxConnectionsPerAddress,
            MaxConnectionRate = options.Limits.ConnectionsPerSecond,
            MaxConnectionRatePerAddress = options.Limits.ConnectionsPerSecondPerAddress,
            Burst = options.Limits.ConnectionBurst,
        },
        MaxReceiveBytes = ReceiveBytes(options.Limits.MaxStanzaBytes, options.Limits),
        MaxOutboxBytes = options.Limits.MaxOutboxBytes,
        ReceiveBufferBytes = options.Tuning.ReceiveBufferBytes,
        MaxTurnBytes = options.Tuning.MaxTurnBytes,
        MaxPooledBytes = options.Tuning.MaxPooledBytes,
        PresenceDelay = options.Tuning.PresenceDelay,
        CloseTimeout = options.Limits.CloseTimeout,
        HandshakeTimeout = options.Limits.HandshakeTimeout,
        MaxHandshakes = options.Limits.MaxHandshakes > 0 ? options.Limits.MaxHandshakes : new NetOptions().MaxHandshakes,
    };

    /// <summary>What a connection may hold so that stanzas of this length can be received.</summary>
    public static int ReceiveBytes(int maxStanzaBytes, LimitOptions limits) =>
        maxStanzaBytes + Math.Max(limits.MaxHeaderBytes, MinReceiveSlackBytes);

    public static ClientStreamOptions ToStreamOptions(this ServerOptions options) => new()
    {
        StartTls = options.Tls.StartTls,
        AllowPlainWithoutTls = options.Tls.AllowPlainWithoutTls,
        NegotiationTimeout = options.Limits.NegotiationTimeout,
        MaxAuthenticationAttempts = options.Limits.MaxAuthAttempts,
        MaxSessionsPerUser = options.Limits.MaxSessionsPerUser,
        Conflict = options.ResourceConflict,
        Xml = options.Limits.ToXmlLimits(),
    };

    /// <summary>All but the library, which depends on what the machine has: see <see cref="ServerTls"/>.</summary>
    public static TlsOptions ToTlsOptions(this ServerOptions options) => new()
    {
        Versions = options.Tls.Versions.Aggregate(SslProtocols.None, (all, version) => all | version),
        Ciphers = options.Tls.Ciphers,
        HasSessionTickets = options.Tls.SessionTickets,
        ClientCertificate = options.Tls.ClientCertificate,
        VerifyMode = options.Tls.VerifyMode,
    };

    public static SaslSettings ToSaslSettings(this ServerOptions options) => new()
    {
        ScramIterations = options.Accounts.ScramIterations,
        Mechanisms = options.Authentication.Mechanisms,
        HasDowngradeProtection = options.Authentication.ScramDowngradeProtection,
        Verifiers = [.. options.Authentication.ExternalVerifiers.Select(name => ToVerifier(name, options.Authentication))],
    };

    /// <summary>The methods of a listener: those it names, or all, as far as they are enabled.</summary>
    public static AuthenticationMethods MethodsOf(
        this ServerOptions options, IReadOnlyList<AuthenticationMethods> allowed) => options.Authentication.Methods
        .Where(method => allowed.Count == 0 || allowed.Contains(method))
        .Aggregate(AuthenticationMethods.None, (all, method) => all | method);

    private static ICertificateVerifier ToVerifier(CertificateVerifierName name, AuthenticationOptions options) => name switch
    {
        CertificateVerifierName.CommonName => new CommonNameVerifier(options.CommonNamePrefix, options.CommonNameSuffix),
        CertificateVerifierName.AuthId => new AuthIdVerifier(),
        _ => new StandardVerifier { IsLenient = options.LenientAuthzid },
    };

    public static ModuleLimits ToModuleLimits(this ServerOptions options) => new()
    {
        RosterItems = options.Limits.MaxRosterItems,
        FanOutPerTurn = options.Tuning.FanOutPerTurn,
    };

    public static SqliteOptions ToSqliteOptions(this ServerOptions options) => new()
    {
        MaxQueuedRequests = options.Storage.MaxQueuedRequests,
        MaxBatchRequests = options.Storage.MaxBatchRequests,
    };
}
