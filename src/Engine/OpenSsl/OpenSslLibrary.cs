using System.Runtime.InteropServices;

namespace Meerkat.Engine.OpenSsl;

/// <summary>Whether this machine has OpenSSL 3, and which. Any thread.</summary>
public sealed class OpenSslLibrary
{
    // OPENSSL_VERSION in openssl/crypto.h: the text with the date of release.
    private const int VersionText = 0;

    private readonly Func<string, bool> _load;

    /// <param name="load">Loads a library by its file name, or says that it cannot.</param>
    internal OpenSslLibrary(Func<string, bool> load) => _load = load;

    /// <summary>What the loader of the system finds.</summary>
    public static OpenSslLibrary OfSystem { get; } = new(LoadFromSystem);

    /// <summary>False where a transport on OpenSSL cannot be had; <paramref name="version"/> then says what is missing.</summary>
    public bool TryLoad(out string version)
    {
        foreach (string name in (ReadOnlySpan<string>)[LibCrypto.Library, LibSsl.Library])
        {
            if (!_load(name))
            {
                version = $"{name} cannot be loaded";
                return false;
            }
        }

        version = Marshal.PtrToStringUTF8(LibCrypto.OpenSSL_version(VersionText)) ?? "";
        return true;
    }

    // Never freed: what is loaded stays, and is what the imports find.
    private static bool LoadFromSystem(string name) =>
        NativeLibrary.TryLoad(name, typeof(OpenSslLibrary).Assembly, DllImportSearchPath.SafeDirectories, out _);
}
