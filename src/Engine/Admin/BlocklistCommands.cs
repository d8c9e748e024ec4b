using Meerkat.Engine.Blocking;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Admin;

/// <summary>Whom users block (XEP-0191). Clients see changes as pushes, and the blocked as presence. Stateless; any thread.</summary>
internal static class BlocklistCommands
{
    private static readonly AdminParameter<Jid> _user = new("user", AdminTypes.Account, "Whose blocklist it is.");
    private static readonly AdminParameter<Jid> _jid =
        new("jid", AdminTypes.Address, "Whom: user@domain/resource, user@domain, domain/resource, or a domain with all its users.");

    public static AdminCategory Category { get; } = new("blocklist", "Whom users block. Users see changes at once.",
    [
        new("blocklist", "list", "List the addresses that an account blocks.")
        {
            Parameters = [_user],
            Shape = AdminShape.ListOf("jid", "An address."),
            Run = ListAsync,
        },
        new("blocklist", "add", "Block an address for an account.")
        {
            Parameters = [_user, _jid],
            IsChange = true,
            Run = AddAsync,
        },
        new("blocklist", "remove", "Unblock an address for an account.")
        {
            Parameters = [_user, _jid],
            IsChange = true,
            Run = RemoveAsync,
        },
    ]);

    private static async ValueTask<AdminResult> ListAsync(AdminContext admin, AdminArguments arguments)
    {
        var user = arguments.Require(_user);
        if (!await admin.Services.Stores.Accounts.ExistsAsync(user).ConfigureAwait(false)) return AdminContext.NoAccount(user);

        var blocked = await admin.Services.Blocklists.ListAsync(user).ConfigureAwait(false);
        return AdminResult.Of(blocked.Select(jid => jid.ToString()).Order(StringComparer.Ordinal));
    }

    private static async ValueTask<AdminResult> AddAsync(AdminContext admin, AdminArguments arguments)
    {
        var (user, jid) = (arguments.Require(_user), arguments.Require(_jid));
        if (!BlockedItems.MayBlock(user, jid)) return AdminResult.BadArgument("nobody can block the own account or server");

        var change = await admin.Services.Blocklists.BlockAsync(user, [jid], LimitOf(admin, user)).ConfigureAwait(false);
        if (change.Status == BlocklistStatus.NoSuchAccount) return AdminContext.NoAccount(user);
        if (change.Status == BlocklistStatus.Full) return AdminResult.Conflict($"the blocklist of {user} is full");
        if (change.Changed.Count == 0) return AdminResult.Conflict($"{user} blocks {jid} already");

        await new BlockingPresence(admin.Services).HideAsync(user, change).ConfigureAwait(false);
        Push(admin, user, "block"u8, change);
        return AdminResult.Of($"{user} blocks {jid}");
    }

    private static async ValueTask<AdminResult> RemoveAsync(AdminContext admin, AdminArguments arguments)
    {
        var (user, jid) = (arguments.Require(_user), arguments.Require(_jid));
        var change = await admin.Services.Blocklists.UnblockAsync(user, [jid]).ConfigureAwait(false);
        if (change.Status == BlocklistStatus.NoSuchAccount) return AdminContext.NoAccount(user);
        if (change.Changed.Count == 0) return AdminResult.NotFound($"{user} does not block {jid}");

        Push(admin, user, "unblock"u8, change);
        await new BlockingPresence(admin.Services).ShowAsync(user, change).ConfigureAwait(false);
        return AdminResult.Of($"{user} does not block {jid} any more");
    }

    private static void Push(AdminContext admin, Jid user, ReadOnlySpan<byte> command, BlocklistChange change)
    {
        var turn = admin.Services.Turns.Begin();
        admin.Services.Blocklists.Push(turn, user, command, change.Changed);
        turn.End();
    }

    private static int LimitOf(AdminContext admin, Jid user) =>
        admin.Modules.First(host => host.Domain.Utf8.SequenceEqual(user.Domain)).Options.Blocking.MaxItems;
}
