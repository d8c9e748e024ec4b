using Meerkat.Engine.Admin;
using Meerkat.Engine.Services;
using Meerkat.Engine.Tests.Services;
using Meerkat.Engine.Tests.Streams;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Meerkat.Engine.Tests.Admin;

/// <summary>Modules and services as administrators start and stop them.</summary>
public sealed class LifecycleCommandsTests
{
    [Fact]
    public async Task Module_comes_and_goes_on_one_domain_or_all()
    {
        await using var admin = new AdminFixture();

        await admin.SayAsync("module stop", "module=ping", "domain=example.org");
        Assert.Equal(["example.org ping False False "], (await admin.ListAsync("module list", "domain=example.org")).Where(row => row.Contains(" ping ", StringComparison.Ordinal)));
        Assert.Equal(AdminFailure.Conflict, await admin.FailAsync("module stop", "module=ping"));
        await admin.SayAsync("module start", "module=ping", "domain=example.org");
        await admin.SayAsync("module stop", "module=ping");
        Assert.Equal(2, (await admin.ListAsync("module list")).Count(row => row.Contains(" ping False ", StringComparison.Ordinal)));
        Assert.Equal(AdminFailure.Conflict, await admin.FailAsync("module stop", "module=disco"));
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("module start", "module=nonsense"));
    }

    [Fact]
    public async Task Service_that_nobody_needs_is_stopped_started_and_purged()
    {
        List<string> calls = [];
        var registry = new ServiceRegistry([new TestService("archive", calls)], TimeProvider.System, NullLogger<ServiceRegistry>.Instance);
        await using var admin = new AdminFixture(new TestServerOptions(), registry);

        await admin.SayAsync("service start", "service=archive");
        await admin.SayAsync("service stop", "service=archive");
        await admin.SayAsync("service start", "service=archive");
        await admin.SayAsync("service purge", "service=archive");

        Assert.Equal(["start archive", "stop archive", "start archive"], calls);
        Assert.StartsWith("archive stopped ", Assert.Single(await admin.ListAsync("service list")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_that_is_needed_or_unknown_is_not_stopped()
    {
        await using var admin = new AdminFixture();

        Assert.StartsWith("passwords running ", Assert.Single(await admin.ListAsync("service list")), StringComparison.Ordinal);
        Assert.Equal(AdminFailure.Conflict, await admin.FailAsync("service stop", "service=passwords"));
        Assert.Equal(AdminFailure.Conflict, await admin.FailAsync("service start", "service=passwords"));
        Assert.Equal(AdminFailure.NotFound, await admin.FailAsync("service start", "service=nonsense"));
        Assert.Equal(AdminFailure.Conflict, await admin.FailAsync("service purge", "service=nonsense"));
    }
}
