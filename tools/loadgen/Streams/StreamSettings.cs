using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using Meerkat.Parser.Stanzas;
using Meerkat.Parser.Xml;

namespace Meerkat.LoadGen.Streams;

/// <summary>What all client streams of a run have in common. Immutable; shared by all threads.</summary>
internal sealed class StreamSettings
{
    /// <summary>The resource every client asks for, so that a second run takes over the first one's sessions.</summary>
    public const string Resource = "loadgen";

    // XEP-0368 §4 names the protocol for ALPN.
    private static readonly SslApplicationProtocol _alpn = new("xmpp-client");

    [SuppressMessage("Security", "CA5359", Justification = "A load tool for test servers; its help says so.")]
    public StreamSettings(string domain, string password, TlsMode tls, SaslChoice mechanism)
    {
        Domain = domain;
        Password = password;
        SaltedPasswords = new SaltedPasswords(password);
        Tls = tls;
        Mechanism = mechanism;
        Header = CreateHeader(domain);
        TlsOptions = new SslClientAuthenticationOptions
        {
            TargetHost = domain,
            // Users are many people, not one who comes back: each shakes hands in full.
            AllowTlsResume = false,
            ApplicationProtocols = tls == TlsMode.Direct ? [_alpn] : null,
            RemoteCertificateValidationCallback = static (_, _, _, _) => true,
        };
    }

    public string Domain { get; }

    public string Password { get; }

    public SaltedPasswords SaltedPasswords { get; }

    public TlsMode Tls { get; }

    public SaslChoice Mechanism { get; }

    public byte[] Header { get; }

    public SslClientAuthenticationOptions TlsOptions { get; }

    // Twice the largest body that can be asked for: what comes back has addresses and perhaps a delay stamp around it.
    public XmlLimits Limits { get; } = new() { MaxStanzaBytes = 2 * 1024 * 1024 };

    /// <summary>For the streams that are reading an element.</summary>
    public XmlScratchPool Scratch { get; } = new(64);

    private static byte[] CreateHeader(string domain)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new XmlWriter(output);
        writer.Raw("<?xml version='1.0'?>"u8);
        writer.Start("stream:stream"u8, Namespaces.Client);
        writer.Attribute("xmlns:stream"u8, Namespaces.Streams);
        writer.Attribute("to"u8, domain);
        writer.Attribute("version"u8, "1.0"u8);
        writer.Text("\n"u8);
        return output.WrittenSpan.ToArray();
    }
}
