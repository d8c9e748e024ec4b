using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Tests.Fakes;
using Xunit;

namespace Meerkat.LoadGen.Tests.Runs;

public sealed class FaultRunTests
{
    private const string Faults = " --users 10 --reset 1 --stall 1 --garbage 2 --warmup 0.1 --duration 1 --settle 0 --drain 2";

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
        Assert.True(faults.GetProperty("latencyBeforeMicros").GetProperty("count").GetInt64() > 0);
        Assert.True(faults.GetProperty("latencyAfterMicros").GetProperty("count").GetInt64() > 0);
    }

    [Fact]
    public async Task Faults_do_not_hide_what_the_others_lose()
    {
        await using var server = new FakeServer(new FakeBehaviour { Fault = FakeFault.Drop, EveryNth = 20 });

        var result = await RunFixture.RunAsync(server, "rate --rate 500" + Faults);

        Assert.Equal(ExitCode.Failure, result.Code);
        Assert.True(result.Messages("lost") > 0);
    }
}
