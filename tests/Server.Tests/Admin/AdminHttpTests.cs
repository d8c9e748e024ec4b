using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Meerkat.Engine.Admin;
using Meerkat.Engine.Options;
using Meerkat.Engine.Services;
using Meerkat.Engine.Storage;
using Meerkat.Server.Admin;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Meerkat.Server.Tests.Admin;

/// <summary>What the HTTP API lets whom do, and what it refuses.</summary>
public sealed class AdminHttpTests
{
    private const string Token = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task Socket_is_for_its_owner_alone_and_gone_when_the_server_is()
    {
        string socket;
        await using (var node = await AdminNode.StartAsync())
        {
            socket = node.Socket;
            Assert.Equal(Path.Combine(node.DataDirectory, "meerkat.sock"), socket);
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(socket));
        }

        Assert.False(File.Exists(socket));
    }

    [Fact]
    public async Task Socket_that_a_killed_server_left_is_replaced_and_that_of_a_running_one_is_not()
    {
        // Bound, and nobody listens: its file is removed when it is disposed, which is after the server.
        using var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await using var node = await AdminNode.StartAsync((data, options) =>
        {
            left.Bind(new UnixDomainSocketEndPoint(Path.Combine(data, "meerkat.sock")));
            return options;
        });

        var mistake = await FailAsync(options => options with { Admin = new() { Socket = node.Socket } });

        Assert.Equal($"another server listens at {node.Socket}", mistake.Message);
    }

    [Fact]
    public async Task File_that_is_no_socket_is_left_alone()
    {
        var file = Path.GetTempFileName();

        var mistake = await FailAsync(options => options with { Admin = new() { Socket = file } });

        Assert.Contains("is no socket", mistake.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(file));
        File.Delete(file);
    }

    [Fact]
    public async Task Path_too_long_for_a_socket_is_told()
    {
        var path = Path.Combine(Path.GetTempPath(), new string('x', 108));

        var mistake = await FailAsync(options => options with { Admin = new() { Socket = path } });

        Assert.Contains("admin.socket", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tcp_needs_the_token()
    {
        await using var node = await StartWithTokenAsync(Token);
        using var http = new HttpClient { BaseAddress = new Uri($"http://{node.AdminEndPoint}") };

        using var without = await GetAsync(http, "/api/v1/server/status");
        using var wrong = await GetAsync(http, "/api/v1/server/status", Token + "0");
        using var right = await GetAsync(http, "/api/v1/server/status", Token);
        using var metrics = await GetAsync(http, "/metrics");
        using var live = await GetAsync(http, "/health/live");

        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Equal("Bearer", without.Headers.WwwAuthenticate.ToString());
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, metrics.StatusCode);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Fact]
    public void Address_that_guesses_tokens_is_held_off_even_with_the_right_one()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, Token);
        using var token = AdminToken.Load(file);
        File.Delete(file);

        for (var i = 0; i < 10; i++) Assert.Equal(TokenVerdict.Wrong, token.Check(IPAddress.Loopback, $"Bearer guess {i}"));

        Assert.Equal(TokenVerdict.TooManyFailures, token.Check(IPAddress.Loopback, $"Bearer {Token}"));
        Assert.Equal(TokenVerdict.Right, token.Check(IPAddress.IPv6Loopback, $"bearer {Token}"));
    }

    [Fact]
    public async Task Token_that_is_short_or_missing_keeps_the_server_from_starting()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Token[1..], TestContext.Current.CancellationToken);

        var small = await FailAsync(options => options with { Admin = WithToken(file) });
        File.Delete(file);
        var missing = await FailAsync(options => options with { Admin = WithToken(file) });

        Assert.IsType<InvalidDataException>(small);
        Assert.DoesNotContain(Token[1..], small.Message, StringComparison.Ordinal);
        Assert.IsType<FileNotFoundException>(missing);
    }

    [Fact]
    public async Task Tcp_with_tls_shows_the_server_s_certificate()
    {
        await using var node = await StartWithTokenAsync(Token, hasTls: true);
        string? subject = null;
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) => (subject = certificate?.Subject) is not null,
        };
        using var http = new HttpClient(handler) { BaseAddress = new Uri($"https://{node.AdminEndPoint}") };

        using var answer = await GetAsync(http, "/api/v1/server/status", Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("CN=localhost", subject);
    }

    [Theory]
    [InlineData("GET", "/api/v1/nonsense/list", null, 404)]
    [InlineData("GET", "/api/v1/account", null, 404)]
    [InlineData("GET", "/", null, 404)]
    [InlineData("GET", "/api/v1/account/register", null, 405)]
    [InlineData("POST", "/api/v1/account/list", "{}", 405)]
    [InlineData("POST", "/metrics", "{}", 405)]
    [InlineData("POST", "/api/v1/account/unregister", "user=a@localhost", 415)]
    [InlineData("POST", "/api/v1/account/unregister", "{", 400)]
    [InlineData("POST", "/api/v1/account/unregister", "[]", 400)]
    [InlineData("POST", "/api/v1/account/unregister", "{\"user\": {}}", 400)]
    [InlineData("POST", "/api/v1/account/unregister", "{\"user\": \"a@localhost\", \"user\": \"b@localhost\"}", 400)]
    [InlineData("POST", "/api/v1/account/unregister", "{\"user\": \"a@localhost\", \"extra\": 1}", 400)]
    [InlineData("POST", "/api/v1/account/unregister", "{\"user\": null}", 400)]
    [InlineData("POST", "/api/v1/account/unregister", "", 400)]
    [InlineData("GET", "/api/v1/account/list?limit=1&limit=2", null, 400)]
    [InlineData("GET", "/api/v1/account/check?user=nobody@localhost", null, 404)]
    public async Task Request_that_cannot_be_is_refused_with_a_problem(string method, string path, string? body, int status)
    {
        await using var node = await AdminNode.StartAsync();
        using var http = node.OpenHttp();
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, body.StartsWith("user=", StringComparison.Ordinal) ? "application/x-www-form-urlencoded" : "application/json");

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Request_that_is_too_large_is_refused()
    {
        await using var node = await AdminNode.StartAsync();
        using var http = node.OpenHttp();
        using var content = new StringContent("{\"user\": \"" + new string('a', 2 * 1024 * 1024) + "\"}", Encoding.UTF8, "application/json");

        http.DefaultRequestHeaders.ExpectContinue = true;

        using var answer = await http.PostAsync("/api/v1/account/unregister", content, TestContext.Current.CancellationToken);

        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Health_is_told_to_everybody()
    {
        await using var node = await AdminNode.StartAsync();
        using var http = node.OpenHttp();

        Assert.Equal("ok\n", await http.GetStringAsync("/health/ready", TestContext.Current.CancellationToken));
        Assert.Equal("ok\n", await http.GetStringAsync("/health/live", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Server_is_ready_from_its_last_listener_until_it_stops()
    {
        var control = new NodeControl(new LogThreshold(LogLevel.Error), TimeProvider.System);

        Assert.Equal("the server starts", await control.FindObstacleAsync());
        control.Serving(new MemoryStores(), [("c2s", new IPEndPoint(IPAddress.Loopback, 5222))]);
        Assert.Null(await control.FindObstacleAsync());
        control.Stopping();
        Assert.Equal("the server stops", await control.FindObstacleAsync());
    }

    [Fact]
    public async Task Stop_and_log_level_reach_the_server()
    {
        await using var node = await AdminNode.StartAsync();
        using var http = node.OpenHttp();

        using var level = await PostAsync(http, "/api/v1/server/set-log-level", """{"level": "error"}""");
        Assert.Equal(LogLevel.Error, node.Threshold.Level);
        Assert.False(node.StopRequested.IsCompleted);
        using var stop = await PostAsync(http, "/api/v1/server/stop", "");
        await node.StopRequested.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Description_names_every_command_once()
    {
        await using var node = await AdminNode.StartAsync();
        using var http = node.OpenHttp();

        using var document = JsonDocument.Parse(await http.GetStringAsync("/openapi.json", TestContext.Current.CancellationToken));

        Assert.Equal("3.1.0", document.RootElement.GetProperty("openapi").GetString());
        var paths = document.RootElement.GetProperty("paths").EnumerateObject().ToList();
        Assert.Equal(AdminCatalogue.Commands.Select(command => $"/api/v1/{command.Category}/{command.Name}"), paths.Select(path => path.Name));
        Assert.Distinct(paths.Select(path => path.Value.EnumerateObject().Single().Value.GetProperty("operationId").GetString()));
    }

    [Fact]
    public async Task Server_without_administration_has_no_socket()
    {
        await using var node = await AdminNode.StartAsync((_, options) => options with { Admin = new() { IsEnabled = false } });

        Assert.False(File.Exists(node.Socket));
    }

    [Theory]
    [InlineData("0.0.0.0", false, 1)]
    [InlineData("0.0.0.0", true, 0)]
    [InlineData("127.0.0.1", false, 0)]
    [InlineData("::1", false, 0)]
    public void Token_crosses_no_network_in_clear(string address, bool hasTls, int mistakes)
    {
        var options = new ServerOptions
        {
            Admin = new() { Listen = [new(IPAddress.Parse(address), 5280)], HasTls = hasTls, TokenFile = "token" },
        };

        Assert.Equal(mistakes, options.Validate().Count);
    }

    private static async Task<Exception> FailAsync(Func<ServerOptions, ServerOptions> change)
    {
        var failure = await Assert.ThrowsAsync<StartException>(() => AdminNode.StartAsync((_, options) => change(options)));
        return failure.InnerException!;
    }

    private static AdminOptions WithToken(string file, bool hasTls = false) =>
        new() { Listen = [new(IPAddress.Loopback, 0)], TokenFile = file, HasTls = hasTls };

    private static Task<AdminNode> StartWithTokenAsync(string token, bool hasTls = false) => AdminNode.StartAsync((data, options) =>
    {
        var file = Path.Combine(data, "token");
        File.WriteAllText(file, $"{token}\n");
        return options with { Admin = WithToken(file, hasTls) };
    });

    private static async Task<HttpResponseMessage> GetAsync(HttpClient http, string path, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await http.PostAsync(path, content, TestContext.Current.CancellationToken);
        return answer.EnsureSuccessStatusCode();
    }
}
