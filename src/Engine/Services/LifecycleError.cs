namespace Meerkat.Engine.Services;

/// <summary>
/// Why a service or a module was not started or stopped: a code for programs and a sentence for the operator. Immutable.
/// </summary>
public sealed record LifecycleError(string Code, string Message)
{
    internal static LifecycleError AlreadyStarted(string what) => new("already_started", $"{what} runs already");

    internal static LifecycleError NotRunning(string what) => new("not_running", $"{what} does not run");

    internal static LifecycleError Required(string what) =>
        new("required", $"{what} is required: the server cannot do without it");

    internal static LifecycleError InUse(string what, IEnumerable<string> users) =>
        new("in_use", $"{what} is needed by {string.Join(", ", users)}; stop that first");

    internal static LifecycleError Circular(string kind, IEnumerable<string> circle) =>
        new("circular_deps_detected", $"{kind}s depend on each other in a circle: {string.Join(" -> ", circle)}");

    internal static LifecycleError ServiceNotConfigured(string service, string? user) => new(
        "service_not_configured",
        user is null ? $"there is no service {service}" : $"{user} needs the service {service}, which is not configured");

    internal static LifecycleError ServiceNotLoaded(string service, string? user) => new(
        "service_not_loaded",
        user is null ? $"the service {service} does not run" : $"{user} needs the service {service}, which does not run");

    internal static LifecycleError NoSuchModule(string module) => new("no_such_module", $"there is no module {module}");

    internal static LifecycleError ModuleNotLoaded(string module, string user) =>
        new("module_not_loaded", $"{user} needs the module {module}, which is switched off");
}
