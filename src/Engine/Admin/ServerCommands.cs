using System.Text;
using Meerkat.Engine.Modules;
using Microsoft.Extensions.Logging;

namespace Meerkat.Engine.Admin;

/// <summary>The server itself. Stateless; any thread.</summary>
internal static class ServerCommands
{
    private static readonly AdminParameter<LogLevel> _level = new("level", AdminTypes.LogLevel, "The least important lines that are written.");

    public static AdminCategory Category { get; } = new("server", "The server itself.",
    [
        new("server", "status", "Say whether the server runs, and since when.")
        {
            Level = AdminLevel.Server,
            Shape = AdminShape.Record(
                new("version", AdminCell.Text, "The version of Meerkat."),
                new("ready", AdminCell.Boolean, "Whether it can serve clients now."),
                new("obstacle", AdminCell.Text, "Why not, if it cannot."),
                new("uptime", AdminCell.Number, "Seconds since it started."),
                new("sessions", AdminCell.Number, "Connected resources."),
                new("domains", AdminCell.Texts, "The domains it serves."),
                new("listeners", AdminCell.Texts, "Where it listens.")),
            Aliases = [new("status")],
            Run = StatusAsync,
        },
        new("server", "domains", "List the domains that are served.")
        {
            Level = AdminLevel.Server,
            Shape = AdminShape.ListOf("domain", "A domain."),
            Run = (admin, _) => new(AdminResult.Of(admin.Services.Hosts.Hosts.Select(host => Encoding.UTF8.GetString(host.Domain.Domain)))),
        },
        new("server", "log-level", "Tell which log lines are written.")
        {
            Level = AdminLevel.Server,
            Shape = AdminShape.Text,
            Aliases = [new("get_loglevel")],
            Run = (admin, _) => new(AdminResult.Of(WordOf(admin.Node.LogLevel))),
        },
        new("server", "set-log-level", "Change which log lines are written, until the server is started again.")
        {
            Parameters = [_level],
            Level = AdminLevel.Server,
            IsChange = true,
            Aliases = [new("set_loglevel level=LEVEL")],
            Run = (admin, arguments) =>
            {
                admin.Node.LogLevel = arguments.Require(_level);
                return new(AdminResult.Of($"log level is {WordOf(admin.Node.LogLevel)}"));
            },
        },
        new("server", "reload", "Read again what SIGHUP has the server read: certificates, authorities, revocation lists, access rules, modules.")
        {
            Level = AdminLevel.Server,
            IsChange = true,
            Aliases = [new("reload_local")],
            Run = async (admin, _) => await admin.Node.ReloadAsync().ConfigureAwait(false) is { } mistake
                ? AdminResult.Failed(AdminFailure.Conflict, $"not all was changed: {mistake}")
                : AdminResult.Of("certificates, access rules and modules are as they are written now"),
        },
        new("server", "config", "Show every option as it is in force, as a configuration file. Secrets are hidden.")
        {
            Level = AdminLevel.Server,
            Shape = AdminShape.Text,
            Run = (admin, _) => new(AdminResult.Of(admin.Node.DescribeConfiguration())),
        },
        new("server", "stop", "Stop the server, as SIGTERM does.")
        {
            Level = AdminLevel.Server,
            IsChange = true,
            Aliases = [new("stop")],
            Run = (admin, _) =>
            {
                admin.Node.Stop();
                return new(AdminResult.Of("the server stops"));
            },
        },
    ]);

    private static async ValueTask<AdminResult> StatusAsync(AdminContext admin, AdminArguments arguments)
    {
        var obstacle = await admin.Node.FindObstacleAsync().ConfigureAwait(false);
        return AdminResult.OfRecord(
            Xep0092Version.Version,
            obstacle is null,
            obstacle,
            StatCommands.Uptime(admin),
            admin.Services.Sessions.SessionCount,
            admin.Services.Hosts.Hosts.Select(host => Encoding.UTF8.GetString(host.Domain.Domain)).ToList(),
            admin.Node.EndPoints.Select(listener => $"{listener.Name} {listener.EndPoint}").ToList());
    }

    private static string WordOf(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        _ => "error",
    };
}
