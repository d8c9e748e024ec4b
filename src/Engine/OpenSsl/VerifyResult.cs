using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;
using Meerkat.Engine.Tls;

namespace Meerkat.Engine.OpenSsl;

/// <summary>What OpenSSL found about the peer's certificate (see <see cref="HandshakeCallbacks"/>). Pure.</summary>
internal static class VerifyResult
{
    /// <summary>After the handshake. A resumed session comes with the findings of the handshake that it began with.</summary>
    public static PeerVerdict Read(SslHandle ssl, X509Certificate2? certificate, bool isResumed)
    {
        if (certificate is null) return PeerVerdict.NoCertificate;
        if (ReasonOf(ssl) is { } reason) return PeerVerdict.Refused(reason);

        return isResumed && certificate.NotAfter.ToUniversalTime() < DateTime.UtcNow
            ? PeerVerdict.Refused("certificate has expired")
            : PeerVerdict.Verified;
    }

    /// <summary>OpenSSL's words for the fault in the peer's chain; null if there is none.</summary>
    public static string? ReasonOf(SslHandle ssl)
    {
        CLong code = LibSsl.SSL_get_verify_result(ssl);
        return code.Value == 0 ? null : Marshal.PtrToStringUTF8(LibCrypto.X509_verify_cert_error_string(code));
    }
}
