using Microsoft.Win32.SafeHandles;

namespace Meerkat.Engine.OpenSsl;

/// <summary>One TLS connection (SSL), with the BIO it was given. Owned by a <see cref="SslEngine"/>.</summary>
internal sealed class SslHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LibSsl.SSL_free(handle);
        return true;
    }
}
