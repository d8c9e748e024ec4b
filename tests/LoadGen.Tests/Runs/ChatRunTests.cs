using System.Text.Json;
using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Tests.Fakes;
using Xunit;

namespace Meerkat.LoadGen.Tests.Runs;

public sealed class ChatRunTests
{
    private const string Chat = "chat --users 10 --window 4 --warmup 0.05 --duration 0.3 --settle 0 --drain 1";

    [Theory]
    [InlineData(Chat)]
    [InlineData(Chat + " --size 2000")]
    [InlineData(Chat + " --size 47 --presence")]
    [InlineData("chat --users 2 --window 1 --warmup 0 --duration 0.3 --settle 0")]
    public async Task Chat_with_a_faithful_server_succeeds(string arguments)
    {
        await using var server = new FakeServer(new FakeBehaviour());

        var result = await RunFixture.RunAsync(server, arguments);

        Assert.Equal((ExitCode.Success, 0, 0, 0), (
            result.Code, result.Messages("lost"), result.Messages("duplicated"), result.Messages("reordered")));
        Assert.True(result.Messages("received") > 0);
        Assert.Equal(result.Messages("sent"), result.Messages("received"));
    }

    [Fact]
    public async Task Chat_writes_its_report_as_a_page()
    {
        await using var server = new FakeServer(new FakeBehaviour());
        var path = Path.GetTempFileName();

        var result = await RunFixture.RunAsync(server, $"{Chat} --duration 1.2 --report {path}".Replace("--duration 0.3 ", "", StringComparison.Ordinal));
        var page = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        File.Delete(path);

        Assert.Equal(ExitCode.Success, result.Code);
        Assert.Equal(JsonValueKind.Array, result.Json.GetProperty("timeline").ValueKind);
        Assert.Contains("<td>messages.latencyMicros</td>", page, StringComparison.Ordinal);
        Assert.Contains("<title>Throughput</title>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_in_single_bytes_succeeds()
    {
        await using var server = new FakeServer(new FakeBehaviour { IsBytewise = true });

        var result = await RunFixture.RunAsync(server, Chat);

        Assert.Equal(ExitCode.Success, result.Code);
    }

    [Fact]
    public async Task Chat_counts_dropped_messages_as_lost()
    {
        await using var server = new FakeServer(new FakeBehaviour { Fault = FakeFault.Drop, EveryNth = 10 });

        var result = await RunFixture.RunAsync(server, Chat);

        Assert.Equal(ExitCode.Failure, result.Code);
        Assert.True(result.Messages("lost") > 0);
        Assert.Equal((0, 0), (result.Messages("duplicated"), result.Messages("reordered")));
        Assert.Equal(result.Messages("sent") - result.Messages("received"), result.Messages("lost"));
        Assert.Contains("messages lost", Assert.Single(LastLines(result.Error)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_counts_duplicated_messages()
    {
        await using var server = new FakeServer(new FakeBehaviour { Fault = FakeFault.Duplicate, EveryNth = 10 });

        var result = await RunFixture.RunAsync(server, Chat);

        Assert.Equal(ExitCode.Failure, result.Code);
        Assert.Equal(result.Messages("sent") / 10, result.Messages("duplicated"));
        Assert.Equal((0, 0), (result.Messages("lost"), result.Messages("reordered")));
    }

    [Fact]
    public async Task Chat_counts_reordered_messages()
    {
        await using var server = new FakeServer(new FakeBehaviour { Fault = FakeFault.Delay, EveryNth = 25 });

        var result = await RunFixture.RunAsync(server, Chat);

        Assert.Equal(ExitCode.Failure, result.Code);
        Assert.True(result.Messages("reordered") > 0);
        Assert.Equal(0, result.Messages("duplicated"));
    }

    [Fact]
    public async Task Chat_counts_corrupted_messages()
    {
        await using var server = new FakeServer(new FakeBehaviour { Fault = FakeFault.Corrupt, EveryNth = 25 });

        var result = await RunFixture.RunAsync(server, Chat);

        Assert.Equal(ExitCode.Failure, result.Code);
        Assert.True(result.Messages("corrupted") > 0);
    }

    [Fact]
    public async Task Chat_counts_misrouted_messages()
    {
        await using var server = new FakeServer(new FakeBehaviour { Fault = FakeFault.Misroute, EveryNth = 25 });

        var result = await RunFixture.RunAsync(server, Chat);

        Assert.Equal(ExitCode.Failure, result.Code);
        Assert.True(result.Messages("misrouted") > 0);
        Assert.Equal(result.Messages("misrouted"), result.Messages("lost"));
    }

    [Fact]
    public async Task Chat_counts_bounced_messages_by_condition()
    {
        await using var server = new FakeServer(new FakeBehaviour { Fault = FakeFault.Bounce, EveryNth = 25 });

        var result = await RunFixture.RunAsync(server, Chat);

        Assert.Equal(ExitCode.Failure, result.Code);
        Assert.True(result.Messages("bounced") > 0);
        Assert.Equal(result.Messages("bounced"), result.Errors("message:service-unavailable"));
        Assert.Equal(result.Messages("bounced"), result.Messages("lost"));
    }

    [Fact]
    public async Task Chat_names_the_stream_error_of_dropped_users()
    {
        await using var server = new FakeServer(new FakeBehaviour { Fault = FakeFault.Disconnect, EveryNth = 25 });

        var result = await RunFixture.RunAsync(server, Chat);

        Assert.Equal(ExitCode.Failure, result.Code);
        Assert.True(result.Errors("stream:conflict") > 0);
        Assert.True(result.Logins("dropped") >= result.Errors("stream:conflict"));
    }

    [Fact]
    public async Task Rate_sends_what_the_schedule_says()
    {
        await using var server = new FakeServer(new FakeBehaviour());

        var result = await RunFixture.RunAsync(
            server, "rate --users 10 --rate 500 --warmup 0.1 --duration 0.5 --settle 0 --drain 5");

        Assert.True(result.Code == ExitCode.Success, result.Error);
        Assert.Equal(300, result.Messages("sent"));
        var latency = result.Json.GetProperty("messages").GetProperty("latencyMicros");
        Assert.Equal(250, latency.GetProperty("count").GetInt64());
        Assert.True(result.Json.GetProperty("messages").TryGetProperty("scheduleLagMicros", out _));
    }

    [Fact]
    public async Task Rate_catches_lost_messages()
    {
        await using var server = new FakeServer(new FakeBehaviour { Fault = FakeFault.Drop, EveryNth = 50 });

        var result = await RunFixture.RunAsync(
            server, "rate --users 10 --rate 1000 --warmup 0 --duration 0.2 --settle 0 --drain 1");

        Assert.Equal(ExitCode.Failure, result.Code);
        Assert.Equal(4, result.Messages("lost"));
    }

    private static IEnumerable<string> LastLines(string error) =>
        error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith("loadgen:", StringComparison.Ordinal));
}
