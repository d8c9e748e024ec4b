using System.Runtime.InteropServices;

namespace Meerkat.Engine.OpenSsl;

/// <summary>
/// What is used of libssl 3, under its own names: see the manual pages of OpenSSL. An SSL is used by one thread at a time, an
/// SSL_CTX by any once it is set up.
/// </summary>
internal static unsafe partial class LibSsl
{
    public const string Library = "libssl.so.3";

    // openssl/ssl.h
    public const int SSL_ERROR_WANT_READ = 2;
    public const int SSL_ERROR_WANT_WRITE = 3;
    public const int SSL_ERROR_ZERO_RETURN = 6;

    public const int SSL_CTRL_MODE = 33;
    public const int SSL_CTRL_SET_SESS_CACHE_MODE = 44;
    public const int SSL_CTRL_SET_MAX_CERT_LIST = 51;
    public const int SSL_CTRL_SET_TLSEXT_SERVERNAME_CB = 53;
    public const int SSL_CTRL_CHAIN_CERT = 89;
    public const int SSL_CTRL_GET_EXTMS_SUPPORT = 122;
    public const int SSL_CTRL_SET_MIN_PROTO_VERSION = 123;
    public const int SSL_CTRL_SET_MAX_PROTO_VERSION = 124;

    public const int SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER = 0x02;
    public const int SSL_MODE_RELEASE_BUFFERS = 0x10;

    public const ulong SSL_OP_NO_TICKET = 1UL << 14;
    public const ulong SSL_OP_NO_COMPRESSION = 1UL << 17;
    public const ulong SSL_OP_PRIORITIZE_CHACHA = 1UL << 21;
    public const ulong SSL_OP_CIPHER_SERVER_PREFERENCE = 1UL << 22;
    public const ulong SSL_OP_NO_RENEGOTIATION = 1UL << 30;

    public const int SSL_SESS_CACHE_OFF = 0;
    public const int SSL_VERIFY_PEER = 1;
    public const int SSL_VERIFY_FAIL_IF_NO_PEER_CERT = 2;

    public const int TLS1_2_VERSION = 0x0303;
    public const int TLS1_3_VERSION = 0x0304;

    // openssl/tls1.h
    public const int TLSEXT_NAMETYPE_host_name = 0;
    public const int SSL_TLSEXT_ERR_OK = 0;
    public const int SSL_TLSEXT_ERR_ALERT_FATAL = 2;
    public const int SSL_TLSEXT_ERR_NOACK = 3;

    [LibraryImport(Library)]
    public static partial nint TLS_server_method();

    [LibraryImport(Library)]
    public static partial SslContextHandle SSL_CTX_new(nint method);

    [LibraryImport(Library)]
    public static partial void SSL_CTX_free(nint context);

    [LibraryImport(Library)]
    public static partial CLong SSL_CTX_ctrl(SslContextHandle context, int command, CLong number, nint pointer);

    [LibraryImport(Library)]
    public static partial CLong SSL_CTX_ctrl(SslContextHandle context, int command, CLong number, X509Handle pointer);

    [LibraryImport(Library)]
    public static partial CLong SSL_CTX_callback_ctrl(
        SslContextHandle context, int command, delegate* unmanaged[Cdecl]<nint, int*, nint, int> callback);

    [LibraryImport(Library)]
    public static partial ulong SSL_CTX_set_options(SslContextHandle context, ulong options);

    [LibraryImport(Library)]
    public static partial int SSL_CTX_set_num_tickets(SslContextHandle context, nuint count);

    [LibraryImport(Library)]
    public static partial int SSL_CTX_set_session_id_context(SslContextHandle context, byte* id, uint length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SSL_CTX_set_cipher_list(SslContextHandle context, string ciphers);

    [LibraryImport(Library)]
    public static partial int SSL_CTX_use_certificate(SslContextHandle context, X509Handle certificate);

    [LibraryImport(Library)]
    public static partial int SSL_CTX_use_PrivateKey(SslContextHandle context, PrivateKeyHandle key);

    [LibraryImport(Library)]
    public static partial int SSL_CTX_check_private_key(SslContextHandle context);

    [LibraryImport(Library)]
    public static partial void SSL_CTX_set_verify(
        SslContextHandle context, int mode, delegate* unmanaged[Cdecl]<int, nint, int> callback);

    [LibraryImport(Library)]
    public static partial void SSL_CTX_set_verify_depth(SslContextHandle context, int depth);

    [LibraryImport(Library)]
    public static partial nint SSL_CTX_get_cert_store(SslContextHandle context);

    [LibraryImport(Library)]
    public static partial int SSL_CTX_set_default_verify_paths(SslContextHandle context);

    [LibraryImport(Library)]
    public static partial int SSL_CTX_add_client_CA(SslContextHandle context, X509Handle authority);

    [LibraryImport(Library)]
    public static partial int SSL_get_ex_data_X509_STORE_CTX_idx();

    [LibraryImport(Library)]
    public static partial CLong SSL_get_verify_result(SslHandle ssl);

    [LibraryImport(Library)]
    public static partial void SSL_CTX_set_info_callback(
        SslContextHandle context, delegate* unmanaged[Cdecl]<nint, int, int, void> callback);

    [LibraryImport(Library)]
    public static partial void SSL_CTX_set_alpn_select_cb(
        SslContextHandle context, delegate* unmanaged[Cdecl]<nint, byte**, byte*, byte*, uint, nint, int> callback, nint argument);

    [LibraryImport(Library)]
    public static partial SslHandle SSL_new(SslContextHandle context);

    [LibraryImport(Library)]
    public static partial void SSL_free(nint ssl);

    [LibraryImport(Library)]
    public static partial void SSL_set_bio(SslHandle ssl, nint read, nint write);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial nint SSL_get_rbio(nint ssl);

    [LibraryImport(Library)]
    public static partial void SSL_set_accept_state(SslHandle ssl);

    [LibraryImport(Library)]
    public static partial int SSL_do_handshake(SslHandle ssl);

    [LibraryImport(Library)]
    public static partial int SSL_read_ex(SslHandle ssl, byte* into, nuint length, nuint* count);

    [LibraryImport(Library)]
    public static partial int SSL_write_ex(SslHandle ssl, byte* from, nuint length, nuint* count);

    [LibraryImport(Library)]
    public static partial int SSL_shutdown(SslHandle ssl);

    [LibraryImport(Library)]
    public static partial int SSL_get_error(SslHandle ssl, int code);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial int SSL_pending(SslHandle ssl);

    [LibraryImport(Library)]
    public static partial int SSL_has_pending(SslHandle ssl);

    [LibraryImport(Library)]
    public static partial nint SSL_get_servername(nint ssl, int type);

    [LibraryImport(Library)]
    public static partial nint SSL_get_servername(SslHandle ssl, int type);

    [LibraryImport(Library)]
    public static partial nint SSL_get_SSL_CTX(SslHandle ssl);

    [LibraryImport(Library)]
    public static partial nint SSL_set_SSL_CTX(nint ssl, SslContextHandle context);

    [LibraryImport(Library)]
    public static partial int SSL_version(SslHandle ssl);

    [LibraryImport(Library)]
    public static partial nint SSL_get_current_cipher(SslHandle ssl);

    [LibraryImport(Library)]
    public static partial ushort SSL_CIPHER_get_protocol_id(nint cipher);

    [LibraryImport(Library)]
    public static partial void SSL_get0_alpn_selected(SslHandle ssl, byte** name, uint* length);

    [LibraryImport(Library)]
    public static partial X509Handle SSL_get1_peer_certificate(SslHandle ssl);

    [LibraryImport(Library)]
    public static partial int SSL_session_reused(SafeHandle ssl);

    [LibraryImport(Library)]
    public static partial nuint SSL_get_finished(SafeHandle ssl, Span<byte> into, nuint count);

    [LibraryImport(Library)]
    public static partial nuint SSL_get_peer_finished(SafeHandle ssl, Span<byte> into, nuint count);

    [LibraryImport(Library)]
    public static partial CLong SSL_ctrl(SslHandle ssl, int command, CLong number, nint pointer);

    [LibraryImport(Library)]
    public static partial int SSL_export_keying_material(
        SslHandle ssl, byte* into, nuint length, byte* label, nuint labelLength, byte* context, nuint contextLength, int usesContext);
}
