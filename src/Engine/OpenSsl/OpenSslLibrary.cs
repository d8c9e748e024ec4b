using System.Runtime.InteropServices;

namespace Meerkat.Engine.OpenSsl;

/// <summary>Whether this machine has OpenSSL 3, and which. Any thread.</summary>
public static class OpenSslLibrary
{
    // OPENSSL_VERSION in openssl/crypto.h: the text with the date of release.
    private const int VersionText = 0;

    /// <summary>False where a transport on OpenSSL cannot be had; <paramref name="version"/> then says what is missing.</summary>
    public static bool TryLoad(out string version)
    {
        foreach (string name in (ReadOnlySpan<string>)[LibCrypto.Library, LibSsl.Library])
        {
            if (!CanLoad(name))
            {
                version = $"{name} cannot be loaded";
                return false;
            }
        }

        version = Marshal.PtrToStringUTF8(LibCrypto.OpenSSL_version(VersionText)) ?? "";
        return true;
    }

    // Never freed: what is loaded stays, and is what the imports find.
    private static bool CanLoad(string name) =>
        NativeLibrary.TryLoad(name, typeof(OpenSslLibrary).Assembly, DllImportSearchPath.SafeDirectories, out _);
}
