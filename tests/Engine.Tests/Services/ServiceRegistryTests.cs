using Meerkat.Engine.Services;
using Meerkat.Engine.Tests.Net;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Meerkat.Engine.Tests.Services;

/// <summary>The life of services. Cases are those of the acceptance list for services, 23 to 27.</summary>
public sealed class ServiceRegistryTests : IDisposable
{
    private readonly List<string> _calls = [];
    private readonly ErrorLog _log = new();
    private readonly TimerTime _time = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Case_23_started_and_stopped_once_each()
    {
        var registry = Registry(Service("a"));

        var started = await registry.StartAsync("a");
        var again = await registry.StartAsync("a");
        var running = registry.Find("a")!;
        var stopped = await registry.StopAsync("a");
        var gone = await registry.StopAsync("a");

        Assert.Null(started);
        Assert.Equal("already_started", again!.Code);
        Assert.Equal(ServiceState.Running, running.State);
        Assert.NotNull(running.StartedAt);
        Assert.Null(stopped);
        Assert.Equal("not_running", gone!.Code);
        Assert.Equal(ServiceState.Stopped, registry.Find("a")!.State);
        Assert.Null(registry.Find("a")!.StartedAt);
        Assert.Equal(["start a", "stop a"], _calls);
    }

    [Fact]
    public async Task Case_24_ensured_three_times_starts_once()
    {
        var gate = new TaskCompletionSource();
        var service = Service("a");
        service.OnStart = _ => gate.Task;
        var registry = Registry(service);

        // All three at once, the first still starting.
        var ensured = Enumerable.Range(0, 3).Select(_ => registry.EnsureLoadedAsync("a")).ToArray();
        var state = registry.Find("a")!.State;
        gate.SetResult();
        await Task.WhenAll(ensured);

        Assert.Equal(ServiceState.Starting, state);
        Assert.Equal(["start a"], _calls);
    }

    [Fact]
    public async Task Case_25_diamond_starts_each_once_in_order()
    {
        var registry = Registry(Service("top", "left", "right"), Service("right", "base"), Service("left", "base"), Service("base"));

        await registry.StartAsync("top");

        Assert.Equal(["start base", "start right", "start left", "start top"], _calls);
    }

    [Fact]
    public async Task Case_25_circle_is_found_before_anything_starts()
    {
        var registry = Registry(Service("a", "free", "b"), Service("b", "c"), Service("c", "b"), Service("free"));

        var one = await Assert.ThrowsAsync<LifecycleException>(() => registry.StartAsync("a"));
        var all = await Assert.ThrowsAsync<LifecycleException>(registry.StartAllAsync);

        Assert.Equal(["circular_deps_detected", "circular_deps_detected"], [one.Code, all.Code]);
        Assert.Contains("b -> c -> b", one.Message, StringComparison.Ordinal);
        Assert.Empty(_calls);
    }

    [Fact]
    public async Task Service_outside_the_circle_starts()
    {
        var registry = Registry(Service("b", "c"), Service("c", "b"), Service("free"));

        Assert.Null(await registry.StartAsync("free"));
    }

    [Fact]
    public async Task Case_27_dependency_that_is_not_configured_is_fatal()
    {
        var registry = Registry(Service("a", "nowhere"));

        var ensured = await Assert.ThrowsAsync<LifecycleException>(() => registry.EnsureLoadedAsync("nowhere"));
        var needed = await Assert.ThrowsAsync<LifecycleException>(() => registry.StartAsync("a"));

        Assert.Equal(["service_not_configured", "service_not_configured"], [ensured.Code, needed.Code]);
        Assert.Equal("the service a needs the service nowhere, which is not configured", needed.Message);
        Assert.Empty(_calls);
    }

    [Fact]
    public async Task All_that_is_missing_is_told_at_once_and_nothing_starts()
    {
        var registry = Registry(Service("a", "x", "y"), Service("b", "x"), Service("c"));

        var errors = registry.Check([("the module m of example.org", ["c", "z"])]);
        await Assert.ThrowsAsync<LifecycleException>(registry.StartAllAsync);

        Assert.Equal(
            [
                "the service a needs the service x, which is not configured",
                "the service a needs the service y, which is not configured",
                "the service b needs the service x, which is not configured",
                "the module m of example.org needs the service z, which is not configured",
            ],
            errors.Select(error => error.Message));
        Assert.Empty(_calls);
    }

    [Fact]
    public async Task All_start_by_dependency_and_stop_in_the_opposite_order()
    {
        var registry = Registry(Service("a", "c"), Service("b"), Service("c"));

        await registry.StartAllAsync();
        await registry.StopAllAsync();

        Assert.Equal(["start b", "start c", "start a", "stop a", "stop c", "stop b"], _calls);
    }

    [Fact]
    public async Task Stop_leaves_dependencies_running_and_waits_for_dependents()
    {
        var registry = Registry(Service("base"), Service("top", "base"));
        await registry.StartAllAsync();

        var refused = await registry.StopAsync("base");
        var byModule = await registry.StopAsync("top", ["the module m of example.org"]);
        var stopped = await registry.StopAsync("top");

        Assert.Equal(new LifecycleError("in_use", "the service base is needed by the service top; stop that first"), refused);
        Assert.Equal("in_use", byModule!.Code);
        Assert.Null(stopped);
        Assert.True(registry.IsRunning("base"));
    }

    [Fact]
    public async Task Required_service_stops_with_the_node_only()
    {
        var registry = Registry(new TestService("a", _calls) { IsRequired = true });
        await registry.StartAllAsync();

        Assert.Equal("required", (await registry.StopAsync("a"))!.Code);
        Assert.Equal("required", (await registry.PurgeAsync("a"))!.Code);
        await registry.StopAllAsync();

        Assert.Equal(["start a", "stop a"], _calls);
    }

    [Fact]
    public async Task Assert_needs_it_running()
    {
        var registry = Registry(Service("a"));

        var before = Assert.Throws<LifecycleException>(() => registry.AssertLoaded("a"));
        await registry.StartAsync("a");
        registry.AssertLoaded("a");

        Assert.Equal("service_not_loaded", before.Code);
    }

    [Fact]
    public async Task Stop_that_throws_leaves_it_in_the_registry_until_it_is_purged()
    {
        var service = Service("a");
        service.OnStop = _ => throw new InvalidOperationException("stuck");
        var registry = Registry(service);
        await registry.StartAsync("a");

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => registry.StopAsync("a"));
        var failed = registry.Find("a")!;
        var again = await registry.StartAsync("a");
        var purged = await registry.PurgeAsync("a");
        var fresh = await registry.StartAsync("a");

        Assert.Equal("stuck", thrown.Message);
        Assert.Equal((ServiceState.Failed, "stuck"), (failed.State, failed.Fault));
        Assert.Equal("already_started", again!.Code);
        Assert.Null(purged);
        Assert.Null(fresh);
        Assert.Single(_log.Lines, line => line.Contains("could not be stopped", StringComparison.Ordinal));
        Assert.Equal("not_running", (await Registry(Service("b")).PurgeAsync("b"))!.Code);
    }

    [Fact]
    public async Task Start_that_throws_leaves_nothing_and_may_be_tried_again()
    {
        var service = Service("a");
        service.OnStart = _ => throw new InvalidOperationException("no port");
        var registry = Registry(service);

        await Assert.ThrowsAsync<InvalidOperationException>(() => registry.StartAsync("a"));
        var failed = registry.Find("a")!;
        var stopped = await registry.StopAsync("a");
        service.OnStart = _ => Task.CompletedTask;
        var again = await registry.StartAsync("a");

        Assert.Equal((ServiceState.Failed, "no port"), (failed.State, failed.Fault));
        Assert.Equal("not_running", stopped!.Code);
        Assert.Null(again);
        Assert.Null(registry.Find("a")!.Fault);
    }

    [Fact]
    public async Task Start_that_throws_at_boot_is_critical_and_what_ran_before_is_stopped()
    {
        _log.Level = LogLevel.Critical;
        var service = Service("b");
        service.OnStart = _ => throw new InvalidOperationException("no port");
        var registry = Registry(Service("a"), service, Service("c"));

        var thrown = await Assert.ThrowsAsync<StartException>(registry.StartAllAsync);
        await registry.StopAllAsync();

        Assert.Equal("the service b could not be started: no port", thrown.Message);
        Assert.Contains("InvalidOperationException: no port", Assert.Single(_log.Lines), StringComparison.Ordinal);
        Assert.Equal(["start a", "start b", "stop a"], _calls);
    }

    [Fact]
    public async Task Start_that_does_not_end_fails_after_a_minute_and_is_undone_should_it_end()
    {
        var late = new TaskCompletionSource();
        var stopped = new TaskCompletionSource();
        var service = Service("a");
        service.OnStart = _ => late.Task;
        service.OnStop = _ =>
        {
            stopped.SetResult();
            return Task.CompletedTask;
        };
        var registry = Registry(service);

        var start = registry.StartAsync("a");
        _time.Fire();
        await Assert.ThrowsAsync<TimeoutException>(() => start);
        var meanwhile = await Assert.ThrowsAsync<TimeoutException>(() => registry.StartAsync("a"));
        late.SetResult();
        await stopped.Task;

        Assert.Equal(TimeSpan.FromSeconds(60), _time.DueTime);
        Assert.Contains("has not ended its last start", meanwhile.Message, StringComparison.Ordinal);
        Assert.Equal(ServiceState.Failed, registry.Find("a")!.State);
        Assert.Equal(["start a", "stop a"], _calls);
    }

    [Fact]
    public async Task Stop_that_does_not_end_fails_after_a_minute()
    {
        var service = Service("a");
        service.OnStop = cancel => Task.Delay(Timeout.Infinite, cancel);
        var registry = Registry(service);
        await registry.StartAsync("a");

        var stop = registry.StopAsync("a");
        _time.Fire();
        await Assert.ThrowsAsync<TimeoutException>(() => stop);

        Assert.Equal(ServiceState.Failed, registry.Find("a")!.State);
    }

    private TestService Service(string name, params string[] dependsOn) => new(name, _calls, dependsOn);

    private ServiceRegistry Registry(params INodeService[] services) =>
        new(services, _time, _log.CreateLogger<ServiceRegistry>());
}
