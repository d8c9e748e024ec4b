using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Sasl;

/// <summary>
/// The method "pki": every account that a certificate proves is there. It is entered into the store at its first login, since
/// rosters and offline messages hang on it, with keys that no password gives. One per process; any thread.
/// </summary>
internal sealed class PkiAccounts(IAccountStore store, int iterations) : ICertificateAccounts
{
    private const int SaltBytes = ScramKeyDerivation.SaltBytes;

    public async ValueTask<bool> AcceptsAsync(Jid account, X509Certificate2 certificate)
    {
        // False from both is a second login at the same moment, which has made it.
        if (!await store.ExistsAsync(account).ConfigureAwait(false))
            await store.CreateAsync(account, NoPassword()).ConfigureAwait(false);
        return true;
    }

    private Credentials NoPassword() =>
        new(RandomKeys(ScramHash.Sha1), RandomKeys(ScramHash.Sha256), RandomKeys(ScramHash.Sha512));

    private ScramKeys RandomKeys(ScramHash hash) => new(
        RandomNumberGenerator.GetBytes(SaltBytes),
        iterations,
        RandomNumberGenerator.GetBytes(hash.Bytes),
        RandomNumberGenerator.GetBytes(hash.Bytes));
}
