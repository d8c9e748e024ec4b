using Microsoft.Win32.SafeHandles;

namespace Meerkat.Engine.OpenSsl;

/// <summary>A set of certificates and settings (SSL_CTX); counted by OpenSSL, so it may be disposed before its connections.</summary>
internal sealed class SslContextHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LibSsl.SSL_CTX_free(handle);
        return true;
    }
}
