using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Tests.Fakes;
using Meerkat.LoadGen.Tests.Runs;
using Xunit;

namespace Meerkat.LoadGen.Tests.Workers;

public sealed class WorkerRunTests
{
    [Theory]
    [InlineData("idle --users 5 --hold 0.2 --settle 0 --warmup-logins 2", 5)]
    [InlineData("chat --users 6 --window 2 --warmup 0.1 --duration 0.3 --settle 0", 6)]
    [InlineData("rate --users 6 --rate 200 --warmup 0.1 --duration 0.3 --settle 0", 6)]
    [InlineData("presence --users 6 --contacts 2 --warmup 0.1 --duration 0.3 --settle 0", 6)]
    public async Task Processes_share_the_users_and_make_one_report(string arguments, int users)
    {
        await using var server = new FakeServer(new FakeBehaviour());

        var result = await RunFixture.RunAsync(server, arguments + " --processes 2 --threads 2");

        Assert.True(result.Code == ExitCode.Success, result.Error);
        Assert.Equal(users, result.Logins("succeeded"));
        Assert.Equal(users, result.Json.GetProperty("run").GetProperty("users").GetInt32());
        Assert.Equal(users, result.Json.GetProperty("server").GetProperty("connections").GetInt32());
    }

    [Fact]
    public async Task Processes_log_in_and_out_at_a_common_rate()
    {
        await using var server = new FakeServer(new FakeBehaviour());

        var result = await RunFixture.RunAsync(server, "login --users 6 --rate 10 --duration 3 --processes 2");

        Assert.True(result.Code == ExitCode.Success, result.Error);
        Assert.Equal((server.Bound, 0), (result.Logins("succeeded"), result.Logins("failed")));
        Assert.InRange(result.Logins("succeeded"), 2, 34);
    }

    [Fact]
    public async Task Processes_add_up_their_messages()
    {
        await using var server = new FakeServer(new FakeBehaviour());

        var result = await RunFixture.RunAsync(
            server, "rate --users 6 --rate 300 --warmup 0 --duration 0.5 --settle 0 --processes 2");

        Assert.True(result.Code == ExitCode.Success, result.Error);
        Assert.Equal(150, result.Messages("sent"));
        Assert.Equal(150, result.Messages("received"));
        Assert.Equal(150, result.Json.GetProperty("messages").GetProperty("latencyMicros").GetProperty("count").GetInt64());
    }

    [Fact]
    public async Task Processes_tell_what_went_wrong_in_any_of_them()
    {
        await using var server = new FakeServer(new FakeBehaviour { Fault = FakeFault.Drop, EveryNth = 30 });

        var result = await RunFixture.RunAsync(
            server, "rate --users 6 --rate 300 --warmup 0 --duration 0.5 --settle 0 --drain 5 --processes 2");

        Assert.Equal(ExitCode.Failure, result.Code);
        Assert.Equal(5, result.Messages("lost"));
        Assert.Contains("5 messages lost", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Processes_add_up_their_failures_by_condition()
    {
        await using var server = new FakeServer(new FakeBehaviour { Fault = FakeFault.Bounce, EveryNth = 30 });

        var result = await RunFixture.RunAsync(
            server, "rate --users 6 --rate 300 --warmup 0 --duration 0.5 --settle 0 --drain 5 --processes 2");

        Assert.Equal((ExitCode.Failure, 5, 5), (
            result.Code, result.Messages("bounced"), result.Errors("message:service-unavailable")));
    }

    [Fact]
    public async Task Processes_that_are_interrupted_still_report()
    {
        using var stop = new CancellationTokenSource();
        await using var server = new FakeServer(new FakeBehaviour { OnBound = stop.Cancel });

        var result = await RunFixture.RunAsync(
            server, "chat --users 4 --warmup 600 --duration 600 --processes 2", stop.Token);

        Assert.Equal(ExitCode.Failure, result.Code);
        Assert.True(result.Json.GetProperty("interrupted").GetBoolean());
    }
}
