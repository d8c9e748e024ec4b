using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Tests.Fakes;
using Xunit;

namespace Meerkat.LoadGen.Tests.Runs;

public sealed class MixedRunTests
{
    private const string Users = "mixed --users 6 --contacts 2 --warmup 0.1 --settle 0";
    private const string Run = Users + " --rate 300 --duration 0.5 --mix chat=5,presence=1,ping=2,roster=1,disco=1";

    [Theory]
    [InlineData("")]
    [InlineData(" --processes 2")]
    public async Task Mixed_with_a_faithful_server_succeeds(string more)
    {
        await using var server = new FakeServer(new FakeBehaviour());

        var result = await RunFixture.RunAsync(server, Run + more);

        Assert.True(result.Code == ExitCode.Success, result.Error);
        var presences = result.Json.GetProperty("presences");
        Assert.Equal(result.Messages("sent"), result.Messages("received"));
        Assert.Equal(presences.GetProperty("expected").GetInt64(), presences.GetProperty("received").GetInt64());
        foreach (var kind in new[] { "ping", "roster", "disco" })
            Assert.Equal(Requests(result, kind, "sent"), Requests(result, kind, "answered"));

        // Everybody does something 180 times in 0.6 s, whatever it is.
        Assert.Equal(180, result.Messages("sent") + presences.GetProperty("sent").GetInt64()
            + Requests(result, "ping", "sent") + Requests(result, "roster", "sent") + Requests(result, "disco", "sent"));
    }

    [Fact]
    public async Task Mixed_does_nothing_without_a_weight()
    {
        await using var server = new FakeServer(new FakeBehaviour());

        var result = await RunFixture.RunAsync(server, Users + " --rate 300 --duration 0.5 --mix ping=1");

        Assert.True(result.Code == ExitCode.Success, result.Error);
        Assert.Equal((0, 180), (result.Messages("sent"), Requests(result, "ping", "answered")));
    }

    [Fact]
    public async Task Mixed_counts_requests_that_nobody_answers()
    {
        await using var server = new FakeServer(new FakeBehaviour { Fault = FakeFault.Drop, EveryNth = 20 });

        var result = await RunFixture.RunAsync(server, Users + " --rate 200 --duration 0.5 --drain 5 --mix ping=1");

        Assert.Equal((ExitCode.Failure, 6), (result.Code, Requests(result, "ping", "lost")));
        Assert.Contains("6 requests without an answer", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mixed_counts_requests_that_are_refused_by_condition()
    {
        await using var server = new FakeServer(new FakeBehaviour { Fault = FakeFault.Bounce, EveryNth = 20 });

        var result = await RunFixture.RunAsync(server, Users + " --rate 200 --duration 0.5 --mix disco=1");

        Assert.Equal((ExitCode.Failure, 6, 6), (
            result.Code, Requests(result, "disco", "refused"), result.Errors("disco:feature-not-implemented")));
    }

    [Fact]
    public async Task Mixed_finds_lost_messages_and_presence()
    {
        await using var server = new FakeServer(new FakeBehaviour { Fault = FakeFault.Drop, EveryNth = 10 });

        var result = await RunFixture.RunAsync(server, Users + " --rate 400 --duration 0.5 --drain 1 --mix chat=1,presence=1");

        Assert.Equal(ExitCode.Failure, result.Code);
        Assert.True(result.Messages("lost") > 0);
        Assert.True(result.Json.GetProperty("presences").GetProperty("lost").GetInt64() > 0);
    }

    [Fact]
    public async Task Contacts_of_an_earlier_run_are_told_and_not_misrouted()
    {
        await using var server = new FakeServer(new FakeBehaviour());
        await RunFixture.RunAsync(server, "presence --users 6 --contacts 5 --warmup 0 --duration 0.2 --settle 0");

        var result = await RunFixture.RunAsync(server, Users + " --rate 300 --duration 0.5 --mix presence=1");

        Assert.True(result.Code == ExitCode.Success, result.Error);
        Assert.True(result.Json.GetProperty("setup").GetProperty("otherContacts").GetInt64() > 0);
        Assert.True(result.Json.GetProperty("presences").GetProperty("others").GetInt64() > 0);
    }

    private static long Requests(RunResult result, string kind, string name) =>
        result.Json.GetProperty("requests").GetProperty(kind).GetProperty(name).GetInt64();
}
