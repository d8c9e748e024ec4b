namespace Meerkat.Perf.Tls;

/// <summary>Microseconds of the server's processor time.</summary>
/// <param name="Certificate">The server's.</param>
/// <param name="Library">Who does the cryptography.</param>
/// <param name="Bare">A handshake by <c>openssl s_server</c>.</param>
/// <param name="Handshake">The same by Meerkat, from accept to close, by the same client.</param>
/// <param name="Login">Connecting by TLS, SCRAM-SHA-256, binding a resource, closing.</param>
/// <param name="PlainLogin">The same without TLS.</param>
internal sealed record HandshakeResult(
    string Certificate, string Library, double Bare, double Handshake, double Login, double PlainLogin)
{
    /// <summary>What TLS adds to a login, as a multiple of a handshake of OpenSSL's own server.</summary>
    public double Ratio => (Login - PlainLogin) / Bare;
}
