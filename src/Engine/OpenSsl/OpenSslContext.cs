using System.Runtime.InteropServices;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Meerkat.Engine.Tls;

namespace Meerkat.Engine.OpenSsl;

/// <summary>One certificate and the settings of TLS, as OpenSSL wants them. Immutable; shared by all connections.</summary>
internal sealed unsafe class OpenSslContext
{
    // RFC 9325 §4.2: forward secrecy and AEAD, of TLS 1.2. The suites of TLS 1.3 are all so, and have a list of their own.
    private const string Ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20";

    private const ulong Options = LibSsl.SSL_OP_NO_COMPRESSION | LibSsl.SSL_OP_NO_RENEGOTIATION
        | LibSsl.SSL_OP_CIPHER_SERVER_PREFERENCE | LibSsl.SSL_OP_PRIORITIZE_CHACHA;

    // An idle connection gives its two buffers of 17 KiB back; a write that is repeated may come from another place.
    private const int Mode = LibSsl.SSL_MODE_RELEASE_BUFFERS | LibSsl.SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER;

    // A client makes one connection and comes back once; each ticket costs its handshake a signature less, but a message more.
    private const uint Tickets = 1;

    // Certificates have 1 to 2 KiB. A client's goes into its ticket, which has 64 KiB at most: OpenSSL would fail at the end of the
    // handshake, with internal_error.
    private const int MaxPeerChainBytes = 48 * 1024;

    /// <exception cref="OpenSslException">OpenSSL refuses the certificate, its key or its chain.</exception>
    public OpenSslContext(ServerCertificate certificate, TlsOptions options)
    {
        Certificate = certificate;
        Handle = LibSsl.SSL_CTX_new(LibSsl.TLS_server_method());
        OpenSslErrors.ThrowIf(Handle.IsInvalid, "No TLS context can be made");
        try
        {
            Configure(options);
            HandshakeCallbacks.Register(Handle, options.ClientCertificate);
            if (options.ClientCertificate != ClientCertificatePolicy.None) OpenSslTrust.Use(Handle, options.Trust);
            Use(certificate);
        }
        catch
        {
            Handle.Dispose();
            throw;
        }
    }

    public ServerCertificate Certificate { get; }

    public SslContextHandle Handle { get; }

    private void Configure(TlsOptions options)
    {
        LibSsl.SSL_CTX_set_options(Handle, options.HasSessionTickets ? Options : Options | LibSsl.SSL_OP_NO_TICKET);
        LibSsl.SSL_CTX_ctrl(Handle, LibSsl.SSL_CTRL_MODE, new CLong(Mode), 0);
        // Sessions are in the tickets, so there is nothing to keep.
        LibSsl.SSL_CTX_ctrl(Handle, LibSsl.SSL_CTRL_SET_SESS_CACHE_MODE, new CLong(LibSsl.SSL_SESS_CACHE_OFF), 0);
        LibSsl.SSL_CTX_ctrl(Handle, LibSsl.SSL_CTRL_SET_MAX_CERT_LIST, new CLong(MaxPeerChainBytes), 0);
        ReadOnlySpan<byte> sessions = "meerkat"u8;
        bool isDone;
        fixed (byte* id = sessions)
        {
            // Said here, not left to the system's OpenSSL configuration.
            isDone = Control(LibSsl.SSL_CTRL_SET_MIN_PROTO_VERSION, NumberOf(options.Versions, SslProtocols.Tls12))
                && Control(LibSsl.SSL_CTRL_SET_MAX_PROTO_VERSION, NumberOf(options.Versions, SslProtocols.Tls13))
                && LibSsl.SSL_CTX_set_num_tickets(Handle, options.HasSessionTickets ? Tickets : 0u) == 1
                && LibSsl.SSL_CTX_set_session_id_context(Handle, id, (uint)sessions.Length) == 1;
        }

        OpenSslErrors.ThrowIf(!isDone, "OpenSSL refuses the settings of TLS");
        OpenSslErrors.ThrowIf(
            LibSsl.SSL_CTX_set_cipher_list(Handle, options.Ciphers ?? Ciphers) != 1,
            $"OpenSSL knows no cipher of the list '{options.Ciphers}'");
    }

    // The version that is preferred as a bound, if it is allowed; else the other.
    private static int NumberOf(SslProtocols versions, SslProtocols preferred)
    {
        bool isLatest = versions.HasFlag(preferred) ? preferred == SslProtocols.Tls13 : preferred != SslProtocols.Tls13;
        return isLatest ? LibSsl.TLS1_3_VERSION : LibSsl.TLS1_2_VERSION;
    }

    private bool Control(int command, int number) =>
        LibSsl.SSL_CTX_ctrl(Handle, command, new CLong(number), 0).Value == 1;

    private void Use(ServerCertificate certificate)
    {
        string subject = certificate.Certificate.Subject;
        using (X509Handle leaf = Read(certificate.Certificate))
            OpenSslErrors.ThrowIf(LibSsl.SSL_CTX_use_certificate(Handle, leaf) != 1, $"The certificate of {subject} is refused");
        using (PrivateKeyHandle key = ReadKey(certificate.Certificate))
        {
            OpenSslErrors.ThrowIf(
                LibSsl.SSL_CTX_use_PrivateKey(Handle, key) != 1 || LibSsl.SSL_CTX_check_private_key(Handle) != 1,
                $"The private key of {subject} is refused");
        }

        foreach (X509Certificate2 intermediate in certificate.Intermediates)
        {
            using X509Handle above = Read(intermediate);
            // 1: the context counts a reference of its own.
            OpenSslErrors.ThrowIf(
                LibSsl.SSL_CTX_ctrl(Handle, LibSsl.SSL_CTRL_CHAIN_CERT, new CLong(1), above).Value != 1,
                $"The certificate of {intermediate.Subject}, above that of {subject}, is refused");
        }
    }

    internal static X509Handle Read(X509Certificate2 certificate)
    {
        ReadOnlySpan<byte> der = certificate.RawDataMemory.Span;
        fixed (byte* bytes = der)
        {
            byte* next = bytes;
            X509Handle handle = LibCrypto.d2i_X509(0, &next, new CLong(der.Length));
            OpenSslErrors.ThrowIf(handle.IsInvalid, $"The certificate of {certificate.Subject} cannot be read");
            return handle;
        }
    }

    internal static PrivateKeyHandle ReadKey(X509Certificate2 certificate)
    {
        using AsymmetricAlgorithm? key = (AsymmetricAlgorithm?)certificate.GetRSAPrivateKey()
            ?? certificate.GetECDsaPrivateKey();
        if (key is null) throw new OpenSslException($"The certificate of {certificate.Subject} has no RSA or ECDSA private key.");

        byte[] der = key.ExportPkcs8PrivateKey();
        try
        {
            fixed (byte* bytes = der)
            {
                byte* next = bytes;
                PrivateKeyHandle handle = LibCrypto.d2i_AutoPrivateKey(0, &next, new CLong(der.Length));
                OpenSslErrors.ThrowIf(handle.IsInvalid, $"The private key of {certificate.Subject} cannot be read");
                return handle;
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }
}
