using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Tests.Fakes;
using Xunit;

namespace Meerkat.LoadGen.Tests.Runs;

public sealed class ComponentRunTests
{
    private const string Run = "component --users 5 --window 4 --warmup 0.05 --duration 0.3 --settle 0 --drain 1";

    [Theory]
    [InlineData("")]
    [InlineData(" --size 2000")]
    public async Task Every_message_is_echoed(string more)
    {
        await using var server = new FakeServer(new FakeBehaviour());

        var result = await RunFixture.RunAsync(server, $"{Run} --component {server.Target}{more}");

        Assert.Equal((ExitCode.Success, 0, 0, 0), (
            result.Code, result.Messages("lost"), result.Messages("duplicated"), result.Messages("reordered")));
        Assert.True(result.Messages("delivered") > 0);
        Assert.Equal(result.Messages("sent"), result.Messages("received"));
    }

    [Fact]
    public async Task Message_that_is_dropped_on_either_way_is_lost()
    {
        await using var server = new FakeServer(new FakeBehaviour { Fault = FakeFault.Drop, EveryNth = 10 });

        var result = await RunFixture.RunAsync(server, $"{Run} --component {server.Target}");

        Assert.Equal(ExitCode.Failure, result.Code);
        Assert.True(result.Messages("lost") > 0);
    }

    [Fact]
    public async Task Component_with_a_wrong_secret_is_told_of()
    {
        await using var server = new FakeServer(new FakeBehaviour());

        var result = await RunFixture.RunAsync(server, $"{Run} --component {server.Target} --component-secret wrong");

        Assert.Equal(ExitCode.Failure, result.Code);
        Assert.Equal(1, result.Errors("component:stream:not-authorized"));
    }
}
