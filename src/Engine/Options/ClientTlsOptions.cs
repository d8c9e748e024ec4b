using System.Security.Authentication;
using Meerkat.Engine.Streams;
using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Options;

/// <summary>Encryption of client streams. Immutable.</summary>
public sealed record ClientTlsOptions
{
    private static readonly SslProtocols[] _bothVersions = [SslProtocols.Tls12, SslProtocols.Tls13];

    /// <summary>PEM files, each with a certificate of the server's and the chain above it; the first is the default. None: one
    /// that the server signs itself.</summary>
    public IReadOnlyList<string> Certificates { get; init; } = [];

    /// <summary>PEM files with the private keys of <see cref="Certificates"/>, in the same order; none if those files have them
    /// too.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Whether clients must encrypt before they authenticate. Required by default (RFC 7590 §3.1).</summary>
    public StartTlsPolicy StartTls { get; init; } = StartTlsPolicy.Required;

    /// <inheritdoc cref="ClientStreamOptions.AllowPlainWithoutTls"/>
    public bool AllowPlainWithoutTls { get; init; }

    /// <summary>OpenSSL by default, for what <see cref="TlsOptions.Library"/> says.</summary>
    public TlsLibraryChoice Library { get; init; }

    /// <inheritdoc cref="TlsOptions.Versions"/>
    public IReadOnlyList<SslProtocols> Versions { get; init; } = _bothVersions;

    /// <inheritdoc cref="TlsOptions.Ciphers"/>
    public string? Ciphers { get; init; }

    /// <inheritdoc cref="TlsOptions.HasSessionTickets"/>
    public bool SessionTickets { get; init; } = new TlsOptions().HasSessionTickets;

    /// <inheritdoc cref="TlsOptions.ClientCertificate"/>
    public ClientCertificatePolicy ClientCertificate { get; init; }

    /// <inheritdoc cref="TlsOptions.VerifyMode"/>
    public VerifyMode VerifyMode { get; init; }

    /// <summary>PEM file with the authorities that clients' certificates are verified against; null: the system's.</summary>
    public string? ClientAuthorities { get; init; }

    /// <summary>PEM files with lists of revoked certificates.</summary>
    public IReadOnlyList<string> ClientRevocationLists { get; init; } = [];

    internal IEnumerable<OptionMistake> Validate() => [.. ValidateFiles(), .. ValidateSettings(), .. ValidateLibrary()];

    private IEnumerable<OptionMistake> ValidateFiles()
    {
        if (Keys.Count > 0 && Certificates.Count == 0)
        {
            yield return new(["tls.key", "tls.certificate"], "there is a key, but no certificate to it");
        }
        else if (Keys.Count > 0 && Keys.Count != Certificates.Count)
        {
            yield return new(
                ["tls.key", "tls.certificate"],
                $"{Certificates.Count} certificates and {Keys.Count} keys: name a key for each, or none where the certificates' files have them");
        }
    }

    private IEnumerable<OptionMistake> ValidateSettings()
    {
        if (AllowPlainWithoutTls && StartTls == StartTlsPolicy.Required)
        {
            yield return new(
                ["tls.allow_plain_without_tls", "tls.starttls"],
                "no client authenticates without TLS while STARTTLS is required; "
                    + "set tls.starttls to optional, or leave this out");
        }

        if (Versions.Count == 0) yield return new(["tls.versions"], "there is no version of TLS left");
        if (ClientCertificate == ClientCertificatePolicy.None && (ClientAuthorities is not null || ClientRevocationLists.Count > 0))
        {
            yield return new(
                ["tls.client_certificate", "tls.client_ca", "tls.client_crl"],
                "clients are not asked for a certificate, so there is nothing to verify; set it to request or require");
        }
    }

    // Where the library is not there, the same is found when the server starts.
    private IEnumerable<OptionMistake> ValidateLibrary()
    {
        if (Library != TlsLibraryChoice.SslStream) yield break;

        foreach (var (key, mistake) in OnlyByOpenSsl()) yield return new([key, "tls.library"], mistake);
    }

    /// <summary>The options in use that SslStream does not know, and what to do.</summary>
    public IEnumerable<(string Key, string Mistake)> OnlyByOpenSsl()
    {
        if (Ciphers is not null)
            yield return ("tls.ciphers", "SslStream takes no list of ciphers; leave it out, or have OpenSSL 3 and tls.library = \"openssl\"");
        if (ClientRevocationLists.Count > 0)
        {
            yield return (
                "tls.client_crl", "SslStream takes no revocation lists; leave it out, or have OpenSSL 3 and tls.library = \"openssl\"");
        }
    }
}
