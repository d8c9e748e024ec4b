using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Meerkat.Engine.OpenSsl;

/// <summary>
/// What OpenSSL asks in the middle of a call: which certificate, which protocol, whether a client's certificate will do.
/// Called within a call of <see cref="SslEngine"/>, on that thread. Nothing may be thrown through native frames.
/// </summary>
internal static unsafe class HandshakeCallbacks
{
    // openssl/ssl.h: SSL_CB_LOOP, a step of the handshake's state machine, and SSL_CB_ALERT, an alert in either direction.
    private const int Steps = 0x01 | 0x4000;

    public static void Register(SslContextHandle context, bool asksForCertificate)
    {
        LibSsl.SSL_CTX_set_info_callback(context, &OnStep);
        LibSsl.SSL_CTX_set_alpn_select_cb(context, &OnProtocols, 0);
        LibSsl.SSL_CTX_callback_ctrl(context, LibSsl.SSL_CTRL_SET_TLSEXT_SERVERNAME_CB, &OnServerName);
        if (asksForCertificate)
            LibSsl.SSL_CTX_set_verify(context, LibSsl.SSL_VERIFY_PEER, &OnCertificate);
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

    // Any certificate passes here; SSL_get_verify_result keeps what is wrong with it. SASL EXTERNAL decides, where domain and
    // account are known.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnCertificate(int isVerified, nint store) => 1;

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
