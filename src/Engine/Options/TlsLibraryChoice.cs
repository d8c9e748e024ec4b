namespace Meerkat.Engine.Options;

/// <summary>Whom the operator wants to do the cryptography of TLS.</summary>
public enum TlsLibraryChoice : byte
{
    /// <summary>OpenSSL 3 where it is installed, or else SslStream.</summary>
    Auto,

    /// <summary>OpenSSL 3, or the server does not start.</summary>
    OpenSsl,

    SslStream,
}
