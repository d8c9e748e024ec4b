namespace Meerkat.Engine.Tls;

/// <summary>Who does the cryptography of TLS.</summary>
public enum TlsLibrary : byte
{
    /// <summary>OpenSSL 3, called directly. Where it is installed: see <see cref="OpenSsl.OpenSslLibrary"/>.</summary>
    OpenSsl,

    /// <summary>The runtime's SslStream: wherever .NET runs, with more memory and processor time for each connection, and
    /// without the channel binding <c>tls-exporter</c>.</summary>
    SslStream,
}
