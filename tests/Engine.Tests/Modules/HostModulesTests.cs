using Meerkat.Engine.Modules;
using Meerkat.Engine.Routing;
using Meerkat.Engine.Services;
using Meerkat.Engine.Tests.Services;
using Meerkat.Engine.Tests.Streams;
using Meerkat.Parser.Jids;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Meerkat.Engine.Tests.Modules;

/// <summary>The life of a host's modules. The case is that of the acceptance list for services.</summary>
public sealed class HostModulesTests
{
    private readonly List<string> _calls = [];
    private readonly Host _host = new(Jid.Parse("example.com"));

    [Fact]
    public async Task Case_26_module_that_needs_a_stopped_service_fails_until_that_runs()
    {
        await using var server = new TestServer();
        var services = Services(new TestService("db", _calls));
        var modules = Modules(server, services, Module("a") with { NeedsServices = ["db"], IsOnByDefault = false });
        await modules.ApplyAsync(new ModuleOptions());

        var refused = await modules.StartAsync("a");
        await services.StartAsync("db");
        var started = await modules.StartAsync("a");

        Assert.Equal(
            new LifecycleError("service_not_loaded", "the module a needs the service db, which does not run"), refused);
        Assert.Null(started);
        Assert.Equal(["start db", "start a"], _calls);
        Assert.Equal(["the module a of example.com"], modules.UsersOf("db"));
    }

    [Fact]
    public async Task Module_is_started_and_stopped_once_each()
    {
        await using var server = new TestServer();
        var modules = Modules(server, Services(), Module("a"));
        await modules.ApplyAsync(new ModuleOptions());

        var again = await modules.StartAsync("a");
        var stopped = await modules.StopAsync("a");
        var gone = await modules.StopAsync("a");
        var restarted = await modules.RestartAsync("a");
        var unknown = await modules.StartAsync("b");

        Assert.Equal(["already_started", null, "not_running", "not_running", "no_such_module"],
            new[] { again, stopped, gone, restarted, unknown }.Select(error => error?.Code));
        Assert.Equal(["start a", "stop a"], _calls);
    }

    [Fact]
    public async Task Modules_start_behind_what_they_depend_on_and_stop_before_it()
    {
        await using var server = new TestServer();
        var modules = Modules(server, Services(), Module("a") with { DependsOn = ["c"] }, Module("b"), Module("c"));

        await modules.ApplyAsync(new ModuleOptions());
        var inUse = await modules.StopAsync("c");
        await modules.StopAllAsync();

        Assert.Equal("the module c is needed by the module a; stop that first", inUse!.Message);
        Assert.Equal(["start b", "start c", "start a", "stop a", "stop c", "stop b"], _calls);
        Assert.Empty(_host.ServerFeatures.Features);
    }

    [Fact]
    public async Task Everything_wrong_with_the_options_is_told_and_nothing_changes()
    {
        await using var server = new TestServer();
        var modules = Modules(
            server,
            Services(),
            Module("a") with { DependsOn = ["b"] },
            Module("b"),
            Module("needed") with { IsRequired = true },
            Module("x") with { DependsOn = ["y"], IsOnByDefault = false },
            Module("y") with { DependsOn = ["x"], IsOnByDefault = false });
        await modules.ApplyAsync(new ModuleOptions());
        _calls.Clear();

        var options = new ModuleOptions().With("b", false).With("needed", false).With("c", true).With("x", true).With("y", true);
        var changes = await modules.ApplyAsync(options);

        Assert.Equal(
            [
                ("no_such_module", "there is no module c"),
                ("required", "the module needed is required: the server cannot do without it"),
                ("module_not_loaded", "the module a needs the module b, which is switched off"),
                ("circular_deps_detected", "modules depend on each other in a circle: x -> y -> x"),
            ],
            changes.Errors.Select(error => (error.Code, error.Message)));
        Assert.Empty(_calls);
        Assert.Equal(["a", "b", "needed"], modules.List().Where(module => module.IsRunning).Select(module => module.Name));
    }

    [Fact]
    public async Task Module_that_cannot_start_takes_the_whole_change_back()
    {
        await using var server = new TestServer(new TestServerOptions { ExpectedErrors = 1 });
        var module = new TestModule("b", _calls) { OnStart = () => throw new InvalidOperationException("no") };
        var broken = new ModuleDescriptor("b", "", _ => module) { IsOnByDefault = false };
        var modules = Modules(server, Services(), Module("old"), Module("a") with { IsOnByDefault = false }, broken);
        await modules.ApplyAsync(new ModuleOptions());
        var before = _host.Registrations;

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => modules.ApplyAsync(new ModuleOptions().With("old", false).With("a", true).With("b", true)));

        Assert.Same(before, _host.Registrations);
        Assert.Equal(["start old", "start a", "start b", "stop a"], _calls);
        Assert.True(modules.Options.Has(Module("old")));
    }

    [Fact]
    public async Task Only_modules_whose_options_change_are_replaced()
    {
        await using var server = new TestServer();

        var options = new ModuleOptions { Private = new() { MaxElements = 7 } }.With("vcard", false);
        var changes = await server.Modules.ApplyAsync(options);
        var nothing = await server.Modules.ApplyAsync(server.Modules.Options);

        Assert.Equal(["private"], changes.Restarted);
        Assert.Equal(["vcard"], changes.Stopped);
        Assert.Empty(changes.Started);
        Assert.True(nothing.IsEmpty);
    }

    [Theory]
    [InlineData("session")]
    [InlineData("roster")]
    [InlineData("presence")]
    public async Task Module_that_makes_an_xmpp_server_is_required(string name)
    {
        await using var server = new TestServer();

        Assert.Equal("required", (await server.Modules.StopAsync(name))!.Code);
    }

    [Fact]
    public async Task Every_other_module_can_be_taken_and_given_back()
    {
        await using var server = new TestServer();
        string[] names = [.. ModuleList.All.Where(module => !module.IsRequired).Select(module => module.Name)];
        var version = server.Hosts.Default.Capabilities.Version;

        foreach (var name in names.Reverse()) Assert.Null(await server.Modules.StopAsync(name));
        var bare = server.Hosts.Default.ServerFeatures.Features;
        foreach (var name in names) Assert.Null(await server.Modules.StartAsync(name));

        Assert.Equal(["jabber:iq:roster"], bare);
        Assert.Equal(version, server.Hosts.Default.Capabilities.Version);
    }

    private ModuleDescriptor Module(string name) => new(name, "", _ => new TestModule(name, _calls));

    private static ServiceRegistry Services(params INodeService[] services) =>
        new(services, TimeProvider.System, NullLogger<ServiceRegistry>.Instance);

    private HostModules Modules(TestServer server, ServiceRegistry services, params ModuleDescriptor[] all) =>
        new(_host, all, server.Services, services);
}
