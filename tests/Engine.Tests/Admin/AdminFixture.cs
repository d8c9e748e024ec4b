using Meerkat.Engine.Admin;
using Meerkat.Engine.Presence;
using Meerkat.Engine.Services;
using Meerkat.Engine.Tests.Streams;
using Xunit;

namespace Meerkat.Engine.Tests.Admin;

/// <summary>A server in memory, and an administrator who runs commands on it. One per test.</summary>
internal sealed class AdminFixture : IAsyncDisposable
{
    public static readonly AdminCaller Root = new("root");

    public AdminFixture()
        : this(new TestServerOptions())
    {
    }

    /// <param name="options">How the server is.</param>
    /// <param name="services">Instead of the server's.</param>
    public AdminFixture(TestServerOptions options, ServiceRegistry? services = null)
    {
        Server = new TestServer(options);
        Context = new AdminContext
        {
            Services = Server.Services,
            Subscriptions = new SubscriptionService(Server.Services),
            Ends = Server.Ends,
            NodeServices = services ?? Server.NodeServices,
            Modules = Server.HostModules,
            Node = Node,
        };
        Runner = new AdminRunner(Context);
        Server.Services.Admin.Attach(Runner);
    }

    public TestServer Server { get; }

    public TestNode Node { get; } = new();

    public AdminContext Context { get; }

    public AdminRunner Runner { get; }

    public Task<TestClient> LoginAsync(string fullJid) => Server.LoginAsync(fullJid);

    /// <summary>Runs a command, whose arguments are written <c>name=value</c>.</summary>
    public async Task<AdminResult> RunAsync(string command, params string[] arguments) => await RunAsync(Root, command, arguments);

    public async Task<AdminResult> RunAsync(AdminCaller caller, string command, params string[] arguments)
    {
        var found = Find(command);
        Assert.True(AdminArguments.TryRead(found, Given(arguments), out var read, out var mistakes), string.Join('\n', mistakes));
        return await Runner.RunAsync(caller, found, read);
    }

    /// <summary>Runs a command that must succeed; returns what it says.</summary>
    public async Task<string> SayAsync(string command, params string[] arguments)
    {
        var result = await RunAsync(command, arguments);
        Assert.True(result.IsSuccess, result.Text);
        return result.Text;
    }

    public async Task<long> CountAsync(string command, params string[] arguments)
    {
        var result = await RunAsync(command, arguments);
        Assert.True(result.IsSuccess, result.Text);
        return result.Number;
    }

    /// <summary>Runs a command that must succeed; returns its rows, each written with blanks between its values.</summary>
    public async Task<List<string>> ListAsync(string command, params string[] arguments)
    {
        var result = await RunAsync(command, arguments);
        Assert.True(result.IsSuccess, result.Text);
        List<string> rows = [];
        await foreach (var row in result.Rows) rows.Add(string.Join(' ', row.Select(Show)));
        return rows;
    }

    public async Task<AdminFailure> FailAsync(string command, params string[] arguments) => (await RunAsync(command, arguments)).Failure;

    /// <summary>Moves the clock until a stream that the administrator speaks for has had its turn.</summary>
    public async Task<string> TakeTurnAsync(Task<string> command)
    {
        await Eventually.IsTrueAsync(() =>
        {
            Server.Advance(TimeSpan.FromMilliseconds(1));
            return command.IsCompleted;
        });
        return await command;
    }

    public static IReadOnlyList<string> Mistakes(string command, params string[] arguments)
    {
        AdminArguments.TryRead(Find(command), Given(arguments), out _, out var mistakes);
        return mistakes;
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private static AdminCommand Find(string command)
    {
        var parts = command.Split(' ');
        Assert.True(AdminCatalogue.TryFind(parts[0], parts[1], out var found), command);
        return found;
    }

    private static Dictionary<string, IReadOnlyList<string>> Given(string[] arguments) => arguments
        .Select(argument => argument.Split('=', 2))
        .GroupBy(argument => argument[0])
        .ToDictionary(group => group.Key, IReadOnlyList<string> (group) => [.. group.Select(argument => argument[1])]);

    private static string? Show(object? cell) => cell switch
    {
        null => "-",
        IReadOnlyList<string> texts => string.Join(',', texts),
        _ => cell.ToString(),
    };
}
