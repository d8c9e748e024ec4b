using System.Text.Json;
using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Tests.Fakes;
using Xunit;

namespace Meerkat.LoadGen.Tests.Runs;

public sealed class FaultRunTests
{
    private const string Faults = " --users 10 --reset 1 --stall 1 --garbage 2 --warmup 0.1 --duration 1 --settle 0";

    [Theory]
    [InlineData("chat --window 2" + Faults)]
    [InlineData("rate --rate 500" + Faults)]
    [InlineData("chat --window 2 --processes 2 --users 16 --reset 1 --stall 1 --garbage 2 --warmup 0.1 --duration 1 --settle 0")]
    public async Task Faults_of_some_leave_the_others_alone(string arguments)
    {
        await using var server = new FakeServer(new FakeBehaviour());

        var result = await RunFixture.RunAsync(server, arguments);

        Assert.True(result.Code == ExitCode.Success, result.Error);
        Assert.Equal((0, 0), (result.Messages("lost"), result.Logins("dropped")));
        var faults = result.Json.GetProperty("faults");
        Assert.Equal(1, faults.GetProperty("ends").GetProperty("fault:reset").GetInt64());
        Assert.Equal(1, faults.GetProperty("ends").GetProperty("fault:stalled").GetInt64());
        Assert.Equal(2, faults.GetProperty("ends").GetProperty("stream:not-well-formed").GetInt64());
        Assert.Equal(
            Count(result.Json.GetProperty("messages"), "latencyMicros"),
            Count(faults, "latencyBeforeMicros") + Count(faults, "latencyAfterMicros"));
    }

    [Fact]
    public async Task Faults_do_not_hide_what_the_others_lose()
    {
        await using var server = new FakeServer(new FakeBehaviour { Fault = FakeFault.Drop, EveryNth = 7 });

        var result = await RunFixture.RunAsync(server, "rate --rate 500 --drain 1" + Faults);

        Assert.Equal(ExitCode.Failure, result.Code);
        Assert.True(result.Messages("lost") > 0);
    }

    [Fact]
    public async Task Garbage_that_a_server_puts_up_with_is_told_of()
    {
        await using var server = new FakeServer(new FakeBehaviour { IsSilentAboutGarbage = true });

        var result = await RunFixture.RunAsync(
            server, "chat --users 4 --garbage 1 --warmup 0 --duration 0.2 --settle 0 --drain 2");

        var ends = result.Json.GetProperty("faults").GetProperty("ends");
        Assert.Equal(1, ends.GetProperty("fault:garbage-tolerated").GetInt64());
    }

    private static long Count(JsonElement section, string latency) =>
        section.GetProperty(latency).GetProperty("count").GetInt64();
}
