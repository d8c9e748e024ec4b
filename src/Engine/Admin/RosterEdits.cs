using System.Text;
using Meerkat.Engine.Modules;
using Meerkat.Engine.Presence;
using Meerkat.Engine.Rosters;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Admin;

/// <summary>Changes roster items on a user's behalf. Stateless; any thread.</summary>
internal static class RosterEdits
{
    /// <summary>What RFC 6121 §2.3.3 and the limits say of groups; null: nothing.</summary>
    public static string? FindMistake(IReadOnlyList<string> groups, ModuleLimits limits)
    {
        if (groups.Count > limits.RosterGroupsPerItem) return $"there are more than {limits.RosterGroupsPerItem} groups";
        if (groups.Any(group => group.Length == 0)) return "a group has no name";
        if (groups.Any(group => Encoding.UTF8.GetByteCount(group) > limits.RosterNameBytes))
            return $"the name of a group is longer than {limits.RosterNameBytes} bytes";

        return groups.Distinct().Count() == groups.Count ? null : "a group is named twice";
    }

    /// <summary>
    /// Changes an item, or makes it. A subscription that is set ends the request for it. The user's sessions are pushed the
    /// item, and who gains or loses a subscription by it is sent presence.
    /// </summary>
    public static async ValueTask<RosterUpdateStatus> SetAsync(
        AdminContext admin, Jid user, Jid contact, Func<RosterItem, RosterItem> edit)
    {
        var change = await admin.Services.Rosters.UpdateAsync(
            user, contact, item => Settle(edit((item ?? new RosterItem(contact)) with { IsInRoster = true }))).ConfigureAwait(false);
        if (change.Status != RosterUpdateStatus.Done) return change.Status;

        admin.Services.Rosters.Push(user, contact, change);
        var (before, after) = (change.Before, change.After!);
        if (after.HasFrom != (before?.HasFrom ?? false))
            admin.Subscriptions.Tell(user, contact, after.HasFrom ? OwedPresence.Current : OwedPresence.Unavailable);
        if (after.HasTo && before is not { HasTo: true }) await ProbeAsync(admin, user, contact).ConfigureAwait(false);
        return change.Status;
    }

    private static RosterItem Settle(RosterItem item) => item with
    {
        IsPendingOut = item.IsPendingOut && !item.HasTo,
        IsPendingIn = item.IsPendingIn && !item.HasFrom,
        Request = item.HasFrom ? null : item.Request,
    };

    /// <summary>RFC 6121 §4.3: the user's available resources learn of the contact's presence. A contact of this server whose side
    /// does not agree is not asked: it would answer that there is no subscription, and so undo what was just set.</summary>
    private static async ValueTask ProbeAsync(AdminContext admin, Jid user, Jid contact)
    {
        if (admin.Services.Hosts.Find(contact) is not null)
        {
            var roster = await admin.Services.Rosters.GetAsync(contact).ConfigureAwait(false);
            if (roster.Find(user) is not { HasFrom: true }) return;
        }

        foreach (var session in admin.Services.Sessions.Find(user.Utf8)?.Sessions ?? [])
        {
            if (session.Presence is null || session.Account.Blocklist?.Blocks(contact) == true) continue;

            var turn = admin.Services.Turns.Begin();
            admin.Services.Server.RouteUnanswered(turn, PresenceStanzas.Write(session.Jid, contact, "probe"u8), contact);
            turn.End();
        }
    }
}
