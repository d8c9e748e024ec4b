using System.Net;
using System.Net.Sockets;
using Meerkat.LoadGen.Commands;
using Meerkat.LoadGen.Tests.Fakes;
using Xunit;

namespace Meerkat.LoadGen.Tests.Runs;

public sealed class LoginRunTests
{
    private const string Brief = "idle --users 5 --hold 0.05 --settle 0 --timeout 5";
    private const string Idle = Brief + " --warmup-logins 0";

    [Theory]
    [InlineData("auto")]
    [InlineData("PLAIN")]
    [InlineData("SCRAM-SHA-1")]
    public async Task Login_succeeds_by_mechanism(string mechanism)
    {
        await using var server = new FakeServer(new FakeBehaviour());

        var result = await RunFixture.RunAsync(server, $"{Idle} --mechanism {mechanism}");

        Assert.Equal((ExitCode.Success, 5, 5), (result.Code, result.Logins("succeeded"), server.Bound));
    }

    [Fact]
    public async Task Login_by_auto_takes_what_is_offered()
    {
        await using var server = new FakeServer(new FakeBehaviour { Mechanisms = ["X-OTHER", "SCRAM-SHA-1"] });

        var result = await RunFixture.RunAsync(server, Idle);

        Assert.Equal(ExitCode.Success, result.Code);
    }

    [Fact]
    public async Task Login_without_an_offered_mechanism_fails()
    {
        await using var server = new FakeServer(new FakeBehaviour { Mechanisms = ["EXTERNAL"] });

        var result = await RunFixture.RunAsync(server, Idle);

        Assert.Equal((ExitCode.Failure, 5), (result.Code, result.Errors("sasl:mechanism-not-offered")));
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("SCRAM-SHA-1")]
    public async Task Login_with_a_wrong_password_names_the_condition(string mechanism)
    {
        await using var server = new FakeServer(new FakeBehaviour());

        var result = await RunFixture.RunAsync(server, $"{Idle} --password wrong --mechanism {mechanism}");

        Assert.Equal((ExitCode.Failure, 5), (result.Code, result.Errors("sasl:not-authorized")));
        Assert.Contains("5 of 5 logins failed (mostly sasl:not-authorized: 5)", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_to_a_server_without_the_keys_fails()
    {
        await using var server = new FakeServer(new FakeBehaviour { HasWrongKeys = true });

        var result = await RunFixture.RunAsync(server, $"{Idle} --mechanism SCRAM-SHA-1");

        Assert.Equal((ExitCode.Failure, 5), (result.Code, result.Errors("sasl:bad-answer")));
    }

    [Fact]
    public async Task Login_by_starttls_succeeds()
    {
        await using var server = new FakeServer(new FakeBehaviour { OffersStartTls = true });

        var result = await RunFixture.RunAsync(server, $"{Idle} --tls starttls");

        Assert.Equal(ExitCode.Success, result.Code);
    }

    [Fact]
    public async Task Login_without_starttls_offered_fails()
    {
        await using var server = new FakeServer(new FakeBehaviour());

        var result = await RunFixture.RunAsync(server, $"{Idle} --tls starttls");

        Assert.Equal((ExitCode.Failure, 5), (result.Code, result.Errors("tls:not-offered")));
    }

    [Fact]
    public async Task Chat_by_direct_tls_succeeds()
    {
        await using var server = new FakeServer(new FakeBehaviour { IsDirectTls = true });

        var result = await RunFixture.RunAsync(
            server, "chat --users 4 --window 3 --warmup 0 --duration 0.2 --settle 0 --tls direct");

        Assert.Equal(ExitCode.Success, result.Code);
        Assert.True(result.Messages("delivered") > 0);
    }

    [Fact]
    public async Task Login_asks_for_a_session_where_it_is_required()
    {
        await using var server = new FakeServer(new FakeBehaviour { RequiresSession = true });

        var result = await RunFixture.RunAsync(server, Idle);

        Assert.Equal(ExitCode.Success, result.Code);
    }

    [Fact]
    public async Task Login_refused_at_binding_names_the_condition()
    {
        const string conflict = "<iq type='error' id='bind'><error type='cancel'>"
            + "<conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>";
        await using var server = new FakeServer(new FakeBehaviour { BindError = conflict });

        var result = await RunFixture.RunAsync(server, Idle);

        Assert.Equal((ExitCode.Failure, 5), (result.Code, result.Errors("bind:conflict")));
    }

    [Fact]
    public async Task Login_to_a_silent_server_times_out()
    {
        await using var server = new FakeServer(new FakeBehaviour { IsSilent = true });

        var result = await RunFixture.RunAsync(server, "idle --users 5 --hold 0.05 --settle 0 --timeout 1");

        Assert.Equal((ExitCode.Failure, 5), (result.Code, result.Errors("timeout:features")));
    }

    [Fact]
    public async Task Login_to_nobody_is_refused()
    {
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        var result = await RunFixture.RunAsync(closed.LocalEndPoint!.ToString()!, Idle);

        Assert.Equal((ExitCode.Failure, 5), (result.Code, result.Errors("socket:ConnectionRefused")));
    }

    [Fact]
    public async Task Idle_users_answer_pings()
    {
        await using var server = new FakeServer(new FakeBehaviour { Pings = true });

        var result = await RunFixture.RunAsync(server, Idle);

        Assert.Equal(ExitCode.Success, result.Code);
        Assert.Equal(Enumerable.Repeat("ping result", 5), server.Answers);
    }

    [Fact]
    public async Task Idle_reports_the_memory_of_the_server()
    {
        await using var server = new FakeServer(new FakeBehaviour());

        var result = await RunFixture.RunAsync(server, $"{Idle} --server-pid {Environment.ProcessId}");

        Assert.True(result.Json.GetProperty("server").GetProperty("rssBytesBefore").GetInt64() > 0);
        Assert.Equal(5, result.Json.GetProperty("server").GetProperty("connections").GetInt64());
    }

    [Fact]
    public async Task Idle_from_several_addresses_succeeds()
    {
        await using var server = new FakeServer(new FakeBehaviour());

        var result = await RunFixture.RunAsync(server, $"{Idle} --source-addresses 3");

        Assert.Equal(ExitCode.Success, result.Code);
    }

    [Theory]
    [InlineData("idle --users 4 --hold 600 --settle 600")]
    [InlineData("login --users 4 --duration 600")]
    [InlineData("chat --users 4 --warmup 600 --duration 600")]
    [InlineData("rate --users 4 --warmup 600 --duration 600")]
    public async Task Run_that_is_interrupted_still_reports(string arguments)
    {
        using var stop = new CancellationTokenSource();
        await using var server = new FakeServer(new FakeBehaviour { OnBound = stop.Cancel });

        var result = await RunFixture.RunAsync(server, arguments, stop.Token);

        Assert.Equal(ExitCode.Failure, result.Code);
        Assert.True(result.Json.GetProperty("interrupted").GetBoolean());
        Assert.Contains("loadgen: interrupted", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warm_up_logins_come_and_go_before_those_that_count()
    {
        await using var server = new FakeServer(new FakeBehaviour());

        var result = await RunFixture.RunAsync(server, $"{Brief} --warmup-logins 3");

        Assert.Equal((ExitCode.Success, 5, 8), (result.Code, result.Logins("succeeded"), server.Bound));
    }

    [Fact]
    public async Task Idle_users_are_spread_over_the_targets()
    {
        await using var first = new FakeServer(new FakeBehaviour());
        await using var second = new FakeServer(new FakeBehaviour());

        var result = await RunFixture.RunAsync(second, $"{Idle} --target {first.Target}");

        Assert.Equal((ExitCode.Success, 3, 2), (result.Code, first.Bound, second.Bound));
    }

    [Fact]
    public async Task Login_scenario_logs_in_and_out_again_and_again()
    {
        await using var server = new FakeServer(new FakeBehaviour());

        var result = await RunFixture.RunAsync(server, "login --users 4 --concurrent 2 --duration 0.4");

        Assert.Equal((ExitCode.Success, 0, 0), (result.Code, result.Logins("failed"), result.Logins("dropped")));
        Assert.True(result.Logins("succeeded") > 4);
    }

    [Fact]
    public async Task Login_scenario_keeps_its_rate()
    {
        await using var server = new FakeServer(new FakeBehaviour());

        var result = await RunFixture.RunAsync(server, "login --users 100 --rate 50 --duration 0.5");

        Assert.InRange(result.Logins("succeeded"), 2, 28);
    }
}
