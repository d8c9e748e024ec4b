using Microsoft.Win32.SafeHandles;

namespace Meerkat.Engine.OpenSsl;

/// <summary>A list of revoked certificates (X509_CRL). Owned by whoever asked for it.</summary>
internal sealed class RevocationListHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LibCrypto.X509_CRL_free(handle);
        return true;
    }
}
