using Meerkat.Conformance.Runner;
using Meerkat.Conformance.Servers;
using Xunit;

namespace Meerkat.Conformance.BadInput;

/// <summary>The server of the bad input tests: with time-outs short enough to wait for, and long
/// enough to log in on a loaded machine. One per test class run.</summary>
public sealed class BadInputServer : IAsyncLifetime
{
    private const int Accounts = 40;

    private readonly MeerkatServer _server = new(
        [.. Enumerable.Range(0, Accounts).Select(i => new Account($"user{i}", "localhost", "secret"))],
        ["--handshake-timeout", "4s", "--negotiation-timeout", "5s", "--max-outbox", "512KiB"]);

    private int _lastAccount = -1;

    internal Endpoints Endpoints => _server.Endpoints;

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>A client with an account nobody else uses.</summary>
    internal Client NewClient()
    {
        var account = $"user{Interlocked.Increment(ref _lastAccount)}";
        var declaration = new ClientDeclaration(account, account, "localhost", "test");
        return new Client(declaration, account, Endpoints, new XmppConnection(account, new Transcript(), text => text));
    }
}
