using System.Globalization;
using Meerkat.Engine.Services;

namespace Meerkat.Engine.Admin;

/// <summary>The services of the node. Stateless; any thread.</summary>
internal static class ServiceCommands
{
    private static readonly AdminParameter<string> _service = new("service", AdminTypes.Text, "The service.");

    public static AdminCategory Category { get; } = new("service", "What runs once for all domains.",
    [
        new("service", "list", "List services, how they are, and what they need.")
        {
            Level = AdminLevel.Server,
            Shape = AdminShape.Table(
                new("service", AdminCell.Text, "The service."),
                new("state", AdminCell.Text, "stopped, starting, running, failed or stopping."),
                new("since", AdminCell.Text, "When it was started; nothing unless it runs."),
                new("required", AdminCell.Boolean, "Whether the server cannot do without it."),
                new("needs", AdminCell.Texts, "The services that must run for it."),
                new("fault", AdminCell.Text, "Why it failed.")),
            Run = (admin, _) => new(AdminResult.Of(admin.NodeServices.List().Select(Row))),
        },
        new("service", "start", "Start a service, and before it those it needs.")
        {
            Parameters = [_service],
            Level = AdminLevel.Server,
            IsChange = true,
            Run = (admin, arguments) => ChangeAsync(arguments, "started", admin.NodeServices.StartAsync),
        },
        new("service", "stop", "Stop a service, unless another one or a module needs it.")
        {
            Parameters = [_service],
            Level = AdminLevel.Server,
            IsChange = true,
            Run = (admin, arguments) => ChangeAsync(
                arguments, "stopped", name => admin.NodeServices.StopAsync(name, [.. admin.Modules.SelectMany(host => host.UsersOf(name))])),
        },
        new("service", "purge", "Forget that a service was started, without stopping it: for one whose stop fails.")
        {
            Parameters = [_service],
            Level = AdminLevel.Server,
            IsChange = true,
            Run = (admin, arguments) => ChangeAsync(arguments, "forgotten", admin.NodeServices.PurgeAsync),
        },
    ]);

    /// <summary>What does not exist is told from what cannot be done now.</summary>
    internal static AdminResult Refusal(LifecycleError error, string why) => AdminResult.Failed(
        error.Code is "no_such_module" or "service_not_configured" ? AdminFailure.NotFound : AdminFailure.Conflict, why);

    private static object?[] Row(ServiceStatus service) =>
    [
        service.Name,
        service.State.ToString().ToLowerInvariant(),
        service.StartedAt?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        service.IsRequired,
        service.DependsOn,
        service.Fault,
    ];

    private static async ValueTask<AdminResult> ChangeAsync(
        AdminArguments arguments, string done, Func<string, Task<LifecycleError?>> change)
    {
        var service = arguments.Require(_service);
        try
        {
            return await change(service).ConfigureAwait(false) is { } error
                ? Refusal(error, error.Message)
                : AdminResult.Of($"{service} {done}");
        }
        catch (LifecycleException exception)
        {
            return Refusal(exception.Errors[0], exception.Message);
        }
    }
}
