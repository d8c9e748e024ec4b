using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Meerkat.Engine.OpenSsl;

/// <summary>
/// OpenSSL's queue of errors, one for each thread, shared with everything else in the process that uses OpenSSL. Whatever
/// fails is read on the same thread, before anything else is called.
/// </summary>
internal static class OpenSslErrors
{
    // What one failure leaves behind: its cause and what could not be done because of it.
    private const int MaxNamed = 4;

    /// <summary>Before a call whose failure is judged by the queue: the runtime's own use may have left errors in it.</summary>
    public static void Clear()
    {
        if (LibCrypto.ERR_peek_error() != 0) LibCrypto.ERR_clear_error();
    }

    /// <summary>Empties the queue: the reasons, the first one first, with their codes as <c>openssl errstr</c> takes them.</summary>
    public static string Take()
    {
        var text = new StringBuilder();
        for (int i = 0; i < MaxNamed && LibCrypto.ERR_get_error() is var error && error != 0; i++)
        {
            if (i > 0) text.Append("; ");
            string? reason = Marshal.PtrToStringUTF8(LibCrypto.ERR_reason_error_string(error));
            text.Append(CultureInfo.InvariantCulture, $"{reason ?? "unknown error"} ({error:X8})");
        }

        LibCrypto.ERR_clear_error();
        return text.Length > 0 ? text.ToString() : "OpenSSL gives no reason";
    }

    /// <exception cref="OpenSslException">The call has failed.</exception>
    public static void ThrowIf(bool hasFailed, string what)
    {
        if (hasFailed) throw new OpenSslException($"{what}: {Take()}.");
    }
}
