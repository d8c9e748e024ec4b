using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Tests.Fakes;
using Xunit;

namespace Meerkat.LoadGen.Tests.Runs;

public sealed class PresenceRunTests
{
    // Two who come and go, with two contacts each.
    private const string Run = "presence --users 6 --contacts 2 --warmup 0.05 --duration 0.3 --settle 0";

    [Theory]
    [InlineData(Run)]
    [InlineData(Run + " --window 5 --size 200")]
    [InlineData(Run + " --rate 100")]
    public async Task Presence_with_a_faithful_server_succeeds(string arguments)
    {
        await using var server = new FakeServer(new FakeBehaviour());

        var result = await RunFixture.RunAsync(server, arguments);

        Assert.True(result.Code == ExitCode.Success, result.Error);
        Assert.True(Presences(result, "received") > 0);
        Assert.Equal(2 * Presences(result, "sent"), Presences(result, "expected"));
        Assert.Equal(Presences(result, "expected"), Presences(result, "received"));
        Assert.Equal((4, 0, 0), (Setup(result, "Made"), Setup(result, "AlreadyThere"), Setup(result, "Missing")));
    }

    [Fact]
    public async Task Presence_in_single_bytes_succeeds()
    {
        await using var server = new FakeServer(new FakeBehaviour { IsBytewise = true });

        var result = await RunFixture.RunAsync(server, Run);

        Assert.True(result.Code == ExitCode.Success, result.Error);
    }

    [Fact]
    public async Task Subscriptions_of_an_earlier_run_are_found()
    {
        await using var server = new FakeServer(new FakeBehaviour());
        await RunFixture.RunAsync(server, Run);

        var result = await RunFixture.RunAsync(server, Run);

        Assert.True(result.Code == ExitCode.Success, result.Error);
        Assert.Equal((0, 4, 0), (Setup(result, "Made"), Setup(result, "AlreadyThere"), Setup(result, "Missing")));
    }

    [Fact]
    public async Task Subscriptions_that_are_refused_end_the_run()
    {
        await using var server = new FakeServer(new FakeBehaviour { MaxSubscriptions = 0 });

        var result = await RunFixture.RunAsync(server, Run + " --timeout 5");

        Assert.Equal((ExitCode.Failure, 4), (result.Code, Setup(result, "Missing")));
        Assert.Equal(4, result.Errors("setup:resource-constraint"));
        Assert.Contains("4 subscriptions could not be made", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Presence_that_is_dropped_is_lost()
    {
        var result = await RunAsync(FakeFault.Drop);

        Assert.True(Presences(result, "lost") > 0);
        Assert.Equal((0, 0), (Presences(result, "duplicated"), Presences(result, "reordered")));
        Assert.Equal(Presences(result, "expected") - Presences(result, "received"), Presences(result, "lost"));
        Assert.Contains("presences lost", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Presence_that_comes_twice_is_duplicated()
    {
        var result = await RunAsync(FakeFault.Duplicate);

        Assert.True(Presences(result, "duplicated") > 0);
        Assert.Equal((0, 0), (Presences(result, "lost"), Presences(result, "reordered")));
    }

    [Fact]
    public async Task Presence_behind_a_later_one_is_reordered()
    {
        var result = await RunAsync(FakeFault.Delay);

        Assert.True(Presences(result, "reordered") > 0);
        Assert.Equal(0, Presences(result, "duplicated"));
    }

    [Fact]
    public async Task Presence_with_another_status_is_corrupted()
    {
        var result = await RunAsync(FakeFault.Corrupt);

        Assert.True(Presences(result, "corrupted") > 0);
        Assert.True(Presences(result, "lost") > 0);
    }

    [Fact]
    public async Task Presence_at_a_stranger_is_misrouted()
    {
        var result = await RunAsync(FakeFault.Misroute);

        Assert.True(Presences(result, "misrouted") > 0);
        Assert.Equal(Presences(result, "misrouted"), Presences(result, "lost"));
    }

    // In an open loop what is lost does not keep the rest from coming.
    private static async Task<RunResult> RunAsync(FakeFault fault)
    {
        await using var server = new FakeServer(new FakeBehaviour { Fault = fault, EveryNth = 7 });

        var result = await RunFixture.RunAsync(server, Run + " --rate 200 --drain 5");

        Assert.Equal(ExitCode.Failure, result.Code);
        return result;
    }

    private static long Presences(RunResult result, string name) =>
        result.Json.GetProperty("presences").GetProperty(name).GetInt64();

    private static long Setup(RunResult result, string name) =>
        result.Json.GetProperty("setup").GetProperty($"subscriptions{name}").GetInt64();
}
