using Meerkat.Engine.Rosters;

namespace Meerkat.Engine.Admin;

/// <summary>Looks through all rosters, and removes what it finds if told so. Stateless; any thread.</summary>
internal static class RosterSearchCommand
{
    private const string Alternatives = "any, or one or more of them joined by ':'";

    private static readonly AdminParameter<bool> _isDeletion =
        new("action", AdminTypes.Choice(("list", false), ("delete", true)), "Whether what is found is only listed, or removed.");
    private static readonly AdminParameter<IReadOnlyList<string>> _subscriptions =
        new("subscriptions", Words("none", "from", "to", "both"), "The subscriptions to look for.");
    private static readonly AdminParameter<IReadOnlyList<string>> _asks =
        new("asks", Words("none", "out", "in", "both"), "The open requests to look for: of the user (out), of the contact (in).");
    private static readonly AdminParameter<string> _users = new("users", AdminTypes.Pattern, "Accounts to look at.");
    private static readonly AdminParameter<string> _contacts = new("contacts", AdminTypes.Pattern, "Contacts to look for.");

    public static AdminCommand Command { get; } = new("roster", "process", "Look for contacts in the rosters of many accounts.")
    {
        Parameters = [_isDeletion, _subscriptions, _asks, _users, _contacts],
        Shape = AdminShape.Table(
            new("user", AdminCell.Text, "Whose roster it is."),
            new("contact", AdminCell.Text, "The contact."),
            new("subscription", AdminCell.Text, "none, to, from or both."),
            new("ask", AdminCell.Text, "none, in, out or both.")),
        IsChange = true,
        Level = AdminLevel.Server,
        Aliases = [new("process_rosteritems action=ACTION subscriptions=SUBS asks=ASKS users=USERS contacts=CONTACTS")],
        Run = (admin, arguments) => new(AdminResult.Of(RunAsync(admin, arguments))),
    };

    private static async IAsyncEnumerable<object?[]> RunAsync(AdminContext admin, AdminArguments arguments)
    {
        await foreach (var user in admin.AccountsAsync(domain: null).ConfigureAwait(false))
        {
            if (!AdminTypes.Matches(arguments.Require(_users), user.ToString())) continue;

            var roster = await admin.Services.Rosters.GetAsync(user).ConfigureAwait(false);
            foreach (var item in roster.Items.Where(item => item.IsInRoster && IsWanted(item, arguments)))
            {
                if (arguments.Require(_isDeletion))
                    await admin.Subscriptions.RemoveAsync(user, item.Contact).ConfigureAwait(false);
                yield return [user.ToString(), item.Contact.ToString(), RosterCommands.WordOf(item.Subscription), RosterCommands.AskOf(item)];
            }
        }
    }

    private static bool IsWanted(RosterItem item, AdminArguments arguments) =>
        arguments.Require(_subscriptions).Contains(RosterCommands.WordOf(item.Subscription))
        && arguments.Require(_asks).Contains(RosterCommands.AskOf(item))
        && AdminTypes.Matches(arguments.Require(_contacts), item.Contact.ToString());

    private static AdminType<IReadOnlyList<string>> Words(params string[] words) => new(
        string.Join(':', words),
        $"{string.Join(", ", words)}: {Alternatives}",
        (IReadOnlyList<string> texts, out IReadOnlyList<string>? value) =>
        {
            value = texts[0] == "any" ? words : texts[0].Split(':');
            return value.FirstOrDefault(word => !words.Contains(word)) is { } unknown ? $"'{unknown}' is not one of {string.Join(", ", words)}" : null;
        });
}
