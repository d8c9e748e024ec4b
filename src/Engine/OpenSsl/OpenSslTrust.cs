using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;
using Meerkat.Engine.Tls;

namespace Meerkat.Engine.OpenSsl;

/// <summary>Tells a context whom to trust when it verifies certificates of peers. At start and reload.</summary>
internal static unsafe class OpenSslTrust
{
    // Root, two intermediates and leaf are common; each one more is a signature that a stranger makes us check.
    private const int MaxDepth = 8;

    /// <exception cref="OpenSslException">OpenSSL refuses an authority or a revocation list.</exception>
    public static void Use(SslContextHandle context, TrustStore trust)
    {
        LibSsl.SSL_CTX_set_verify_depth(context, MaxDepth);
        nint store = LibSsl.SSL_CTX_get_cert_store(context);
        if (trust.Authorities is { } authorities) Add(context, store, authorities);
        else OpenSslErrors.ThrowIf(LibSsl.SSL_CTX_set_default_verify_paths(context) != 1, "The system's authorities cannot be read");

        if (trust.RevocationLists.Count == 0) return;

        foreach (byte[] list in trust.RevocationLists) Add(store, list);
        var flags = new CULong(LibCrypto.X509_V_FLAG_CRL_CHECK | LibCrypto.X509_V_FLAG_CRL_CHECK_ALL);
        OpenSslErrors.ThrowIf(LibCrypto.X509_STORE_set_flags(store, flags) != 1, "Revocation lists cannot be used");
    }

    // RFC 8446 §4.2.4: their names help a client with several certificates to choose.
    private static void Add(SslContextHandle context, nint store, X509Certificate2Collection authorities)
    {
        foreach (X509Certificate2 authority in authorities)
        {
            using X509Handle handle = OpenSslContext.Read(authority);
            OpenSslErrors.ThrowIf(
                LibCrypto.X509_STORE_add_cert(store, handle) != 1 || LibSsl.SSL_CTX_add_client_CA(context, handle) != 1,
                $"The authority {authority.Subject} is refused");
        }
    }

    private static void Add(nint store, byte[] list)
    {
        fixed (byte* bytes = list)
        {
            byte* next = bytes;
            using RevocationListHandle handle = LibCrypto.d2i_X509_CRL(0, &next, new CLong(list.Length));
            OpenSslErrors.ThrowIf(
                handle.IsInvalid || LibCrypto.X509_STORE_add_crl(store, handle) != 1, "A revocation list is refused");
        }
    }
}
