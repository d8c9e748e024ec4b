using System.Net.Security;
using System.Reflection;
using System.Runtime.InteropServices;
using Meerkat.Engine.OpenSsl;

namespace Meerkat.Engine.Tls;

/// <summary>
/// The first Finished message of a TLS 1.3 handshake, which clients built on OpenSSL take for <c>tls-unique</c>. SslStream
/// does not give it away under TLS 1.3, so OpenSSL is asked beside it; where that cannot be done, there is no binding. Owned
/// by nobody; called on the turn of a connection whose handshake is done.
/// </summary>
internal static class FinishedMessage
{
    // EVP_MAX_MD_SIZE: the longest hash that OpenSSL knows.
    private const int MaxBytes = 64;

    // The one place that looks behind SslStream; the transport on OpenSSL has no need of it.
    private static readonly FieldInfo? _context =
        typeof(SslStream).GetField("_securityContext", BindingFlags.Instance | BindingFlags.NonPublic);

    /// <summary>Null where the runtime or the system's OpenSSL is another than expected.</summary>
    public static byte[]? Of(SslStream ssl)
    {
        if (_context?.GetValue(ssl) is not SafeHandle { IsInvalid: false, IsClosed: false } handle) return null;

        var finished = new byte[MaxBytes];
        try
        {
            // RFC 5929 §3.1: the client's message, or in a resumed session the server's, whichever came first.
            var length = LibSsl.SSL_session_reused(handle) == 0
                ? LibSsl.SSL_get_peer_finished(handle, finished, MaxBytes)
                : LibSsl.SSL_get_finished(handle, finished, MaxBytes);
            return length is > 0 and <= MaxBytes ? finished[..(int)length] : null;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }
}
