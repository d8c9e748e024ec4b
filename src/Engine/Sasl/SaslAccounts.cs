using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Sasl;

/// <summary>Finds the account that a SASL user name means. One per process; any thread.</summary>
internal sealed class SaslAccounts(IAccountStore store, DecoyKeys decoys)
{
    /// <summary>The account that <paramref name="username"/> would be at <paramref name="host"/>, whether it exists or
    /// not. Null if no account can have that name.</summary>
    public static Jid? Prepare(ReadOnlySpan<byte> username, Jid host)
    {
        if (!SaslPrep.TryPrepareQuery(username, out byte[] local))
            return null;

        // A name with '@' or '/' in it may parse as something else than a localpart, hence the checks.
        byte[] address = [.. local, (byte)'@', .. host.Domain];
        return Jid.TryParse(address, out Jid? account)
            && account.IsBare
            && account.HasLocal
            && account.Domain.SequenceEqual(host.Domain)
                ? account
                : null;
    }

    /// <summary>RFC 6120 §6.3.8: nobody may act as somebody else here, so an authorization identity is empty or the
    /// bare JID of the account itself.</summary>
    public static bool IsAllowed(ReadOnlySpan<byte> authzid, Jid? account) =>
        authzid.IsEmpty || (account is not null && Jid.TryParse(authzid, out Jid? jid) && jid.Equals(account));

    /// <summary>The keys of the account, or decoys.</summary>
    /// <param name="account">From <see cref="Prepare"/>.</param>
    /// <param name="username">Borrowed until the method returns.</param>
    /// <param name="hash">Which of the keys.</param>
    public ValueTask<SaslAccount> FindAsync(Jid? account, ReadOnlySpan<byte> username, ScramHash hash)
    {
        // Made for known users too, so that the time does not tell.
        ScramKeys decoy = decoys.For(hash, account is null ? username : account.Utf8);
        return account is null ? new(new SaslAccount(null, decoy)) : FindAsync(account, hash, decoy);
    }

    private async ValueTask<SaslAccount> FindAsync(Jid account, ScramHash hash, ScramKeys decoy)
    {
        Credentials? credentials = await store.FindAsync(account).ConfigureAwait(false);
        return credentials is null ? new SaslAccount(null, decoy) : new SaslAccount(account, hash.KeysOf(credentials));
    }
}
