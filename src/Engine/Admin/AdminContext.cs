using Meerkat.Engine.Modules;
using Meerkat.Engine.Presence;
using Meerkat.Engine.Sasl;
using Meerkat.Engine.Services;
using Meerkat.Engine.Sessions;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Admin;

/// <summary>What commands work on, and what several of them do. One per process; any thread.</summary>
public sealed class AdminContext
{
    // Read from the store at once, so that nobody waits long for it in between.
    private const int AccountsPerPage = 1000;

    public required EngineServices Services { get; init; }

    public required SubscriptionService Subscriptions { get; init; }

    public required SessionEnds Ends { get; init; }

    public required ServiceRegistry NodeServices { get; init; }

    /// <summary>The modules of each host, in the order of the configuration.</summary>
    public required IReadOnlyList<HostModules> Modules { get; init; }

    public required INodeControl Node { get; init; }

    internal static AdminResult TooManyPasswords =>
        AdminResult.Failed(AdminFailure.Busy, "too many passwords are being checked or set; try again");

    internal static AdminResult NoAccount(Jid user) => AdminResult.NotFound($"there is no account {user}");

    /// <summary>The keys of a password, or the answer that says why there are none.</summary>
    internal async ValueTask<(Credentials? Credentials, AdminResult? Refusal)> DeriveAsync(string password)
    {
        if (!Services.Passwords.TryRun(() => Derive(password), out var derivation)) return (null, TooManyPasswords);

        return await derivation.ConfigureAwait(false) is { } credentials
            ? (credentials, null)
            : (null, AdminResult.BadArgument("the password is empty or has characters that SASLprep (RFC 4013) prohibits"));
    }

    /// <summary>All accounts of a domain, or of all, a page at a time.</summary>
    internal async IAsyncEnumerable<Jid> AccountsAsync(string? domain, Jid? after = null)
    {
        IReadOnlyList<Jid> page;
        do
        {
            page = await Services.Stores.Accounts.ListAsync(domain, after, AccountsPerPage).ConfigureAwait(false);
            foreach (var account in page) yield return account;
            if (page.Count > 0) after = page[^1];
        }
        while (page.Count == AccountsPerPage);
    }

    /// <summary>Whether an account is connected or was so since then; null if it never was.</summary>
    internal async ValueTask<bool?> IsActiveAsync(Jid account, DateTimeOffset since)
    {
        if (Services.Sessions.Find(account.Utf8) is not null) return true;

        var last = await Services.Stores.LastActivity.FindAsync(account).ConfigureAwait(false);
        return last is null ? null : last.At >= since;
    }

    /// <summary>As when users cancel their accounts (XEP-0077 §3.2): contacts lose the subscriptions, the sessions end.</summary>
    internal async ValueTask<bool> RemoveAccountAsync(Jid account)
    {
        var roster = await Services.Rosters.GetAsync(account).ConfigureAwait(false);
        foreach (var item in roster.Items) await Subscriptions.RemoveAsync(account, item.Contact).ConfigureAwait(false);

        if (!await Services.Stores.Accounts.RemoveAsync(account).ConfigureAwait(false)) return false;

        await KickAsync(account, "The account was removed.").ConfigureAwait(false);
        return true;
    }

    /// <summary>Ends all sessions of an account; returns how many.</summary>
    internal async ValueTask<int> KickAsync(Jid account, string? reason)
    {
        var sessions = Services.Sessions.Find(account.Utf8)?.Sessions ?? [];
        foreach (var session in sessions) await KickAsync(session, reason).ConfigureAwait(false);
        return sessions.Length;
    }

    /// <summary>When it returns nobody finds the session any more, however long its client takes to close.</summary>
    internal Task KickAsync(Session session, string? reason)
    {
        var turn = Services.Turns.Begin();
        session.Kick(turn, reason);
        turn.End();
        return Ends.EndAsync(session);
    }

    /// <summary>Has a session's client say this; false if it is not connected.</summary>
    internal Task<bool> TakeAsync(Jid jid, byte[] stanza) =>
        Services.Sessions.Find(jid.BareUtf8)?.Find(jid.Resource)?.TakeAsync(stanza) ?? Task.FromResult(false);

    private Credentials? Derive(string password) =>
        ScramKeyDerivation.TryDerive(password, Services.ScramIterations, out var credentials) ? credentials : null;
}
