using System.Text;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Admin;

/// <summary>Messages kept for users who are not there. Stateless; any thread.</summary>
internal static class OfflineCommands
{
    private static readonly AdminParameter<Jid> _user = new("user", AdminTypes.Account, "The account.");
    private static readonly AdminParameter<int> _days = new("days", AdminTypes.Number(0, 36_500), "Messages kept longer than so many days.");
    private static readonly AdminParameter<Jid> _domain =
        new AdminParameter<Jid>("domain", AdminTypes.Domain, "Only those for users of this domain.").Optional();

    public static AdminCategory Category { get; } = new("offline", "Messages kept for users who are not there.",
    [
        new("offline", "count", "Count the messages kept for an account.")
        {
            Parameters = [_user],
            Shape = AdminShape.Number,
            Run = async (admin, arguments) =>
                AdminResult.Of(await admin.Services.Stores.Offline.CountAsync(arguments.Require(_user)).ConfigureAwait(false)),
        },
        new("offline", "delete-old", "Remove messages that have waited for long; tells how many.")
        {
            Parameters = [_days, _domain],
            Shape = AdminShape.Number,
            IsChange = true,
            Aliases = [new("delete_old_messages days=DAYS")],
            Run = DeleteOldAsync,
        },
    ]);

    private static async ValueTask<AdminResult> DeleteOldAsync(AdminContext admin, AdminArguments arguments)
    {
        var before = admin.Services.Time.GetUtcNow() - TimeSpan.FromDays(arguments.Require(_days));
        var domain = arguments.Get(_domain) is { } jid ? Encoding.UTF8.GetString(jid.Domain) : null;
        return AdminResult.Of(await admin.Services.Stores.Offline.RemoveOlderThanAsync(domain, before).ConfigureAwait(false));
    }
}
