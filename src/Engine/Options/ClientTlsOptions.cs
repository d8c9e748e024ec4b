using Meerkat.Engine.Streams;
using Meerkat.Engine.Tls;

namespace Meerkat.Engine.Options;

/// <summary>Encryption of client streams. Immutable.</summary>
public sealed record ClientTlsOptions
{
    /// <summary>PEM file with the server's certificate and the chain above it. Null: one that the server signs
    /// itself.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file with the private key of <see cref="Certificate"/>; null if that file has it too.</summary>
    public string? Key { get; init; }

    /// <summary>Whether clients must encrypt before they authenticate. Required by default (RFC 7590 §3.1).</summary>
    public StartTlsPolicy StartTls { get; init; } = StartTlsPolicy.Required;

    /// <inheritdoc cref="ClientStreamOptions.AllowPlainWithoutTls"/>
    public bool AllowPlainWithoutTls { get; init; }

    /// <inheritdoc cref="TlsOptions.Library"/>
    public TlsLibrary Library { get; init; } = new TlsOptions().Library;

    internal IEnumerable<OptionMistake> Validate()
    {
        if (Key is not null && Certificate is null)
        {
            yield return new(["tls.key", "tls.certificate"], "there is a key, but no certificate to it");
        }

        if (AllowPlainWithoutTls && StartTls == StartTlsPolicy.Required)
        {
            yield return new(
                ["tls.allow_plain_without_tls", "tls.starttls"],
                "no client authenticates without TLS while STARTTLS is required; "
                    + "set tls.starttls to optional, or leave this out");
        }
    }
}
