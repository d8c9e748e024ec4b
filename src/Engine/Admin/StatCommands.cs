using System.Text;
using Meerkat.Parser.Jids;

namespace Meerkat.Engine.Admin;

/// <summary>How many users there are. Stateless; any thread.</summary>
internal static class StatCommands
{
    private static readonly AdminParameter<Jid> _domain = new("domain", AdminTypes.Domain, "The domain.");
    private static readonly AdminParameter<string> _name = new(
        "name",
        AdminTypes.Choice(
            ("registeredusers", "registeredusers"),
            ("onlineusers", "onlineusers"),
            ("onlineusersnode", "onlineusersnode"),
            ("uptimeseconds", "uptimeseconds")),
        "The figure.");
    private static readonly AdminParameter<string> _domainName = new(
        "name", AdminTypes.Choice(("registeredusers", "registeredusers"), ("onlineusers", "onlineusers")), "The figure.");

    public static AdminCategory Category { get; } = new("stat", "How many users there are.",
    [
        new("stat", "global", "Count accounts and sessions of the whole server.")
        {
            Level = AdminLevel.Server,
            Shape = AdminShape.Record(
                new("registered", AdminCell.Number, "Accounts."),
                new("online", AdminCell.Number, "Accounts with at least one session."),
                new("sessions", AdminCell.Number, "Connected resources."),
                new("uptime", AdminCell.Number, "Seconds since the server started.")),
            Run = async (admin, _) => AdminResult.OfRecord(
                await RegisteredAsync(admin, null).ConfigureAwait(false), Online(admin, null), SessionCommands.Count(admin, null), Uptime(admin)),
        },
        new("stat", "domain", "Count accounts and sessions of a domain.")
        {
            Parameters = [_domain],
            Shape = AdminShape.Record(
                new("registered", AdminCell.Number, "Accounts."),
                new("online", AdminCell.Number, "Accounts with at least one session."),
                new("sessions", AdminCell.Number, "Connected resources.")),
            Run = async (admin, arguments) => AdminResult.OfRecord(
                await RegisteredAsync(admin, arguments.Require(_domain)).ConfigureAwait(false),
                Online(admin, arguments.Require(_domain)),
                SessionCommands.Count(admin, arguments.Require(_domain))),
        },
        new("stat", "global-figure", "Tell one figure of the whole server.")
        {
            Parameters = [_name],
            Level = AdminLevel.Server,
            Shape = AdminShape.Number,
            Aliases = [new("stats name=NAME")],
            Run = async (admin, arguments) => AdminResult.Of(arguments.Require(_name) switch
            {
                "registeredusers" => await RegisteredAsync(admin, null).ConfigureAwait(false),
                "uptimeseconds" => Uptime(admin),
                _ => SessionCommands.Count(admin, null),
            }),
        },
        new("stat", "domain-figure", "Tell one figure of a domain.")
        {
            Parameters = [_domainName, _domain],
            Shape = AdminShape.Number,
            Aliases = [new("stats_host name=NAME domain=HOST")],
            Run = async (admin, arguments) => AdminResult.Of(arguments.Require(_domainName) == "registeredusers"
                ? await RegisteredAsync(admin, arguments.Require(_domain)).ConfigureAwait(false)
                : SessionCommands.Count(admin, arguments.Require(_domain))),
        },
    ]);

    internal static long Uptime(AdminContext admin) => (long)(admin.Services.Time.GetUtcNow() - admin.Services.StartedAt).TotalSeconds;

    private static ValueTask<long> RegisteredAsync(AdminContext admin, Jid? domain) =>
        admin.Services.Stores.Accounts.CountAsync(domain is null ? null : Encoding.UTF8.GetString(domain.Domain));

    private static long Online(AdminContext admin, Jid? domain) => domain is null
        ? admin.Services.Sessions.UserCount
        : admin.Services.Sessions.Entries().LongCount(entry => entry.Sessions[0].Jid.Domain.SequenceEqual(domain.Utf8));
}
