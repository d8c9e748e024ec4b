using Meerkat.Engine.Tests.Streams;
using Meerkat.Parser.Jids;
using Xunit;

namespace Meerkat.Engine.Tests.Blocking;

/// <summary>When the store is asked for a blocklist, and that what is kept of it is never older than the last change.</summary>
public sealed class BlocklistServiceTests : IAsyncDisposable
{
    private const string Romeo = "romeo@example.org/orchard";
    private const string Juliet = "juliet@example.org/balcony";
    private const string Bind =
        "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>balcony</resource></bind></iq>";

    private static readonly Jid _juliet = Jid.Parse("juliet@example.org");
    private static readonly Jid _romeo = Jid.Parse("romeo@example.org");

    private readonly HookedStores _stores = new();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task Resource_is_not_there_before_its_blocklist_is()
    {
        await using var server = Server();
        var isRead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await server.AddAccountAsync(Juliet);
        await server.Services.Blocklists.BlockAsync(_juliet, [_romeo], 10);
        var romeo = await server.LoginAsync(Romeo);
        var juliet = await AuthenticatedAsync(server);
        _stores.HookedBlocklists.BeforeRead = account => account.Bare.Equals(_juliet) ? isRead.Task : Task.CompletedTask;

        juliet.Send(Bind);
        Assert.Null(server.Sessions.Find(_juliet.Utf8));
        isRead.SetResult();
        Assert.Contains("type='result'", await juliet.ReceiveAsync(), StringComparison.Ordinal);

        Assert.Contains("service-unavailable", await romeo.RequestAsync("<message to='juliet@example.org'/>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bind_fails_with_the_store_and_can_be_tried_again()
    {
        await using var server = Server(expectedErrors: 1);
        await server.AddAccountAsync(Juliet);
        var juliet = await AuthenticatedAsync(server);
        _stores.HookedBlocklists.BeforeRead = async _ =>
        {
            await Task.Yield();
            throw new InvalidOperationException("no store");
        };

        var refused = await juliet.RequestAsync(Bind);
        _stores.HookedBlocklists.BeforeRead = _ => Task.CompletedTask;
        var bound = await juliet.RequestAsync(Bind);

        Assert.Contains("<internal-server-error ", refused, StringComparison.Ordinal);
        Assert.Contains("type='result'", bound, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_while_the_list_is_loaded_is_in_force()
    {
        await using var server = Server();
        await server.AddAccountAsync(Juliet);
        var juliet = await AuthenticatedAsync(server);
        _stores.HookedBlocklists.AfterRead = async account =>
        {
            // What was read is old before it can be used.
            _stores.HookedBlocklists.AfterRead = _ => Task.CompletedTask;
            await server.Services.Blocklists.BlockAsync(account, [_romeo], 10);
        };

        await juliet.RequestAsync(Bind);

        await Eventually.IsTrueAsync(() => server.Sessions.Find(_juliet.Utf8)!.State.Blocklist?.Blocks(_romeo) == true);
    }

    [Fact]
    public async Task Changes_at_once_leave_what_the_store_has()
    {
        await using var server = Server();
        await server.LoginAsync(Juliet);
        _stores.HookedBlocklists.AfterRead = async _ => await Task.Yield();
        Jid[] addresses = [.. Enumerable.Range(0, 8).Select(i => Jid.Parse($"a{i}.example"))];

        await Task.WhenAll(Enumerable.Range(1, 8).Select(seed => Task.Run(() => ChangeAsync(server, addresses, new Random(seed)))));

        var stored = await server.Stores.Blocklists.ListAsync(_juliet);
        var kept = server.Sessions.Find(_juliet.Utf8)!.State.Blocklist;
        foreach (var address in addresses) Assert.Equal(stored.Contains(address), kept?.Blocks(address) == true);
    }

    [Fact]
    public async Task Store_is_asked_once_for_a_stanza_to_who_is_away_and_never_for_others()
    {
        await using var server = Server();
        await server.AddAccountAsync("absent@example.org");
        var juliet = await server.LoginAvailableAsync(Juliet);
        var romeo = await server.LoginAsync(Romeo);
        var before = _stores.HookedBlocklists.Reads;

        romeo.Send("<message to='juliet@example.org'><body>hi</body></message><presence to='juliet@example.org' type='probe'/>");
        await romeo.DrainAsync();
        Assert.Single(await juliet.DrainAsync());
        Assert.Equal(before, _stores.HookedBlocklists.Reads);

        romeo.Send("<message to='absent@example.org'><body>hi</body></message>");
        await romeo.ExpectNothingAsync();
        Assert.Equal(before + 1, _stores.HookedBlocklists.Reads);
        romeo.Send("<iq type='get' id='1' to='absent@example.org'><vCard xmlns='vcard-temp'/></iq>");
        Assert.Single(await romeo.DrainAsync());
        Assert.Equal(before + 2, _stores.HookedBlocklists.Reads);
    }

    [Fact]
    public async Task Message_is_refused_when_it_is_not_known_whether_its_sender_is_blocked()
    {
        await using var server = Server(expectedErrors: 1);
        await server.AddAccountAsync(Juliet);
        var romeo = await server.LoginAsync(Romeo);
        _stores.HookedBlocklists.BeforeRead = _ => throw new InvalidOperationException("no store");

        var answer = await romeo.RequestAsync("<message to='juliet@example.org'><body>hi</body></message>");

        Assert.Contains("<internal-server-error ", answer, StringComparison.Ordinal);
        Assert.Equal(0, await server.Stores.Offline.CountAsync(_juliet));
    }

    private TestServer Server(int expectedErrors = 0) =>
        new(new TestServerOptions { Stores = _stores, ExpectedErrors = expectedErrors });

    private static async Task<TestClient> AuthenticatedAsync(TestServer server)
    {
        var client = server.Connect();
        await client.OpenAsync();
        await client.AuthenticateAsync("juliet", TestServer.Password);
        await client.OpenAsync();
        return client;
    }

    private static async Task ChangeAsync(TestServer server, Jid[] addresses, Random random)
    {
        for (var i = 0; i < 100; i++)
        {
            var address = addresses[random.Next(addresses.Length)];
            if (random.Next(2) == 0) await server.Services.Blocklists.BlockAsync(_juliet, [address], 100);
            else await server.Services.Blocklists.UnblockAsync(_juliet, [address]);
        }
    }
}
