using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Meerkat.Engine.Tls;

namespace Meerkat.Engine.OpenSsl;

/// <summary>
/// What a handshake by OpenSSL agreed on. Read once; the bindings are asked of the connection itself, under its gate, while
/// it lasts. Any thread.
/// </summary>
internal sealed unsafe class OpenSslSession : TlsSession
{
    // EVP_MAX_MD_SIZE: the longest hash that OpenSSL knows.
    private const int MaxFinishedBytes = 64;

    // RFC 9266 §2
    private const int ExporterBytes = 32;

    private readonly SslEngine _ssl;
    private readonly Lock _gate;
    private readonly ServerCertificate _serverCertificate;

    public OpenSslSession(SslEngine ssl, Lock gate, HandshakeTerms terms)
    {
        _ssl = ssl;
        _gate = gate;
        _serverCertificate = terms.Find(LibSsl.SSL_get_SSL_CTX(ssl.Handle)).Certificate;
        bool isLatest = LibSsl.SSL_version(ssl.Handle) == LibSsl.TLS1_3_VERSION;
        Protocol = isLatest ? SslProtocols.Tls13 : SslProtocols.Tls12;
        CipherSuite = (TlsCipherSuite)LibSsl.SSL_CIPHER_get_protocol_id(LibSsl.SSL_get_current_cipher(ssl.Handle));
        ApplicationProtocol = ReadProtocol(ssl.Handle);
        ServerName = Marshal.PtrToStringUTF8(LibSsl.SSL_get_servername(ssl.Handle, LibSsl.TLSEXT_NAMETYPE_host_name));
        PeerCertificate = ReadPeerCertificate(ssl.Handle);
        IsResumed = LibSsl.SSL_session_reused(ssl.Handle) != 0;
        PeerVerdict = VerifyResult.Read(ssl.Handle, PeerCertificate, IsResumed);
    }

    public override SslProtocols Protocol { get; }

    public override TlsCipherSuite CipherSuite { get; }

    public override string? ApplicationProtocol { get; }

    public override string? ServerName { get; }

    public override X509Certificate2? PeerCertificate { get; }

    public override PeerVerdict PeerVerdict { get; }

    /// <summary>The client came back with a ticket of an earlier session.</summary>
    public bool IsResumed { get; }

    public override bool HasChannelBinding(ChannelBindingType type)
    {
        lock (_gate)
        {
            return !_ssl.IsDisposed && type switch
            {
                ChannelBindingType.ServerEndPoint => _serverCertificate.EndPointBinding is not null,
                ChannelBindingType.Unique => HasFirstFinished(),
                ChannelBindingType.Exporter => HasExtendedMasterSecret(),
                _ => false,
            };
        }
    }

    public override bool TryGetChannelBinding(ChannelBindingType type, [NotNullWhen(true)] out byte[]? data)
    {
        lock (_gate)
        {
            data = _ssl.IsDisposed ? null : type switch
            {
                ChannelBindingType.ServerEndPoint => _serverCertificate.EndPointBinding,
                ChannelBindingType.Unique => FirstFinished(),
                ChannelBindingType.Exporter => Export(),
                _ => null,
            };
        }

        return data is not null;
    }

    // RFC 5929 §3.1: the client's message, or in a resumed session the server's, whichever came first. There is one of each,
    // since nothing is renegotiated.
    private byte[]? FirstFinished()
    {
        if (!HasFirstFinished()) return null;

        byte[] finished = new byte[MaxFinishedBytes];
        nuint length = IsResumed
            ? LibSsl.SSL_get_finished(_ssl.Handle, finished, MaxFinishedBytes)
            : LibSsl.SSL_get_peer_finished(_ssl.Handle, finished, MaxFinishedBytes);
        return length is > 0 and <= MaxFinishedBytes ? finished[..(int)length] : null;
    }

    // RFC 7627 §1: without the extended master secret, two resumed sessions can be made to have the same Finished.
    private bool HasFirstFinished() => !IsResumed || HasExtendedMasterSecret();

    private byte[]? Export()
    {
        // RFC 9266 §4.2: the exporter of TLS 1.2 binds nothing without the extended master secret.
        if (!HasExtendedMasterSecret()) return null;

        byte[] data = new byte[ExporterBytes];
        ReadOnlySpan<byte> label = "EXPORTER-Channel-Binding"u8;
        OpenSslErrors.Clear();
        fixed (byte* into = data, name = label)
        {
            // The context is given and empty, which under TLS 1.2 is not the same as none.
            int code = LibSsl.SSL_export_keying_material(
                _ssl.Handle, into, ExporterBytes, name, (nuint)label.Length, into, 0, usesContext: 1);
            return code == 1 ? data : null;
        }
    }

    private bool HasExtendedMasterSecret() => Protocol == SslProtocols.Tls13
        || LibSsl.SSL_ctrl(_ssl.Handle, LibSsl.SSL_CTRL_GET_EXTMS_SUPPORT, new CLong(0), 0).Value == 1;

    private static string? ReadProtocol(SslHandle ssl)
    {
        byte* name;
        uint length;
        LibSsl.SSL_get0_alpn_selected(ssl, &name, &length);
        return length == 0 ? null : Encoding.ASCII.GetString(name, (int)length);
    }

    private static X509Certificate2? ReadPeerCertificate(SslHandle ssl)
    {
        using X509Handle certificate = LibSsl.SSL_get1_peer_certificate(ssl);
        if (certificate.IsInvalid) return null;

        byte[] der = new byte[LibCrypto.i2d_X509(certificate, null)];
        fixed (byte* bytes = der)
        {
            byte* next = bytes;
            LibCrypto.i2d_X509(certificate, &next);
        }

        return X509CertificateLoader.LoadCertificate(der);
    }
}
