using System.Globalization;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Admin;

/// <summary>When users were last seen (XEP-0012). Stateless; any thread.</summary>
internal static class LastCommands
{
    private static readonly AdminParameter<Jid> _user = new("user", AdminTypes.Account, "The account.");
    private static readonly AdminParameter<DateTimeOffset> _time =
        new AdminParameter<DateTimeOffset>("time", AdminTypes.Time, "When it was last seen; now without it.").Optional();
    private static readonly AdminParameter<string> _status =
        new AdminParameter<string>("status", AdminTypes.Text, "The status it left with.").Optional();

    public static AdminCategory Category { get; } = new("last", "When users were last seen.",
    [
        new("last", "get", "Tell when an account was last connected.")
        {
            Parameters = [_user],
            Shape = AdminShape.Record(
                new("online", AdminCell.Boolean, "Whether it is connected now."),
                new("time", AdminCell.Text, "When its last connection ended; nothing if there was none yet."),
                new("status", AdminCell.Text, "The status it left with.")),
            Run = GetAsync,
        },
        new("last", "set", "Set when an account was last connected.")
        {
            Parameters = [_user, _time, _status],
            IsChange = true,
            Aliases = [new("set_last user=USER@HOST time=TIMESTAMP status=STATUS")],
            Run = SetAsync,
        },
    ]);

    private static async ValueTask<AdminResult> GetAsync(AdminContext admin, AdminArguments arguments)
    {
        var user = arguments.Require(_user);
        if (!await admin.Services.Stores.Accounts.ExistsAsync(user).ConfigureAwait(false)) return AdminContext.NoAccount(user);

        var last = await admin.Services.Stores.LastActivity.FindAsync(user).ConfigureAwait(false);
        var isOnline = admin.Services.Sessions.Find(user.Utf8) is not null;
        return AdminResult.OfRecord(isOnline, last?.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), last?.Status);
    }

    private static async ValueTask<AdminResult> SetAsync(AdminContext admin, AdminArguments arguments)
    {
        var user = arguments.Require(_user);
        if (!await admin.Services.Stores.Accounts.ExistsAsync(user).ConfigureAwait(false)) return AdminContext.NoAccount(user);

        var last = new LastActivity(arguments.GetOr(_time, admin.Services.Time.GetUtcNow()), arguments.Get(_status) ?? "");
        await admin.Services.Stores.LastActivity.SetAsync(user, last).ConfigureAwait(false);
        return AdminResult.Of($"last activity of {user} set");
    }
}
