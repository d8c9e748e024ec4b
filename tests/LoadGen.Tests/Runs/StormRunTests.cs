using System.Text.Json;
using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Tests.Fakes;
using Xunit;

namespace Meerkat.LoadGen.Tests.Runs;

public sealed class StormRunTests
{
    private const string Run =
        "storm --users 6 --chatters 4 --rate 200 --warmup 0.1 --settle 0.1 --duration 0.2 --warmup-logins 0 --drain 30";

    // In the calm 6 users and 4 chatters bind, and then 6 users again.
    private const int CalmBindings = 10;

    [Theory]
    [InlineData("")]
    [InlineData(" --storm-concurrent 2 --presence")]
    public async Task Storm_with_a_faithful_server_brings_all_back(string more)
    {
        await using var server = new FakeServer(new FakeBehaviour());

        var result = await RunFixture.RunAsync(server, Run + more);

        Assert.True(result.Code == ExitCode.Success, result.Error);
        Assert.Equal((6, 0, 0), (Storm(result, "users"), Storm(result, "missing"), Storm(result, "retries")));
        Assert.Equal(CalmBindings + 6, server.Bound);
        Assert.Equal(6, Count(result, "reloginLatencyMicros"));
        Assert.Equal(
            result.Json.GetProperty("messages").GetProperty("latencyMicros").GetProperty("count").GetInt64(),
            Count(result, "chatBeforeMicros") + Count(result, "chatDuringMicros") + Count(result, "chatAfterMicros"));
        for (var i = 0; i < 6; i++)
            Assert.True(await server.Resets.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Storm_over_tls_brings_all_back()
    {
        await using var server = new FakeServer(new FakeBehaviour { OffersStartTls = true });

        var result = await RunFixture.RunAsync(server, Run + " --tls starttls");

        Assert.True(result.Code == ExitCode.Success, result.Error);
        Assert.Equal(CalmBindings + 6, server.Bound);
    }

    [Fact]
    public async Task Storm_users_who_are_refused_try_again()
    {
        await using var server = new FakeServer(
            new FakeBehaviour { RefusesBinding = number => number is CalmBindings + 1 or CalmBindings + 2 });

        var result = await RunFixture.RunAsync(server, Run);

        Assert.True(result.Code == ExitCode.Success, result.Error);
        Assert.Equal((0, 2), (Storm(result, "missing"), Storm(result, "retries")));
        Assert.Equal(2, result.Json.GetProperty("storm").GetProperty("refusals").GetProperty("bind:conflict").GetInt64());
    }

    [Fact]
    public async Task Storm_users_who_do_not_come_back_fail_the_run()
    {
        await using var server = new FakeServer(new FakeBehaviour { RefusesBinding = number => number > CalmBindings });

        var result = await RunFixture.RunAsync(server, Run + " --timeout 8");

        Assert.Equal((ExitCode.Failure, 6), (result.Code, Storm(result, "missing")));
        Assert.Contains("6 of 6 users did not come back", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Storm_that_costs_the_chatters_messages_fails_the_run()
    {
        await using var server = new FakeServer(new FakeBehaviour { Fault = FakeFault.Drop, EveryNth = 20 });

        var result = await RunFixture.RunAsync(server, Run.Replace("--drain 30", "--drain 1", StringComparison.Ordinal));

        Assert.Equal(ExitCode.Failure, result.Code);
        Assert.True(result.Messages("lost") > 0);
    }

    private static long Storm(RunResult result, string name) => result.Json.GetProperty("storm").GetProperty(name).GetInt64();

    private static long Count(RunResult result, string name)
    {
        JsonElement latency = result.Json.GetProperty("storm").GetProperty(name);
        return latency.GetProperty("count").GetInt64();
    }
}
