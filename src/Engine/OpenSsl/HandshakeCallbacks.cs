using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Meerkat.Engine.Tls;

namespace Meerkat.Engine.OpenSsl;

/// <summary>
/// What OpenSSL asks in the middle of a call: which certificate, which protocol, whether a client's certificate will do.
/// Called within a call of <see cref="SslEngine"/>, on that thread. Nothing may be thrown through native frames.
/// </summary>
internal static unsafe class HandshakeCallbacks
{
    // openssl/ssl.h: SSL_CB_LOOP, a step of the handshake's state machine, and SSL_CB_ALERT, an alert in either direction.
    private const int Steps = 0x01 | 0x4000;

    // Where an X509_STORE_CTX keeps its SSL; the same for all of the process.
    private static readonly int _sslOfStore = LibSsl.SSL_get_ex_data_X509_STORE_CTX_idx();

    public static void Register(SslContextHandle context, ClientCertificatePolicy clientCertificate)
    {
        LibSsl.SSL_CTX_set_info_callback(context, &OnStep);
        LibSsl.SSL_CTX_set_alpn_select_cb(context, &OnProtocols, 0);
        LibSsl.SSL_CTX_callback_ctrl(context, LibSsl.SSL_CTRL_SET_TLSEXT_SERVERNAME_CB, &OnServerName);
        if (clientCertificate == ClientCertificatePolicy.None) return;

        int mode = clientCertificate == ClientCertificatePolicy.Require
            ? LibSsl.SSL_VERIFY_PEER | LibSsl.SSL_VERIFY_FAIL_IF_NO_PEER_CERT
            : LibSsl.SSL_VERIFY_PEER;
        LibSsl.SSL_CTX_set_verify(context, mode, &OnCertificate);
    }

    // Handshake messages cost far more than their bytes. When there have been enough of them the input seems to end, and
    // SslEngine, which finds StepsLeft below 0, takes it for a failure.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnStep(nint ssl, int where, int code)
    {
        if ((where & Steps) == 0) return;

        BioFrame* frame = FrameOf(ssl);
        if (frame is not null && --frame->StepsLeft < 0)
            frame->InputLength = frame->InputTaken;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnServerName(nint ssl, int* alert, nint argument)
    {
        try
        {
            string? name = Marshal.PtrToStringUTF8(LibSsl.SSL_get_servername(ssl, LibSsl.TLSEXT_NAMETYPE_host_name));
            if (string.IsNullOrEmpty(name)) return LibSsl.SSL_TLSEXT_ERR_NOACK;

            // Also without a choice: only a name that was accepted is kept in the session, and known when it is resumed.
            bool isSet = TermsOf(ssl) is not { HasChoice: true } terms
                || LibSsl.SSL_set_SSL_CTX(ssl, terms.Select(name).Handle) != 0;
            return isSet ? LibSsl.SSL_TLSEXT_ERR_OK : LibSsl.SSL_TLSEXT_ERR_ALERT_FATAL;
        }
        catch (Exception)
        {
            return LibSsl.SSL_TLSEXT_ERR_ALERT_FATAL;
        }
    }

    // RFC 7301 §3.2: a list without our name is answered with the alert no_application_protocol.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnProtocols(nint ssl, byte** selected, byte* length, byte* list, uint listLength, nint argument)
    {
        try
        {
            if (TermsOf(ssl) is not { ApplicationProtocol.IsEmpty: false } terms) return LibSsl.SSL_TLSEXT_ERR_NOACK;

            // OpenSSL has checked that the list is names with their lengths before them, none of them empty.
            for (uint at = 0; at < listLength; at += 1u + list[at])
            {
                var name = new ReadOnlySpan<byte>(list + at + 1, list[at]);
                if (!name.SequenceEqual(terms.ApplicationProtocol)) continue;

                *selected = list + at + 1;
                *length = list[at];
                return LibSsl.SSL_TLSEXT_ERR_OK;
            }

            return LibSsl.SSL_TLSEXT_ERR_ALERT_FATAL;
        }
        catch (Exception)
        {
            return LibSsl.SSL_TLSEXT_ERR_ALERT_FATAL;
        }
    }

    // Called for each certificate of the chain and each fault found. The first fault is the one that is kept, in the session
    // too: OpenSSL would keep the last, and clear it if a later certificate is good.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnCertificate(int isVerified, nint store)
    {
        try
        {
            if (isVerified != 0) return 1;

            nint ssl = LibCrypto.X509_STORE_CTX_get_ex_data(store, _sslOfStore);
            BioFrame* frame = FrameOf(ssl);
            if (frame is null || TermsOf(ssl) is not { } terms) return 0;

            Note(frame, LibCrypto.X509_STORE_CTX_get_error(store), terms);
            LibCrypto.X509_STORE_CTX_set_error(store, frame->VerifyError);
            return frame->VerifyError == 0 || !terms.RequiresCertificate ? 1 : 0;
        }
        catch (Exception)
        {
            return 0;
        }
    }

    private static void Note(BioFrame* frame, int error, HandshakeTerms terms)
    {
        if (error == LibCrypto.X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT && terms.AcceptsSelfSigned) frame->IsSelfSigned = 1;
        // Nobody issues lists about a certificate that nobody issued.
        else if (error == LibCrypto.X509_V_ERR_UNABLE_TO_GET_CRL && frame->IsSelfSigned != 0) return;
        else if (frame->VerifyError == 0) frame->VerifyError = error;
    }

    private static BioFrame* FrameOf(nint ssl)
    {
        nint bio = LibSsl.SSL_get_rbio(ssl);
        return bio == 0 ? null : (BioFrame*)LibCrypto.BIO_get_data(bio);
    }

    private static HandshakeTerms? TermsOf(nint ssl)
    {
        BioFrame* frame = FrameOf(ssl);
        return frame is null || frame->Terms == 0 ? null : GCHandle<HandshakeTerms>.FromIntPtr(frame->Terms).Target;
    }
}
