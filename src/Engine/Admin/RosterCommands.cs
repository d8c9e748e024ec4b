using Meerkat.Engine.Rosters;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Admin;

/// <summary>Rosters. Users see changes as roster pushes, and contacts as presence. Stateless; any thread.</summary>
internal static class RosterCommands
{
    private static readonly AdminParameter<Jid> _user = new("user", AdminTypes.Account, "Whose roster it is.");
    private static readonly AdminParameter<Jid> _contact = new("contact", AdminTypes.Address, "The contact.");
    private static readonly AdminParameter<string> _name =
        new AdminParameter<string>("name", AdminTypes.Text, "The user's name for the contact.").Optional();
    private static readonly AdminParameter<IReadOnlyList<string>> _groups =
        new AdminParameter<IReadOnlyList<string>>("group", AdminTypes.Texts, "The groups the contact is in.").Optional();
    private static readonly AdminParameter<Subscription> _subscription = new AdminParameter<Subscription>(
        "subscription",
        AdminTypes.Choice(
            ("none", Subscription.None), ("to", Subscription.To), ("from", Subscription.From), ("both", Subscription.Both)),
        "to: the user sees the contact's presence; from: the contact sees the user's; none without it.").Optional();
    private static readonly AdminParameter<IReadOnlyList<string>> _contacts =
        new("contact", AdminTypes.Texts, "The contacts: accounts of this server.");

    public static AdminCategory Category { get; } = new("roster", "Rosters. Users see changes at once.",
    [
        new("roster", "get", "List the contacts of an account.")
        {
            Parameters = [_user],
            Shape = AdminShape.Table(
                new("contact", AdminCell.Text, "The contact."),
                new("subscription", AdminCell.Text, "none, to, from or both."),
                new("ask", AdminCell.Text, "in, out or both while a request is not answered, else none."),
                new("name", AdminCell.Text, "The user's name for the contact."),
                new("groups", AdminCell.Texts, "The groups the contact is in.")),
            Aliases = [new("get_roster user=USER@HOST")],
            Run = GetAsync,
        },
        new("roster", "add", "Add a contact to a roster, or change one: the user's side only.")
        {
            Parameters = [_user, _contact, _name, _groups, _subscription],
            IsChange = true,
            Aliases =
            [
                new("add_rosteritem user=LOCALUSER@LOCALSERVER contact=USER@SERVER name=NICK group=GROUP subscription=SUBS"),
            ],
            Run = AddAsync,
        },
        new("roster", "delete", "Remove a contact from a roster, and end the subscriptions both ways.")
        {
            Parameters = [_user, _contact],
            IsChange = true,
            Aliases = [new("delete_rosteritem user=LOCALUSER@LOCALSERVER contact=USER@SERVER")],
            Run = DeleteAsync,
        },
        new("roster", "befriend", "Put an account and others into each other's rosters, each seeing the other's presence.")
        {
            Parameters = [_user, _contacts, _groups],
            Level = AdminLevel.Server,
            IsChange = true,
            Run = BefriendAsync,
        },
        RosterFillCommands.BefriendAll,
        RosterFillCommands.Import,
        RosterSearchCommand.Command,
    ]);

    internal static string WordOf(Subscription subscription) => subscription switch
    {
        Subscription.To => "to",
        Subscription.From => "from",
        Subscription.Both => "both",
        _ => "none",
    };

    internal static string AskOf(RosterItem item) => item switch
    {
        { IsPendingIn: true, IsPendingOut: true } => "both",
        { IsPendingIn: true } => "in",
        { IsPendingOut: true } => "out",
        _ => "none",
    };

    private static async ValueTask<AdminResult> GetAsync(AdminContext admin, AdminArguments arguments)
    {
        var user = arguments.Require(_user);
        if (!await admin.Services.Stores.Accounts.ExistsAsync(user).ConfigureAwait(false)) return AdminContext.NoAccount(user);

        var roster = await admin.Services.Rosters.GetAsync(user).ConfigureAwait(false);
        return AdminResult.Of(roster.Items.Where(item => item.IsInRoster).Select(item => new object?[]
        {
            item.Contact.ToString(), WordOf(item.Subscription), AskOf(item), item.Name, item.Groups,
        }));
    }

    private static async ValueTask<AdminResult> AddAsync(AdminContext admin, AdminArguments arguments)
    {
        var (user, contact) = (arguments.Require(_user), arguments.Require(_contact).Bare);
        if (user.Equals(contact)) return AdminResult.BadArgument("nobody is a contact of its own");
        if (arguments.Get(_groups) is { } groups && RosterEdits.FindMistake(groups, admin.Services.Limits) is { } mistake)
            return AdminResult.BadArgument(mistake);

        var status = await RosterEdits.SetAsync(admin, user, contact, item => item with
        {
            Name = arguments.GetOr(_name, item.Name!) is { Length: > 0 } name ? name : null,
            Groups = arguments.GetOr(_groups, item.Groups),
            Subscription = arguments.GetOr(_subscription, item.Subscription),
        }).ConfigureAwait(false);
        return Answer(status, user) ?? AdminResult.Of($"{contact} is in the roster of {user}");
    }

    private static async ValueTask<AdminResult> DeleteAsync(AdminContext admin, AdminArguments arguments)
    {
        var (user, contact) = (arguments.Require(_user), arguments.Require(_contact).Bare);
        return await admin.Subscriptions.RemoveAsync(user, contact).ConfigureAwait(false) is null
            ? AdminResult.Of($"{contact} removed from the roster of {user}")
            : AdminResult.NotFound($"{contact} is not in the roster of {user}");
    }

    private static async ValueTask<AdminResult> BefriendAsync(AdminContext admin, AdminArguments arguments)
    {
        var user = arguments.Require(_user);
        var groups = arguments.GetOr(_groups, []);
        if (RosterEdits.FindMistake(groups, admin.Services.Limits) is { } mistake) return AdminResult.BadArgument(mistake);

        List<Jid> contacts = [];
        foreach (var text in arguments.Require(_contacts))
        {
            if (!AdminTypes.Account.TryRead([text], out var contact, out var wrong)) return AdminResult.BadArgument(wrong);
            if (!await admin.Services.Stores.Accounts.ExistsAsync((Jid)contact!).ConfigureAwait(false))
                return AdminContext.NoAccount((Jid)contact!);
            if (user.Equals((Jid)contact!)) return AdminResult.BadArgument("nobody is a contact of its own");

            contacts.Add((Jid)contact!);
        }

        foreach (var contact in contacts)
        {
            var there = await RosterEdits.SetAsync(admin, user, contact, item => Friend(item, groups)).ConfigureAwait(false);
            if (Answer(there, user) is { } refusal) return refusal;

            var back = await RosterEdits.SetAsync(admin, contact, user, item => Friend(item, groups)).ConfigureAwait(false);
            if (Answer(back, contact) is { } other) return other;
        }

        return AdminResult.Of($"{user} has {contacts.Count} mutual contacts more");
    }

    internal static RosterItem Friend(RosterItem item, IReadOnlyList<string> groups) =>
        item with { Subscription = Subscription.Both, Groups = groups.Count > 0 ? groups : item.Groups };

    private static AdminResult? Answer(RosterUpdateStatus status, Jid user) => status switch
    {
        RosterUpdateStatus.NoSuchAccount => AdminContext.NoAccount(user),
        RosterUpdateStatus.RosterFull => AdminResult.Conflict($"the roster of {user} is full"),
        _ => null,
    };
}
