using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Meerkat.Engine.Tls;

/// <summary>
/// Whom a certificate names, in the ways that XMPP knows (RFC 6120 §13.7.1.2). The certificate is a stranger's: what cannot be
/// read is left out, and what was left out is said. Says nothing of whether the certificate is trusted. Immutable.
/// </summary>
public sealed record CertificateIdentities
{
    // More names than a certificate of a real user or server has; each may be compared with something.
    internal const int MaxNames = 100;
    internal const int MaxExtensionBytes = 64 * 1024;

    private const string SubjectAltName = "2.5.29.17";
    private const string CommonNameType = "2.5.4.3";

    /// <summary>The id-on-xmppAddr names (RFC 6120 §13.7.1.4), in order, as they are written.</summary>
    public IReadOnlyList<string> XmppAddresses { get; init; } = [];

    /// <summary>The SRV-IDs (RFC 4985), such as <c>_xmpp-server.example.com</c>.</summary>
    public IReadOnlyList<string> ServiceNames { get; init; } = [];

    /// <summary>The DNS-IDs (RFC 5280 §4.2.1.6), wildcards as such.</summary>
    public IReadOnlyList<string> DnsNames { get; init; } = [];

    /// <summary>The first common name of the subject; null if there is none.</summary>
    public string? CommonName { get; init; }

    /// <summary>What could not be read, for the log; null if all could.</summary>
    public string? Fault { get; init; }

    /// <summary>Never throws for what is in the certificate.</summary>
    public static CertificateIdentities Read(X509Certificate2 certificate)
    {
        CertificateIdentities identities = ReadAlternativeNames(certificate);
        try
        {
            return identities with { CommonName = ReadCommonName(certificate.SubjectName.RawData) };
        }
        catch (AsnContentException)
        {
            return identities with { Fault = "the subject is malformed" };
        }
    }

    internal static CertificateIdentities ReadAlternativeNames(ReadOnlyMemory<byte> extension)
    {
        if (extension.Length > MaxExtensionBytes) return new CertificateIdentities { Fault = "the list of names is too long" };

        var names = new AlternativeNames();
        return names.TryRead(extension)
            ? new CertificateIdentities
            {
                XmppAddresses = names.XmppAddresses,
                ServiceNames = names.ServiceNames,
                DnsNames = names.DnsNames,
                Fault = names.Skipped > 0 ? $"{names.Skipped} of its names cannot be read" : null,
            }
            : new CertificateIdentities { Fault = "there are too many names" };
    }

    /// <exception cref="AsnContentException">The name is no sequence of sets of attributes.</exception>
    internal static string? ReadCommonName(ReadOnlyMemory<byte> subject)
    {
        var rest = new AsnReader(subject, AsnEncodingRules.DER);
        AsnReader name = rest.ReadSequence();
        while (name.HasData)
        {
            // Sets in DER are sorted; certificates in the wild are not always, and the order does not matter here.
            AsnReader attributes = name.ReadSetOf(skipSortOrderValidation: true);
            while (attributes.HasData)
            {
                AsnReader attribute = attributes.ReadSequence();
                if (attribute.ReadObjectIdentifier() == CommonNameType) return ReadText(attribute);
            }
        }

        return null;
    }

    private static CertificateIdentities ReadAlternativeNames(X509Certificate2 certificate)
    {
        try
        {
            X509Extension[] extensions = [.. certificate.Extensions.Where(extension => extension.Oid?.Value == SubjectAltName)];
            return extensions switch
            {
                [] => new CertificateIdentities(),
                // RFC 5280 §4.2: no extension comes twice. Which one other software reads is anybody's guess.
                [var only] => ReadAlternativeNames(only.RawData),
                _ => new CertificateIdentities { Fault = "there are two lists of names" },
            };
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return new CertificateIdentities { Fault = "the list of names is malformed" };
        }
    }

    // RFC 5280 §4.1.2.4: DirectoryString, and IA5String as some authorities write it.
    private static string? ReadText(AsnReader value)
    {
        Asn1Tag tag = value.PeekTag();
        if (tag.TagClass != TagClass.Universal) return null;

        var type = (UniversalTagNumber)tag.TagValue;
        bool isText = type is UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString
            or UniversalTagNumber.IA5String or UniversalTagNumber.T61String or UniversalTagNumber.BMPString;
        string? text = isText ? value.ReadCharacterString(type) : null;
        // RFC 6125 §7.3 has the story: what stands behind a NUL, some software does not see.
        return text is null || text.Length == 0 || text.Contains('\0') ? null : text;
    }
}
