using Microsoft.Win32.SafeHandles;

namespace Meerkat.Engine.OpenSsl;

/// <summary>A certificate (X509). Owned by whoever asked for it.</summary>
internal sealed class X509Handle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LibCrypto.X509_free(handle);
        return true;
    }
}
