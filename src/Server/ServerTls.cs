using System.Globalization;
using Meerkat.Engine.OpenSsl;
using Meerkat.Engine.Options;
using Meerkat.Engine.Tls;
using Microsoft.Extensions.Logging;

namespace Meerkat.Server;

/// <summary>
/// The certificates of this server and the authorities of its clients, from the operator's files. Owned by <see cref="Node"/>;
/// loaded at start, and again whenever the operator says so, by any one thread at a time.
/// </summary>
internal sealed class ServerTls
{
    private readonly ServerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TlsOptions _tlsOptions;

    // A certificate that is made anew is written: two reloads at a time would meet there.
    private readonly Lock _reloading = new();

    // Those of the current context; replaced with it.
    private volatile ServerCertificate[] _certificates = [];

    private ServerTls(ServerOptions options, OpenSslLibrary openSsl, TimeProvider time, ILogger logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        _tlsOptions = options.ToTlsOptions() with { Library = LibraryAtHand(openSsl) };
        Current = new CurrentTls(CreateContext());
    }

    public CurrentTls Current { get; }

    /// <summary>The certificate in use for a name, or the first (RFC 6066 §3). Any thread.</summary>
    public ServerCertificate Find(string? name) =>
        _certificates.FirstOrDefault(certificate => !string.IsNullOrEmpty(name) && certificate.Matches(name)) ?? _certificates[0];

    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file has not what is wanted, or an option needs OpenSSL.</exception>
    /// <exception cref="OpenSslException">OpenSSL refuses a certificate or a setting.</exception>
    public static ServerTls Load(ServerOptions options, OpenSslLibrary openSsl, TimeProvider time, ILogger logger)
    {
        if (options.Authentication is { } auth && auth.Has(Engine.Sasl.AuthenticationMethods.Pki))
        {
            if (auth.ExternalVerifiers.Contains(CertificateVerifierName.AuthId)) NodeLog.AnyoneAsAnyone(logger);
            if (options.Tls.VerifyMode == VerifyMode.SelfSignedPeer) NodeLog.SelfSignedClients(logger);
        }

        return new ServerTls(options, openSsl, time, logger);
    }

    /// <summary>New handshakes get what the files say now. What is wrong is logged and returned, and the old goes on.</summary>
    public string? Reload()
    {
        lock (_reloading)
        {
            try
            {
                Current.Replace(CreateContext());
                NodeLog.CertificatesReloaded(_logger);
                return null;
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or OpenSslException)
            {
                NodeLog.CertificatesNotReloaded(_logger, exception.Message);
                return exception.Message;
            }
        }
    }

    private TlsServerContext CreateContext()
    {
        var tls = _options.Tls;
        var trust = tls.ClientCertificate == ClientCertificatePolicy.None
            ? TrustStore.OfSystem
            : CertificateFiles.LoadTrust(tls.ClientAuthorities, tls.ClientRevocationLists);
        var certificates = LoadCertificates();
        var context = TlsServerContext.Create(certificates, _tlsOptions with { Trust = trust });
        _certificates = certificates;
        return context;
    }

    /// <summary>The operator's certificates, or one made here for a first try.</summary>
    private ServerCertificate[] LoadCertificates()
    {
        var tls = _options.Tls;
        return tls.Certificates.Count == 0
            ? [SelfSignedCertificate.LoadOrCreate(_options.Storage.DataDirectory, AsciiDomains(), _time)]
            : [.. tls.Certificates.Select((path, i) => CertificateFiles.Load(path, tls.Keys.Count == 0 ? path : tls.Keys[i]))];
    }

    /// <summary>Certificates name internationalized domains by their A-labels (RFC 5280 §7.2).</summary>
    private string[] AsciiDomains() => [.. _options.Domains.Select(domain => new IdnMapping().GetAscii(domain))];

    private TlsLibrary LibraryAtHand(OpenSslLibrary openSsl)
    {
        var choice = _options.Tls.Library;
        if (choice != TlsLibraryChoice.SslStream)
        {
            if (openSsl.TryLoad(out var version))
            {
                NodeLog.TlsLibrary(_logger, version);
                return TlsLibrary.OpenSsl;
            }

            if (choice == TlsLibraryChoice.OpenSsl)
            {
                throw new InvalidDataException(
                    $"tls.library: OpenSSL 3 is missing ({version}); install it, or set auto or sslstream");
            }

            NodeLog.NoOpenSsl(_logger, version);
        }

        foreach (var (key, mistake) in _options.Tls.OnlyByOpenSsl()) throw new InvalidDataException($"{key}: {mistake}");
        return TlsLibrary.SslStream;
    }
}
