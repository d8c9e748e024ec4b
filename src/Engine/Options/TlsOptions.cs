using Meerkat.Engine.Streams;

namespace Meerkat.Engine.Options;

/// <summary>Encryption of client streams. Immutable.</summary>
public sealed record TlsOptions
{
    /// <summary>PEM file with the server's certificate and the chain above it. Null: TLS is not offered.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file with the private key of <see cref="Certificate"/>; null if that file has it too.</summary>
    public string? Key { get; init; }

    /// <summary>Whether clients must encrypt before they authenticate. Required by default (RFC 7590 §3.1).</summary>
    public StartTlsPolicy StartTls { get; init; } = StartTlsPolicy.Required;

    /// <summary>Offers SASL PLAIN on streams without TLS, where anyone on the way reads the password. Off by default
    /// (RFC 6120 §13.8.3).</summary>
    public bool AllowPlainWithoutTls { get; init; }

    internal IEnumerable<OptionMistake> Validate(ListenerOptions listeners)
    {
        if (Key is not null && Certificate is null)
        {
            yield return new(["tls.key", "tls.certificate"], "there is a key, but no certificate to it");
        }
        else if (Certificate is null && listeners.C2sTls.Count > 0)
        {
            yield return new(["listen.c2s_tls", "tls.certificate"], "TLS endpoints need a certificate; set tls.certificate and tls.key");
        }
        else if (Certificate is null && StartTls == StartTlsPolicy.Required && listeners.C2s.Count > 0)
        {
            yield return new(
                ["tls.certificate", "tls.starttls"],
                "clients must use STARTTLS, but there is no certificate; set tls.certificate and tls.key, or tls.starttls to optional");
        }

        if (AllowPlainWithoutTls && StartTls == StartTlsPolicy.Required)
        {
            yield return new(
                ["tls.allow_plain_without_tls", "tls.starttls"],
                "no client authenticates without TLS while STARTTLS is required; set tls.starttls to optional, or leave this out");
        }
    }
}
