using System.Globalization;
using Meerkat.Engine.Rosters;
using Meerkat.Engine.Storage;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Admin;

/// <summary>Fills the rosters of many accounts, as for the people of a company. Stateless; any thread.</summary>
internal static class RosterFillCommands
{
    private static readonly AdminParameter<IReadOnlyList<string>> _contacts = new(
        "contacts", AdminTypes.SecretLines, "Lines of contact,name,group,group…, of which only the contact must be there.");
    private static readonly AdminParameter<Jid> _user =
        new AdminParameter<Jid>("user", AdminTypes.Account, "Only the roster of this account.").Optional();
    private static readonly AdminParameter<Jid> _domain =
        new AdminParameter<Jid>("domain", AdminTypes.Domain, "Only rosters of accounts of this domain.").Optional();
    private static readonly AdminParameter<Jid> _oneDomain = new("domain", AdminTypes.Domain, "The domain.");
    private static readonly AdminParameter<string> _group =
        new AdminParameter<string>("group", AdminTypes.Text, "The group that everybody is in.").Optional();

    public static AdminCommand Import { get; } = new(
        "roster",
        "import",
        "Put contacts into a roster, or into all of them, subscribed both ways: the users' side only. No contact, or all.")
    {
        Parameters = [_contacts, _user, _domain],
        IsChange = true,
        Level = AdminLevel.Server,
        Run = ImportAsync,
    };

    public static AdminCommand BefriendAll { get; } = new(
        "roster", "befriend-all", "Put all accounts of a domain into each other's rosters, all seeing each other's presence.")
    {
        Parameters = [_oneDomain, _group],
        IsChange = true,
        Level = AdminLevel.Server,
        Aliases = [new("push_roster_alltoall domain=HOST group=GROUP")],
        Run = BefriendAllAsync,
    };

    private static async ValueTask<AdminResult> ImportAsync(AdminContext admin, AdminArguments arguments)
    {
        var lines = ContactLines.Read(arguments.Require(_contacts), admin.Services.Limits);
        if (lines.Mistakes.Count > 0) return AdminResult.BadArgument(string.Join('\n', lines.Mistakes));

        var fill = new RosterFill(admin);
        await foreach (var user in UsersAsync(admin, arguments).ConfigureAwait(false))
        {
            foreach (var (contact, name, groups) in lines.Contacts)
            {
                await fill.AddAsync(user, contact, item => item with
                {
                    Name = name ?? item.Name,
                    Groups = groups.Count > 0 ? groups : item.Groups,
                    Subscription = Subscription.Both,
                }).ConfigureAwait(false);
            }
        }

        return fill.Answer();
    }

    private static IAsyncEnumerable<Jid> UsersAsync(AdminContext admin, AdminArguments arguments) =>
        arguments.Get(_user) is { } user
            ? new[] { user }.ToAsyncEnumerable()
            : admin.AccountsAsync(arguments.Get(_domain)?.ToString());

    private static async ValueTask<AdminResult> BefriendAllAsync(AdminContext admin, AdminArguments arguments)
    {
        string[] groups = arguments.GetOr(_group, "") is { Length: > 0 } group ? [group] : [];
        if (RosterEdits.FindMistake(groups, admin.Services.Limits) is { } mistake) return AdminResult.BadArgument(mistake);

        var most = admin.Services.Limits.RosterItems;
        var accounts = await admin.AccountsAsync(arguments.Require(_oneDomain).ToString()).Take(most + 2).ToListAsync().ConfigureAwait(false);
        if (accounts.Count > most + 1)
            return AdminResult.Conflict($"the domain has more accounts than a roster may have contacts: {most}");

        var fill = new RosterFill(admin);
        foreach (var user in accounts)
        {
            foreach (var contact in accounts)
                await fill.AddAsync(user, contact, item => RosterCommands.Friend(item, groups)).ConfigureAwait(false);
        }

        return fill.Answer();
    }

    // Counts what was done. A roster that is full is no reason to leave others half filled.
    private sealed class RosterFill(AdminContext admin)
    {
        private readonly HashSet<Jid> _full = [];
        private readonly HashSet<Jid> _users = [];
        private long _contacts;
        private Jid? _missing;

        public async ValueTask AddAsync(Jid user, Jid contact, Func<RosterItem, RosterItem> edit)
        {
            if (user.Equals(contact)) return;

            switch (await RosterEdits.SetAsync(admin, user, contact, edit).ConfigureAwait(false))
            {
                case RosterUpdateStatus.NoSuchAccount:
                    _missing ??= user;
                    break;
                case RosterUpdateStatus.RosterFull:
                    _full.Add(user);
                    break;
                default:
                    _users.Add(user);
                    _contacts++;
                    break;
            }
        }

        public AdminResult Answer()
        {
            var done = string.Create(CultureInfo.InvariantCulture, $"{_contacts} contacts put into {_users.Count} rosters");
            if (_full.Count > 0)
                return AdminResult.Conflict($"{done}; full are those of {string.Join(", ", _full.Take(10))}{(_full.Count > 10 ? " …" : "")}");

            return _users.Count == 0 && _missing is { } user ? AdminContext.NoAccount(user) : AdminResult.Of(done);
        }
    }
}
