using System.Collections.Immutable;
using System.Text;
using Meerkat.Engine.Sessions;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Admin;

/// <summary>Connected resources. Stateless; any thread.</summary>
internal static class SessionCommands
{
    private static readonly AdminParameter<Jid> _user = new("user", AdminTypes.Account, "The account.");
    private static readonly AdminParameter<Jid> _session = new("session", AdminTypes.Session, "The connected resource.");
    private static readonly AdminParameter<Jid> _domain =
        new AdminParameter<Jid>("domain", AdminTypes.Domain, "Only sessions of this domain.").Optional();
    private static readonly AdminParameter<string> _reason =
        new AdminParameter<string>("reason", AdminTypes.Text, "What the client is told.").Optional();
    private static readonly AdminParameter<int> _number =
        new("number", AdminTypes.Number(1, int.MaxValue), "Which of the account's resources, from 1, oldest first.");
    private static readonly AdminParameter<SessionStatus> _status = new(
        "status",
        AdminTypes.Choice(
            ("available", SessionStatus.Available),
            ("chat", SessionStatus.Chat),
            ("away", SessionStatus.Away),
            ("xa", SessionStatus.ExtendedAway),
            ("dnd", SessionStatus.DoNotDisturb)),
        "The status to look for; available is that without any of the others.");

    private static readonly AdminColumn[] _columns =
    [
        new("session", AdminCell.Text, "The connected resource."),
        new("address", AdminCell.Text, "Where the client connects from."),
        new("tls", AdminCell.Text, "The version of TLS; nothing if the stream is not encrypted."),
        new("seconds", AdminCell.Number, "How long it has been connected."),
        new("priority", AdminCell.Number, "The priority of its presence; nothing while it is not available."),
        new("status", AdminCell.Text, "available, chat, away, xa or dnd; nothing while it is not available."),
        new("text", AdminCell.Text, "The text of its presence."),
    ];

    public static AdminCategory Category { get; } = new("session", "Connected resources.",
    [
        new("session", "list", "List connected resources.")
        {
            Parameters = [_domain],
            Shape = AdminShape.ListOf("session", "The connected resource."),
            Aliases = [new("connected_users"), new("connected_users_vhost domain=HOST")],
            Run = (admin, arguments) => new(AdminResult.Of(Sessions(admin, arguments.Get(_domain)).Select(session => session.Jid.ToString()))),
        },
        new("session", "count", "Count connected resources.")
        {
            Parameters = [_domain],
            Shape = AdminShape.Number,
            Run = (admin, arguments) => new(AdminResult.Of(Count(admin, arguments.Get(_domain)))),
        },
        new("session", "info", "List connected resources with all that is known of them.")
        {
            Parameters = [_domain],
            Shape = AdminShape.Table(_columns),
            Aliases = [new("connected_users_info")],
            Run = (admin, arguments) =>
                new(AdminResult.Of(Sessions(admin, arguments.Get(_domain)).Select(session => SessionRow.Of(session, admin.Services.Turns.Clock.NowMs)))),
        },
        new("session", "user", "List the connected resources of an account with all that is known of them.")
        {
            Parameters = [_user],
            Shape = AdminShape.Table(_columns),
            Aliases = [new("user_sessions_info user=USER@HOST")],
            Run = (admin, arguments) => new(AdminResult.Of(
                Of(admin, arguments.Require(_user)).Select(session => SessionRow.Of(session, admin.Services.Turns.Clock.NowMs)))),
        },
        new("session", "count-user", "Count the connected resources of an account.")
        {
            Parameters = [_user],
            Shape = AdminShape.Number,
            Aliases = [new("num_resources user=USER@HOST")],
            Run = (admin, arguments) => new(AdminResult.Of(Of(admin, arguments.Require(_user)).Length)),
        },
        new("session", "resource", "Tell the name of an account's n-th connected resource.")
        {
            Parameters = [_user, _number],
            Shape = AdminShape.Text,
            Aliases = [new("resource_num user=USER@HOST number=N")],
            Run = (admin, arguments) => new(Resource(admin, arguments)),
        },
        new("session", "kick", "End one session.")
        {
            Parameters = [_session, _reason],
            IsChange = true,
            Aliases = [new("kick_session session=USER@HOST/RESOURCE reason=REASON")],
            Run = KickAsync,
        },
        new("session", "kick-user", "End all sessions of an account.")
        {
            Parameters = [_user, _reason],
            IsChange = true,
            Aliases = [new("kick_user user=USER@HOST")],
            Run = KickUserAsync,
        },
        new("session", "list-status", "List sessions whose presence has this status.")
        {
            Parameters = [_status, _domain],
            Shape = AdminShape.Table(_columns),
            Aliases = [new("status_list status=STATUS"), new("status_list_host domain=HOST status=STATUS")],
            Run = (admin, arguments) => new(AdminResult.Of(
                WithStatus(admin, arguments).Select(session => SessionRow.Of(session, admin.Services.Turns.Clock.NowMs)))),
        },
        new("session", "count-status", "Count sessions whose presence has this status.")
        {
            Parameters = [_status, _domain],
            Shape = AdminShape.Number,
            Aliases = [new("status_num status=STATUS"), new("status_num_host domain=HOST status=STATUS")],
            Run = (admin, arguments) => new(AdminResult.Of(WithStatus(admin, arguments).LongCount())),
        },
        PresenceCommand.Command,
    ]);

    /// <summary>The sessions of a moment close by.</summary>
    internal static IEnumerable<Session> Sessions(AdminContext admin, Jid? domain) => admin.Services.Sessions.Entries()
        .Where(entry => domain is null || entry.Sessions[0].Jid.Domain.SequenceEqual(domain.Utf8))
        .SelectMany(entry => entry.Sessions);

    internal static long Count(AdminContext admin, Jid? domain) =>
        domain is null ? admin.Services.Sessions.SessionCount : Sessions(admin, domain).LongCount();

    private static ImmutableArray<Session> Of(AdminContext admin, Jid user) => admin.Services.Sessions.Find(user.Utf8)?.Sessions ?? [];

    private static AdminResult Resource(AdminContext admin, AdminArguments arguments)
    {
        var (user, number) = (arguments.Require(_user), arguments.Require(_number));
        var sessions = Of(admin, user);
        return number <= sessions.Length
            ? AdminResult.Of(Encoding.UTF8.GetString(sessions[number - 1].Jid.Resource))
            : AdminResult.NotFound($"{user} has {sessions.Length} sessions");
    }

    private static async ValueTask<AdminResult> KickAsync(AdminContext admin, AdminArguments arguments)
    {
        var jid = arguments.Require(_session);
        if (admin.Services.Sessions.Find(jid.BareUtf8)?.Find(jid.Resource) is not { } session)
            return AdminResult.NotFound($"{jid} is not connected");

        await admin.KickAsync(session, arguments.Get(_reason)).ConfigureAwait(false);
        return AdminResult.Of($"{jid} disconnected");
    }

    private static async ValueTask<AdminResult> KickUserAsync(AdminContext admin, AdminArguments arguments)
    {
        var user = arguments.Require(_user);
        var ended = await admin.KickAsync(user, arguments.Get(_reason)).ConfigureAwait(false);
        return ended == 0 ? AdminResult.NotFound($"{user} is not connected") : AdminResult.Of($"sessions of {user} ended: {ended}");
    }

    private static IEnumerable<Session> WithStatus(AdminContext admin, AdminArguments arguments)
    {
        var status = arguments.Require(_status);
        return Sessions(admin, arguments.Get(_domain))
            .Where(session => session.Presence is { } presence && SessionRow.StatusOf(presence.Stanza) == status);
    }
}
