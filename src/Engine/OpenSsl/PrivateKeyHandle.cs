using Microsoft.Win32.SafeHandles;

namespace Meerkat.Engine.OpenSsl;

/// <summary>A private key (EVP_PKEY). Owned by whoever asked for it.</summary>
internal sealed class PrivateKeyHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LibCrypto.EVP_PKEY_free(handle);
        return true;
    }
}
