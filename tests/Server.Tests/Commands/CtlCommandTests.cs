using System.Text.Json;
using Meerkat.Server.Tests.Admin;
using Xunit;

namespace Meerkat.Server.Tests.Commands;

/// <summary><c>meerkat ctl</c> as people and scripts use it.</summary>
public sealed class CtlCommandTests
{
    [Fact]
    public async Task Server_that_is_not_there_ends_with_3()
    {
        var run = await CommandRun.OfAsync("ctl", "account", "list", "--data", "/nonexistent");
        var tcp = await CommandRun.OfAsync("ctl", "account", "list", "--url", "http://127.0.0.1:1");

        Assert.Equal(new(3, "", "meerkat: no server answers at /nonexistent/meerkat.sock: it is not there\n"), run);
        Assert.Equal(3, tcp.ExitCode);
    }

    [Theory]
    [InlineData("ctl", "nonsense")]
    [InlineData("ctl", "account", "nonsense")]
    [InlineData("ctl", "account")]
    [InlineData("ctl")]
    [InlineData("ctl", "account", "check")]
    [InlineData("ctl", "account", "check", "--user", "localhost")]
    [InlineData("ctl", "account", "check", "--user", "a@localhost", "--nonsense", "1")]
    [InlineData("ctl", "check_account", "alice")]
    [InlineData("ctl", "account", "list", "--limit", "many")]
    public async Task Wrong_usage_ends_with_2_without_asking_a_server(params string[] args)
    {
        var run = await CommandRun.OfAsync(args);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("meerkat: ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ctl", "account", "register", "--user", "a@localhost", "--password", "hunter2")]
    [InlineData("ctl", "account", "register", "--user", "a@localhost", "hunter2")]
    [InlineData("ctl", "register", "a", "localhost", "hunter2")]
    [InlineData("ctl", "change_password", "a", "localhost", "hunter2")]
    public async Task Password_on_the_command_line_is_refused_and_not_shown(params string[] args)
    {
        var run = await CommandRun.OfAsync(args);

        Assert.Equal(2, run.ExitCode);
        Assert.DoesNotContain("hunter2", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Password_comes_from_standard_input_a_file_or_the_terminal()
    {
        await using var node = await AdminNode.StartAsync();
        var file = Path.Combine(node.DataDirectory, "password");
        await File.WriteAllTextAsync(file, "from file\nmore\n", TestContext.Current.CancellationToken);

        var stdin = await CommandRun.WithInputAsync("from stdin\nmore\n", Register(node, "a@localhost", "--password-stdin"));
        var fromFile = await CommandRun.OfAsync(Register(node, "b@localhost", "--password-file", file));
        var typed = await CommandRun.WithKeysAsync(Keys("typed\r", "typed\r"), "", Register(node, "c@localhost"));
        var differing = await CommandRun.WithKeysAsync(Keys("one\r", "two\r"), "", Register(node, "d@localhost"));
        var nowhere = await CommandRun.OfAsync(Register(node, "e@localhost"));

        Assert.Equal((0, 0, 0), (stdin.ExitCode, fromFile.ExitCode, typed.ExitCode));
        Assert.Equal((1, 2), (differing.ExitCode, nowhere.ExitCode));
        foreach (var (user, password) in new[] { ("a", "from stdin"), ("b", "from file"), ("c", "typed") })
        {
            var check = await CommandRun.WithInputAsync(
                password + "\n", "ctl", "check_password", user, "localhost", "--password-stdin", "--admin-socket", node.Socket);
            Assert.Equal(0, check.ExitCode);
        }
    }

    [Fact]
    public async Task Old_names_take_their_arguments_in_order()
    {
        await using var node = await AdminNode.StartAsync();
        await CommandRun.WithInputAsync("secret\n", Register(node, "alice@localhost", "--password-stdin"));
        using var client = await XmppClient.LoginAsync(node.ClientEndPoint, "alice@localhost/phone", "secret");

        Assert.Equal("1\n", await SayAsync("num_resources", "alice", "localhost"));
        Assert.Equal("phone\n", await SayAsync("resource_num", "alice", "localhost", "1"));
        Assert.Equal("1\n", await SayAsync("stats", "registeredusers"));
        Assert.Equal("alice@localhost/phone disconnected\n", await SayAsync("kick_session", "alice", "localhost", "phone", "Time to go"));
        Assert.Contains("Time to go", await client.WaitForAsync("</stream:stream>"), StringComparison.Ordinal);

        async Task<string> SayAsync(params string[] words)
        {
            var run = await CommandRun.OfAsync(["ctl", .. words, "--admin-socket", node.Socket]);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            return run.Output;
        }
    }

    [Fact]
    public async Task Json_is_what_the_server_answers()
    {
        await using var node = await AdminNode.StartAsync();

        var status = await CommandRun.OfAsync("ctl", "--json", "server", "status", "--admin-socket", node.Socket);
        var list = await CommandRun.OfAsync("ctl", "account", "list", "--json", "--admin-socket", node.Socket);

        using var document = JsonDocument.Parse(status.Output);
        Assert.True(document.RootElement.GetProperty("ready").GetBoolean());
        Assert.Equal("[]\n", list.Output);
    }

    [Fact]
    public async Task Server_is_reached_by_tcp_with_its_certificate_and_token()
    {
        const string Token = "0123456789abcdef0123456789abcdef";
        await using var node = await AdminNode.StartAsync((data, options) =>
        {
            File.WriteAllText(Path.Combine(data, "token"), Token);
            return options with
            {
                Admin = new() { Listen = [new(System.Net.IPAddress.Loopback, 0)], TokenFile = Path.Combine(data, "token"), HasTls = true },
            };
        });
        string[] ask = ["ctl", "account", "count", "--url", $"https://localhost:{node.AdminEndPoint.Port}"];
        string[] trust = ["--ca-file", Path.Combine(node.DataDirectory, "self-signed.pem")];

        var untrusted = await CommandRun.OfAsync([.. ask, "--token-file", Path.Combine(node.DataDirectory, "token")]);
        var unknown = await CommandRun.OfAsync([.. ask, .. trust]);
        var known = await CommandRun.OfAsync([.. ask, .. trust, "--token-file", Path.Combine(node.DataDirectory, "token")]);

        Assert.Equal(3, untrusted.ExitCode);
        Assert.Equal(new(1, "", "meerkat: the token is missing or wrong\n"), unknown);
        Assert.Equal(new(0, "0\n", ""), known);
    }

    private static string[] Register(AdminNode node, string user, params string[] password) =>
        ["ctl", "account", "register", "--user", user, .. password, "--admin-socket", node.Socket];

    private static IEnumerator<ConsoleKeyInfo> Keys(params string[] answers)
    {
        foreach (var c in string.Concat(answers))
            yield return new ConsoleKeyInfo(c, c == '\r' ? ConsoleKey.Enter : ConsoleKey.None, false, false, false);
    }
}
