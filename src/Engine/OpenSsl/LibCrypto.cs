using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace Meerkat.Engine.OpenSsl;

/// <summary>
/// What is used of libcrypto 3, under its own names: see the manual pages of OpenSSL. Any thread. Calls that only move a few
/// words spare the transition of the thread's state.
/// </summary>
internal static unsafe partial class LibCrypto
{
    public const string Library = "libcrypto.so.3";

    // openssl/bio.h
    public const int BIO_TYPE_SOURCE_SINK = 0x0400;
    public const int BIO_FLAGS_READ = 0x01;
    public const int BIO_FLAGS_WRITE = 0x02;
    public const int BIO_FLAGS_SHOULD_RETRY = 0x08;
    public const int BIO_CTRL_FLUSH = 11;

    // openssl/x509_vfy.h
    public const int X509_V_ERR_UNABLE_TO_GET_CRL = 3;
    public const int X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT = 18;
    public const uint X509_V_FLAG_CRL_CHECK = 0x4;
    public const uint X509_V_FLAG_CRL_CHECK_ALL = 0x8;

    [LibraryImport(Library)]
    public static partial nint OpenSSL_version(int part);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial nuint ERR_peek_error();

    [LibraryImport(Library)]
    public static partial nuint ERR_get_error();

    [LibraryImport(Library)]
    public static partial void ERR_clear_error();

    [LibraryImport(Library)]
    public static partial nint ERR_reason_error_string(nuint error);

    [LibraryImport(Library)]
    public static partial int BIO_get_new_index();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint BIO_meth_new(int type, string name);

    [LibraryImport(Library)]
    public static partial int BIO_meth_set_read_ex(nint method, delegate* unmanaged[Cdecl]<nint, byte*, nuint, nuint*, int> read);

    [LibraryImport(Library)]
    public static partial int BIO_meth_set_write_ex(nint method, delegate* unmanaged[Cdecl]<nint, byte*, nuint, nuint*, int> write);

    [LibraryImport(Library)]
    public static partial int BIO_meth_set_ctrl(nint method, delegate* unmanaged[Cdecl]<nint, int, CLong, nint, CLong> ctrl);

    [LibraryImport(Library)]
    public static partial nint BIO_new(nint method);

    [LibraryImport(Library)]
    public static partial void BIO_set_init(nint bio, int isInitialized);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial void BIO_set_data(nint bio, void* data);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial void* BIO_get_data(nint bio);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial void BIO_set_flags(nint bio, int flags);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial void BIO_clear_flags(nint bio, int flags);

    [LibraryImport(Library)]
    public static partial X509Handle d2i_X509(nint destination, byte** der, CLong length);

    [LibraryImport(Library)]
    public static partial int i2d_X509(X509Handle certificate, byte** der);

    [LibraryImport(Library)]
    public static partial void X509_free(nint certificate);

    [LibraryImport(Library)]
    public static partial PrivateKeyHandle d2i_AutoPrivateKey(nint destination, byte** der, CLong length);

    [LibraryImport(Library)]
    public static partial void EVP_PKEY_free(nint key);

    [LibraryImport(Library)]
    public static partial RevocationListHandle d2i_X509_CRL(nint destination, byte** der, CLong length);

    [LibraryImport(Library)]
    public static partial void X509_CRL_free(nint list);

    [LibraryImport(Library)]
    public static partial int X509_STORE_add_cert(nint store, X509Handle certificate);

    [LibraryImport(Library)]
    public static partial int X509_STORE_add_crl(nint store, RevocationListHandle list);

    [LibraryImport(Library)]
    public static partial int X509_STORE_set_flags(nint store, CULong flags);

    [LibraryImport(Library)]
    public static partial nint X509_STORE_CTX_get_ex_data(nint context, int index);

    [LibraryImport(Library)]
    public static partial int X509_STORE_CTX_get_error(nint context);

    [LibraryImport(Library)]
    public static partial void X509_STORE_CTX_set_error(nint context, int error);

    [LibraryImport(Library)]
    public static partial nint X509_verify_cert_error_string(CLong error);
}
